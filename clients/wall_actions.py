"""Conflict walls: somebody is kept from every trace of a client, and no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit.actions import record
from clients.caseload_actions import end_assignment
from clients.models import Assignment, AssignmentKind, Client, ConflictWall
from clients.spell_actions import lock


class StillTheLead(Exception): ...


class AlreadyWalled(Exception): ...


class AlreadyEnded(Exception): ...


class AroundOneself(Exception): ...


@transaction.atomic
def build_wall(
    client: Client, *, staff: User, by: User, now: datetime, reason: str, ends_at: datetime | None = None
) -> list[Assignment]:
    """Keeps somebody from every trace of a client, from now on; gives back the spells that ended with it.

    Whoever leads the client, or is to, hands over first: a client must not lose their case manager unnoticed.
    """
    if staff.pk == by.pk:
        raise AroundOneself("Somebody else has to build a wall around you.")
    lock(client)
    if ConflictWall.objects.standing(now).filter(client=client, staff=staff).exists():
        raise AlreadyWalled(f"A wall keeps {staff.name} from {client.reference} already.")
    spells = Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), client=client, staff=staff)
    if spells.leads().exists():
        raise StillTheLead(
            f"{staff.name} is the case manager of {client.reference}, or is to be. Hand the client over first."
        )
    ended = list(spells.select_related("client"))
    for spell in ended:
        end_assignment(spell, by=by, now=now)
    wall = ConflictWall.objects.create(client=client, staff=staff, starts_at=now, ends_at=ends_at, by=by, reason=reason)
    record("wall.built", wall, by=by, client=client, now=now)
    return ended


@transaction.atomic
def end_wall(wall: ConflictWall, *, by: User, now: datetime, reason: str) -> None:
    """From now on the person's roles and assignments count again."""
    standing = ConflictWall.objects.standing(now).filter(pk=wall.pk)
    if not standing.update(ends_at=now, ended_by=by, ended_why=reason):
        raise AlreadyEnded("This wall has ended already.")
    record("wall.ended", wall, by=by, client=wall.client, now=now, fields=["ends_at"])


def kinds_of(spells: list[Assignment]) -> str:
    """In words, for the sentence that says what ended with a wall."""
    return " and ".join(sorted({AssignmentKind(spell.kind).label.lower() for spell in spells}))
