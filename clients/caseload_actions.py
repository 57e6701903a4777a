"""Who carries a client: spells of work begin and end here."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit.actions import record
from clients.handover_actions import Move, hand_over
from clients.models import Assignment, AssignmentKind, Client, EntryKind, HandoverKind
from clients.spell_actions import (
    AlreadyMoving,
    AlreadyTheLead,
    NotACaseManager,
    Told,
    check_may_carry,
    lock,
    lock_people,
    open_lead,
    pass_on_lead,
)
from clients.timeline_actions import add_entry

__all__ = [
    "AlreadyMoving",
    "AlreadyTheLead",
    "NotACaseManager",
    "NothingToAssign",
    "assign",
    "assign_lead",
    "end_assignment",
]


class NothingToAssign(Exception): ...


@transaction.atomic
def assign_lead(client: Client, *, staff: User, by: User, now: datetime, reason: str) -> Assignment:
    """Gives a client to a case manager from now on, and ends the spell of whoever carried it."""
    lock_people([staff.pk])
    lock(client)
    check_may_carry(client, staff, now=now)  # behind the lock: a wall may have been built a moment ago
    live = open_lead(client, now=now)
    if live is None:
        spell = pass_on_lead(client, None, to=staff, told=Told(at=now, by=by, now=now, reason=reason))
        title = f"Case manager: {staff.name}"
        add_entry(client, at=now, now=now, kind=EntryKind.SYSTEM, title=title, excerpt=reason, by=by)
        return spell
    if live.staff_id == staff.pk:
        raise AlreadyTheLead(f"{staff.name} already carries this client.")
    move = Move(client, giver=live.staff, receiver=staff)
    handover = hand_over([move], kind=HandoverKind.REASSIGN, by=by, now=now, reason=reason)
    return Assignment.objects.get(pk__in=handover.lines.values("started"))


@transaction.atomic
def assign(
    client: Client,
    *,
    staff: User,
    kind: AssignmentKind,
    by: User,
    starts_at: datetime,
    ends_at: datetime | None,
    reason: str,
) -> Assignment:
    """Adds a spell of help or cover, or of a file opened with a reason, beside the lead's own."""
    if kind == AssignmentKind.LEAD:
        raise NothingToAssign("A lead is assigned with assign_lead.")
    spell = Assignment.objects.create(
        client=client, staff=staff, kind=kind, starts_at=starts_at, ends_at=ends_at, by=by, reason=reason
    )
    record("client.assigned", spell, by=by, client=client, fields=["staff", "kind"])
    return spell


@transaction.atomic
def end_assignment(spell: Assignment, *, by: User, now: datetime) -> None:
    """Ends a spell now, or before it begins; one that has ended keeps its end."""
    not_ended = Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), pk=spell.pk)
    if not not_ended.update(ends_at=max(now, spell.starts_at)):
        return
    record("client.assignment_ended", spell, by=by, client=spell.client, fields=["ends_at"], now=now)
