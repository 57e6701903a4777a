"""The words of the mail: references or initials, kinds and days. No name and no clinical word is known here."""

from collections.abc import Sequence
from datetime import date
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from reminders.models import Kind, Reminder, Stage
from ui.dates import counted, day

ENDING = (Kind.REGISTRATION, Kind.MEMBERSHIP, Kind.INDEMNITY)


def digest_id(person: UUID, on: date) -> str:
    """One for each person and day: whoever writes a second message on a day gets the first one's Message-ID."""
    return f"<reminders.{person}.{on.isoformat()}@{_domain()}>"


def escalation_id(reminder: UUID) -> str:
    return f"<overdue.{reminder}@{_domain()}>"


def letter(rows: Sequence[Reminder], *, to: str, today: date) -> EmailMessage:
    """One message about all the rows, which share a person and a Message-ID."""
    lines = "\n".join(_line(row, today) for row in sorted(rows, key=lambda row: (row.due_on, row.whose)))
    return EmailMessage(
        subject=_subject(rows),
        body=f"{lines}\n\nOpen My day: {settings.SITE_URL}/\n\nMail names clients by reference, staff by initials.\n",
        to=[to],
        headers={"Message-ID": rows[0].message_id, "Auto-Submitted": "auto-generated"},
    )


def _subject(rows: Sequence[Reminder]) -> str:
    if rows[0].stage == Stage.ESCALATED:
        return f"Overdue: {rows[0].whose}"
    return f"Due: {counted(len(rows), 'item')}"


def _line(row: Reminder, today: date) -> str:
    label = Kind(row.kind).label
    what = label if row.kind == Kind.DBS else f"{label[:1].lower()}{label[1:]}"
    late = (today - row.due_on).days
    now, past = ("ends", "ended") if row.kind in ENDING else ("due", "was due")
    when = f"{now} {day(row.due_on)}" if late <= 0 else f"{past} {day(row.due_on)}, {counted(late, 'day')} late"
    return f"{row.whose}: {what} {when}"


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
