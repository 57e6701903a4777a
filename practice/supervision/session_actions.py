"""Signing a session of supervision, agreeing to it and adding to it. What is signed is never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Supervision, User
from audit.actions import record
from clients.models import Client
from practice.models import SupervisionAction, SupervisionAddendum, SupervisionAgreement, SupervisionSession


class NotSupervised(Exception): ...


class NotYetHeld(Exception): ...


class NotTheSupervisee(Exception): ...


@dataclass(frozen=True)
class NewAction:
    what: str
    who: User
    due_on: date | None = None


@transaction.atomic
def sign_session(
    supervisor: User,
    *,
    supervisee: User,
    on: date,
    minutes: int,
    how: str,
    discussed: str,
    now: datetime,
    clients: Iterable[Client] = (),
    boundaries: str = "",
    wellbeing: str = "",
    competencies: Iterable[str] = (),
    actions: Iterable[NewAction] = (),
) -> SupervisionSession:
    """Signs what was said. Raises NotYetHeld for a day to come, NotSupervised where nobody supervised whom that day."""
    if on > timezone.localdate(now):
        raise NotYetHeld("This session has not taken place yet. Enter when it did.")
    if not Supervision.objects.live(on).filter(supervisor=supervisor, supervisee=supervisee).exists():
        raise NotSupervised(f"You did not supervise {supervisee.name} on that day.")
    session = SupervisionSession(
        supervisor=supervisor,
        supervisee=supervisee,
        on=on,
        minutes=minutes,
        how=how,
        discussed=discussed,
        boundaries=boundaries,
        wellbeing=wellbeing,
        competencies=sorted(competencies),
        signed_at=now,
    )
    session.save(force_insert=True)
    session.clients.add(*clients)
    SupervisionAction.objects.bulk_create(
        SupervisionAction(session=session, position=position, what=action.what, who=action.who, due_on=action.due_on)
        for position, action in enumerate(actions, start=1)
    )
    record("supervision.signed", session, by=supervisor, now=now)
    return session


@transaction.atomic
def add_to_session(session: SupervisionSession, *, text: str, by: User, now: datetime) -> SupervisionAddendum:
    """Either of the two adds under the next number; two at once get two numbers."""
    SupervisionSession.objects.select_for_update().get(pk=session.pk)
    last = session.addenda.aggregate(last=Max("number"))["last"] or 0
    addendum = SupervisionAddendum.objects.create(session=session, number=last + 1, text=text, author=by, signed_at=now)
    record("supervision.addendum_added", addendum, by=by, fields=["text"], now=now)
    return addendum


@transaction.atomic
def agree_session(session: SupervisionSession, *, by: User, now: datetime) -> SupervisionAgreement:
    """The first agreement stays; only the supervisee gives it."""
    if by.pk != session.supervisee_id:
        raise NotTheSupervisee("Only the person who was supervised can agree.")
    SupervisionSession.objects.select_for_update().get(pk=session.pk)
    agreement, made = SupervisionAgreement.objects.get_or_create(session=session, defaults={"by": by, "at": now})
    if made:
        record("supervision.agreed", session, by=by, now=now)
    return agreement


@transaction.atomic
def finish_action(action: SupervisionAction, *, by: User, on: date) -> None:
    """Whoever of the two says first that it is done is the one who stands there."""
    if SupervisionAction.objects.open().filter(pk=action.pk).update(done_on=on, done_by=by):
        record("supervision.action_done", action, by=by, fields=["done_on"])
