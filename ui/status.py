"""The one vocabulary of status: icon, word, tone. The word carries the meaning; no page invents another."""

from dataclasses import dataclass, replace
from datetime import date

from ui.dates import counted, day


@dataclass(frozen=True)
class Status:
    """Tone is one of green, amber, red, blue, plum, draft, or empty for plain."""

    icon: str
    word: str
    tone: str = ""


def worded(status: Status, word: str) -> Status:
    """The same sign with a fuller word: `worded(IN_DATE, "Share with solicitor")`."""
    return replace(status, word=word)


ACTIVE = Status("dot", "Active", "green")
DRAFT = Status("draft", "Draft", "draft")
IN_PROGRESS = Status("half", "In progress", "blue")
NOT_STARTED = Status("ring", "Not started")
NOT_RECORDED = Status("ring", "Not recorded")
DONE = Status("check", "Done", "green")
FINAL = Status("check", "Final", "green")
IN_DATE = Status("check", "In date", "green")
SOON = Status("soon", "Soon", "amber")
ENDS_SOON = Status("soon", "Ends soon", "amber")
TODAY = Status("clock", "Today", "blue")
OVERDUE = Status("late", "Overdue", "red")
ENDED = Status("cross", "Ended", "red")
LAPSED = Status("cross", "Lapsed", "red")
DECLINED = Status("cross", "Declined", "red")
WITHDRAWN = Status("cross", "Withdrawn", "red")
FAILED = Status("cross", "Failed", "red")
PAUSED = Status("pause", "Paused", "amber")
CLOSED = Status("check", "Closed")
STOPPED = Status("cross", "Stopped")
RISK = Status("flag", "Risk", "red")
NO_CONTACT = Status("cross", "No contact", "red")

SENT = Status("referral", "Sent", "blue")
AWAITING = Status("clock", "Awaiting reply", "amber")
ACCEPTED = Status("check", "Accepted", "green")
RECOMMENDED = Status("half", "Recommended", "blue")
AWAITING_DECISION = Status("clock", "Awaiting decision", "amber")
APPROVED = Status("check", "Approved", "green")
PART_APPROVED = Status("half", "Part approved", "amber")
REFUSED = Status("cross", "Refused", "red")

TO_SIGN_OFF = Status("pen", "To sign off", "plum")
SIGNED_OFF = Status("check", "Signed off", "green")
RETURNED = Status("review", "Returned", "plum")
AGREED = Status("check", "Agreed", "green")
ENTERED_LATE = Status("clock", "Entered late", "amber")
ADDENDUM = Status("note", "Addendum", "blue")
SENSITIVE = Status("lock", "Sensitive", "plum")

DUE = Status("clock", "Due", "blue")
SENDING = Status("half", "Sending", "blue")
UNKNOWN = Status("soon", "Not known if sent", "amber")
CANCELLED = Status("cross", "Cancelled")
QUEUED = Status("ring", "Queued", "blue")
RENDERING = Status("half", "Rendering", "blue")
ISSUED = Status("check", "Issued", "green")
SHARED = Status("link", "Shared", "blue")
OPENED = Status("check", "Link opened", "green")
NOT_OPENED = Status("soon", "Not opened", "amber")

HELPING = Status("check", "Helping", "green")
NO_CHANGE_YET = Status("dot", "No change yet")
NOT_HELPING = Status("late", "Not helping", "amber")
TOO_EARLY = Status("clock", "Too early")


def days_late(days: int) -> Status:
    return worded(OVERDUE, f"{counted(days, 'day')} late")


def ends_on(on: date, *, today: date, soon_days: int = 30) -> Status:
    """The state of something with an end date: consent, registration, indemnity, a shared link."""
    if on < today:
        return worded(ENDED, f"Ended {day(on)}")
    if (on - today).days <= soon_days:
        return worded(ENDS_SOON, f"Ends {day(on)}")
    return worded(IN_DATE, f"In date to {day(on)}")


def due_on(on: date, *, today: date, soon_days: int = 7) -> Status:
    if on < today:
        return days_late((today - on).days)
    if on == today:
        return worded(TODAY, "Due today")
    return worded(SOON if (on - today).days <= soon_days else DUE, f"Due {day(on)}")
