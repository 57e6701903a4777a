"""What supervision asks of somebody today, for My day: one query, two for a supervisor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings, Supervision, User
from accounts.roles import Permission
from accounts.written_for import written_for
from practice.models import SupervisionAction, SupervisionSession
from practice.supervision.team import next_sessions
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


def lines_of(user: User, *, practice: PracticeSettings, now: datetime) -> list[Line]:
    today = timezone.localdate(now)
    until = today + timedelta(days=DAYS_AHEAD)
    return [*_to_read_and_do(user, now, until, today), *_to_hold(user, practice, until, today)]


@written_for
def agreements_and_actions(user: User, now: datetime, until: date) -> Any:
    """Sessions to agree to, and actions that fall due."""
    to_agree = SupervisionSession.objects.filter(supervisee=user, agreement=None)
    taken_on = SupervisionAction.objects.due_by(until).filter(who=user)
    waiting = _told(to_agree, "agree", said="supervisor__name", about="pk", day="on")
    falling_due = _told(taken_on, "do", said="what", about="session", day="due_on")
    return waiting.union(falling_due, all=True).order_by("day")[:MOST]


def _to_read_and_do(user: User, now: datetime, until: date, today: date) -> Iterator[Line]:
    for task, said, about, on in agreements_and_actions(user, now, until):
        url = reverse("practice:session", args=[about])
        if task == "agree":
            yield Line("Session", said, f"Session of {day(on)}: read it and agree", status.AWAITING, "Read", url)
        else:
            yield Line("Action", "From supervision", said, status.due_on(on, today=today), "Open session", url)


def _told(records: QuerySet[Any], task: str, **columns: str) -> Any:
    """The records as rows of one shape, so that the two kinds can be asked for at once."""
    renamed = {name: F(column) for name, column in columns.items()}
    told = records.annotate(task=Value(task, output_field=CharField()), **renamed)
    return told.values_list("task", *columns)


def _to_hold(user: User, practice: PracticeSettings, until: date, today: date) -> Iterator[Line]:
    if not user.may(Permission.SUPERVISE):
        return
    held = Supervision.objects.live(today).filter(supervisor=user, supervisee__is_active=True)
    for one in next_sessions(held, practice):
        if one.due_on <= until:
            person = one.supervision.supervisee
            url = reverse("practice:sign_session", args=[person.pk])
            yield Line("Session", person.name, "Next session of supervision", one.tag(today), "Record a session", url)
