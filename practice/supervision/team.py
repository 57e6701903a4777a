"""Whom somebody supervises, and what the two of them may find."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
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


@dataclass(frozen=True)
class NextSession:
    """When a supervisor and a supervisee last met, and the day by which they meet again."""

    supervision: Supervision
    last_on: date | None
    due_on: date

    def tag(self, today: date) -> Status:
        return status.due_on(self.due_on, today=today)


def next_sessions(supervisions: QuerySet[Supervision], practice: PracticeSettings) -> list[NextSession]:
    """In one query, the longest due first."""
    pair = {"supervisor": OuterRef("supervisor"), "supervisee": OuterRef("supervisee")}
    last = SupervisionSession.objects.filter(**pair).order_by("-on").values("on")
    held = supervisions.select_related("supervisor", "supervisee").annotate(last_on=Subquery(last[:1]))
    rhythm = timedelta(weeks=practice.supervision_weeks)
    found = [NextSession(one, one.last_on, max(one.last_on or one.starts_on, one.starts_on) + rhythm) for one in held]
    return sorted(found, key=lambda one: (one.due_on, one.supervision.supervisee.name))
