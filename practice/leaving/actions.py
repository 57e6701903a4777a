"""Somebody leaves the practice: all that waits for them gets a new owner, and their access ends, in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actions import deactivate
from accounts.leaving_actions import end_own_supervision, pass_on_supervision
from accounts.models import Absence, Supervision, User
from accounts.roles import Role
from clients.cover_actions import end_absence
from clients.handover_actions import Move, hand_over
from clients.leaving_actions import pass_on_cover, pass_on_drafts, pass_on_links, pass_on_notices
from clients.models import Assignment, Client, HandoverKind
from clients.open_work import drafts_of
from clients.spell_actions import lock_people
from practice.intake.actions import pass_on_intakes


@dataclass(frozen=True)
class Plan:
    """Who takes on what. `covers` names the leaver's spells of cover and help, and who goes on, if anybody."""

    owners: Mapping[Client, User]
    covers: Mapping[Assignment, User | None]
    supervisors: Mapping[Supervision, User]
    links_about: Collection[UUID]
    links_stopped: Collection[UUID]
    reason: str


@transaction.atomic
def leave(person: User, plan: Plan, *, by: User, now: datetime) -> None:
    """Raises HandoverRefused or WorkStillOpen where something has changed since the plan was made; then nothing is."""
    takers = [*plan.owners.values(), *filter(None, plan.covers.values())]
    admins = User.objects.holding(Role.PRACTICE_ADMIN).values_list("pk", flat=True)  # `deactivate` locks them too
    lock_people({person.pk, *(taker.pk for taker in takers), *admins})
    drafts = list(drafts_of(person.pk, now))
    for absence in Absence.objects.not_over(timezone.localdate(now)).filter(person=person):
        end_absence(absence, by=by, now=now)
    _hand_over_clients(person, plan, by=by, now=now)
    pass_on_links(person, clients=plan.links_about, stopped=plan.links_stopped, by=by, now=now)
    pass_on_notices(person, by=by, now=now)
    pass_on_drafts(drafts, begun_by=person.name, now=now)
    pass_on_intakes(person, to=by, by=by, now=now)
    today = timezone.localdate(now)
    for supervision, to in plan.supervisors.items():
        pass_on_supervision(supervision, to=to, by=by, on=today)
    end_own_supervision(person, by=by, on=today)
    deactivate(person, by=by, now=now)


def _hand_over_clients(person: User, plan: Plan, *, by: User, now: datetime) -> None:
    moves = [Move(client, giver=person, receiver=owner) for client, owner in plan.owners.items()]
    if moves:
        hand_over(moves, kind=HandoverKind.LEAVER, by=by, now=now, reason=plan.reason, as_job=False)
    for spell, to in plan.covers.items():
        pass_on_cover(spell, to=to, by=by, now=now, reason=plan.reason)
