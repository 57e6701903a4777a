"""Who carries a client: spells of work begin and end here."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Role
from audit.actions import record
from clients.models import Assignment, AssignmentKind, Client, ConflictWall, EntryKind
from clients.timeline_actions import add_entry


class NotACaseManager(Exception): ...


class AlreadyTheLead(Exception): ...


class NothingToAssign(Exception): ...


@transaction.atomic
def assign_lead(client: Client, *, staff: User, by: User, now: datetime, reason: str) -> Assignment:
    """Gives a client to a case manager from now on, and ends the spell of whoever carried it."""
    if not (staff.is_active and staff.holds(Role.CASE_MANAGER)):
        raise NotACaseManager(f"{staff.name} is not a case manager at the moment.")
    walls = ConflictWall.objects.filter(client=client, staff=staff)
    if walls.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists():
        raise NotACaseManager(f"{staff.name} cannot be assigned to this client.")
    Client.objects.filter(pk=client.pk).update(version=F("version"))  # the row lock that lines two admins up
    live = Assignment.objects.leads().filter(client=client, ends_at=None).first()
    if live and live.staff_id == staff.pk:
        raise AlreadyTheLead(f"{staff.name} already carries this client.")
    if live:
        Assignment.objects.filter(pk=live.pk, ends_at=None).update(ends_at=max(now, live.starts_at))
        now = max(now, live.starts_at)
    spell = Assignment.objects.create(
        client=client, staff=staff, kind=AssignmentKind.LEAD, starts_at=now, by=by, reason=reason
    )
    record("client.assigned", spell, by=by, client=client, fields=["staff"], now=now)
    title = f"Case manager: {staff.name}"
    add_entry(client, at=now, now=now, kind=EntryKind.SYSTEM, title=title, excerpt=reason, by=by)
    return spell


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
