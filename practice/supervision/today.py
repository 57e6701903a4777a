"""What supervision asks of somebody today, for My day: two queries, three for a supervisor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import PracticeSettings, Supervision, User
from accounts.roles import Permission
from practice.models import SupervisionAction, SupervisionSession
from practice.supervision.lists import action_tag
from practice.supervision.team import due_word, next_sessions
from ui import status
from ui.dates import day
from ui.status import Status

DAYS_AHEAD = 7
MOST = 25


@dataclass(frozen=True)
class Line:
    word: str
    who: str
    why: str
    tag: Status | None
    verb: str
    url: str


def lines_of(user: User, *, practice: PracticeSettings, today: date) -> list[Line]:
    until = today + timedelta(days=DAYS_AHEAD)
    return [*_to_agree(user), *_to_do(user, until, today), *_to_hold(user, practice, until, today)]


def _to_agree(user: User) -> Iterator[Line]:
    waiting = SupervisionSession.objects.filter(supervisee=user, agreement=None).select_related("supervisor")
    for session in waiting.order_by("on", "pk")[:MOST]:
        why = f"Session of {day(session.on)}: read it and agree"
        yield Line("Session", session.supervisor.name, why, status.AWAITING, "Read", session.get_absolute_url())


def _to_do(user: User, until: date, today: date) -> Iterator[Line]:
    taken_on = SupervisionAction.objects.due_by(until).filter(who=user).select_related("session")
    for action in taken_on.order_by("due_on", "pk")[:MOST]:
        tag, url = action_tag(action, today=today), action.session.get_absolute_url()
        yield Line("Action", "From supervision", action.what, tag, "Open session", url)


def _to_hold(user: User, practice: PracticeSettings, until: date, today: date) -> Iterator[Line]:
    if not user.may(Permission.SUPERVISE):
        return
    held = Supervision.objects.live(today).filter(supervisor=user, supervisee__is_active=True)
    names = dict(held.values_list("supervisee_id", "supervisee__name"))
    meetings = next_sessions(held, practice)
    for (_, supervisee), (_, due_on) in sorted(meetings.items(), key=lambda meeting: meeting[1][1]):
        if due_on <= until:
            url = reverse("practice:sign_session", args=[supervisee])
            tag = due_word(due_on, today=today)
            yield Line("Session", names[supervisee], "Next session of supervision", tag, "Record a session", url)
