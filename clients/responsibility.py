"""Who is to hear of what falls due for a client: who works on the file, and who supervises them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Supervision, User
from accounts.roles import Role
from clients.models import Assignment, AssignmentKind, Client, ConflictWall
from reminders.sources import People
from ui.dates import counted

TOLD = (AssignmentKind.LEAD, AssignmentKind.COVER)
AT_A_TIME = 500  # ids in one query; SQLite takes no long lists


def responsible_for(client_ids: Collection[UUID], now: datetime) -> dict[UUID, People]:
    """Lead and live cover of each client, and their supervisors, without inactive staff and whoever is walled off.

    A lead who has left still has supervisors; those then hear of it.
    """
    found: dict[UUID, People] = {}
    for ids in _blocks(sorted(client_ids)):
        found |= _people(ids, now)
    return found


def known_to(user: User, client_ids: Collection[UUID]) -> set[UUID]:
    """Those of the clients that the person may know of."""
    known: set[UUID] = set()
    for ids in _blocks(sorted(client_ids)):
        known |= set(Client.objects.known_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return known


def may_carry(client: Client, *, now: datetime) -> QuerySet[User]:
    """Case managers at work, without those whom a wall keeps from the client."""
    walls = ConflictWall.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), client=client)
    return User.objects.holding(Role.CASE_MANAGER).exclude(pk__in=walls.values("staff"))


def carried_by(person: User, now: datetime) -> str:
    """Why somebody cannot stop being a case manager: a sentence, or "" where they carry nobody."""
    spells = Assignment.objects.working().filter(Q(ends_at=None) | Q(ends_at__gt=now), staff=person)
    number = spells.values("client").distinct().count()
    return f"{person.name} works with {counted(number, 'client')}. Hand them over first." if number else ""


def _people(client_ids: list[UUID], now: datetime) -> dict[UUID, People]:
    spells: dict[UUID, list[UUID]] = defaultdict(list)
    live = Assignment.objects.live(now).filter(client__in=client_ids, kind__in=TOLD).order_by("starts_at", "pk")
    for client_id, staff_id in live.values_list("client_id", "staff_id"):
        spells[client_id].append(staff_id)
    carriers = {staff_id for staff in spells.values() for staff_id in staff}
    supervisors = _supervisors(carriers, now)
    working = set(User.objects.holding(Role.CASE_MANAGER).filter(pk__in=carriers).values_list("pk", flat=True))
    walled = _walled(client_ids, now)
    return {
        client_id: People(
            working=_once(s for s in staff if s in working and (client_id, s) not in walled),
            supervisors=_once(s for of in staff for s in supervisors[of] if (client_id, s) not in walled),
        )
        for client_id, staff in spells.items()
    }


def _supervisors(carriers: set[UUID], now: datetime) -> dict[UUID, list[UUID]]:
    today = timezone.localdate(now, timezone.get_default_timezone())
    held = Supervision.objects.filter(supervisee__in=carriers, starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    held = held.filter(supervisor__in=User.objects.holding(Role.SUPERVISOR)).order_by("starts_on", "pk")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for supervisee_id, supervisor_id in held.values_list("supervisee_id", "supervisor_id"):
        found[supervisee_id].append(supervisor_id)
    return found


def _walled(client_ids: list[UUID], now: datetime) -> set[tuple[UUID, UUID]]:
    walls = ConflictWall.objects.filter(client__in=client_ids, starts_at__lte=now)
    return set(walls.filter(Q(ends_at=None) | Q(ends_at__gt=now)).values_list("client_id", "staff_id"))


def _once(people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(people))


def _blocks(ids: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
