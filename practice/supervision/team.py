"""Whom somebody supervises, and what the two of them may find."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import PracticeSettings, Supervision, User
from practice.models import SupervisionSession
from ui import status
from ui.status import Status


def supervisees_of(user: User, *, today: date) -> QuerySet[User]:
    held = Supervision.objects.live(today).filter(supervisor=user)
    return User.objects.active().filter(pk__in=held.values("supervisee")).order_by("name", "pk")


def find_supervisee(user: User, supervisee_id: UUID) -> User:
    """404 for everybody whom the person does not supervise today, whether they exist or not."""
    found = supervisees_of(user, today=timezone.localdate()).filter(pk=supervisee_id).first()
    if found is None:
        raise Http404
    return found


def find_of_person(records: QuerySet[Any], user: User, pk: UUID) -> Any:
    """A session, an audit or what hangs on one: 404 for everybody but the two of them."""
    found = records.of_person(user).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def next_sessions(
    supervisions: QuerySet[Supervision], practice: PracticeSettings
) -> dict[tuple[UUID, UUID], tuple[date | None, date]]:
    """For each pair, supervisor and supervisee: the last session and the day by which the next one is due."""
    pairs = list(supervisions.values_list("supervisor_id", "supervisee_id", "starts_on"))
    held = SupervisionSession.objects.filter(supervisee__in={supervisee for _, supervisee, _ in pairs})
    latest = held.latest_of_each()
    rhythm = timedelta(weeks=practice.supervision_weeks)
    found = {}
    for supervisor, supervisee, starts_on in pairs:
        last = latest.get((supervisor, supervisee))
        found[supervisor, supervisee] = (last, max(last or starts_on, starts_on) + rhythm)
    return found


def due_word(on: date, *, today: date) -> Status:
    return status.due_on(on, today=today)
