"""The spells behind a change of hands: each begins and ends here, behind the client's row lock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.actions import record
from clients.models import Assignment, AssignmentKind, Client, ConflictWall


class NotACaseManager(Exception): ...


class AlreadyTheLead(Exception): ...


class AlreadyMoving(Exception):
    """A change of hands is planned for this client; it has to be undone before another one is."""


class LeadChanged(Exception):
    """Somebody else has given the client to another person since the change was planned."""


REFUSALS = (NotACaseManager, AlreadyTheLead, AlreadyMoving, LeadChanged)


def lock(client: Client) -> None:
    """The row lock that lines up whoever changes hands for this client; in the caller's transaction."""
    Client.objects.filter(pk=client.pk).update(version=F("version"))


def lock_people(people: Iterable[UUID]) -> None:
    """Before any client's lock, and in one order: lines up with somebody's leaving the practice."""
    locked = User.objects.filter(pk__in=list(people)).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk"))


def check_may_carry(client: Client, staff: User, *, now: datetime) -> None:
    if not User.objects.holding(Role.CASE_MANAGER).filter(pk=staff.pk).exists():  # as it is now, behind the lock
        raise NotACaseManager(f"{staff.name} is not a case manager at the moment.")
    walls = ConflictWall.objects.filter(client=client, staff=staff)
    if walls.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists():
        raise NotACaseManager(f"{staff.name} cannot be assigned to this client.")


def open_lead(client: Client, *, now: datetime) -> Assignment | None:
    """The lead's spell that has no end. Raises AlreadyMoving while that one still lies ahead."""
    found = Assignment.objects.leads().filter(client=client, ends_at=None).select_related("staff").first()
    if found and found.starts_at > max(now, timezone.now()):  # not one that began a moment ago, in another request
        raise AlreadyMoving(f"{client.short_name} moves to {found.staff.name} soon. Undo that handover first.")
    return found


def lead_at(client: Client, at: datetime) -> Assignment | None:
    return Assignment.objects.leads().live(at).filter(client=client).select_related("staff").first()


@dataclass(frozen=True)
class Told:
    """What a spell says of itself: its moment, who decided, when, and why."""

    at: datetime
    by: User
    now: datetime
    reason: str


def pass_on_lead(client: Client, live: Assignment | None, *, to: User, told: Told) -> Assignment:
    """Ends the lead's spell at a moment and begins the next one there: the history has neither gap nor overlap."""
    if live and live.staff_id == to.pk:
        raise AlreadyTheLead(f"{to.name} already carries this client.")
    at = max(told.at, live.starts_at) if live else told.at
    if live:
        Assignment.objects.filter(pk=live.pk, ends_at=None).update(ends_at=at)
    return _begin(client, AssignmentKind.LEAD, to, at=at, until=None, told=told)


def begin_cover(client: Client, staff: User, *, until: datetime | None, told: Told) -> Assignment:
    same = Assignment.objects.filter(client=client, staff=staff).working()
    if same.live(told.at).exists():
        raise AlreadyTheLead(f"{staff.name} already works on this client's file.")
    return _begin(client, AssignmentKind.COVER, staff, at=told.at, until=until, told=told)


def take_back(started: Assignment, ended: Assignment | None, *, by: User, now: datetime) -> None:
    """Before its moment: the spell to come ends where it would begin, and the one before it goes on."""
    Assignment.objects.filter(pk=started.pk).update(ends_at=started.starts_at)
    if ended:
        Assignment.objects.filter(pk=ended.pk, ends_at=started.starts_at).update(ends_at=None)
    record("client.assignment_ended", started, by=by, client=started.client, fields=["ends_at"], now=now)


def end_at(spell: Assignment, moment: datetime | None, *, by: User, now: datetime) -> None:
    """Moves the end of a spell that has not ended; what has been stays as it was."""
    not_ended = Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), pk=spell.pk)
    if not_ended.update(ends_at=max(moment, now, spell.starts_at) if moment else None):
        record("client.assignment_ended", spell, by=by, client=spell.client, fields=["ends_at"], now=now)


def _begin(client: Client, kind: str, staff: User, *, at: datetime, until: datetime | None, told: Told) -> Assignment:
    spell = Assignment.objects.create(
        client=client, staff=staff, kind=kind, starts_at=at, ends_at=until, by=told.by, reason=told.reason
    )
    fields = ["staff"] if kind == AssignmentKind.LEAD else ["staff", "kind"]
    record("client.assigned", spell, by=told.by, client=client, fields=fields, now=told.now)
    return spell
