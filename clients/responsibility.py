"""Who is to hear of what falls due for a client: who works on the file, and who supervises them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Supervision, User
from accounts.roles import Role
from clients.models import Assignment, AssignmentKind, Client, ConflictWall
from clients.models.assignment import AssignmentQuerySet
from reminders.sources import People
from ui.dates import counted

TOLD = (AssignmentKind.LEAD, AssignmentKind.COVER)
AT_A_TIME = 500  # ids in one query; SQLite takes no long lists


def responsible_for(client_ids: Collection[UUID], now: datetime) -> dict[UUID, People]:
    """Lead and live cover of each client, and their supervisors, without inactive staff and whoever is walled off.

    Without whoever is away, too: reminders go to the cover, and where there is none to the supervisors. A lead who has
    left still has supervisors; those then hear of it.
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


def uncovered(now: datetime) -> AssignmentQuerySet:
    """The leads' spells of open clients whose lead is away today, while nobody at work covers."""
    away = _away(now).values("person")
    walled = ConflictWall.objects.filter(client=OuterRef("client"), staff=OuterRef("staff"), starts_at__lte=now)
    walled = walled.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    covers = Assignment.objects.live(now).filter(client=OuterRef("client"), kind=AssignmentKind.COVER)
    covers = covers.filter(staff__in=User.objects.holding(Role.CASE_MANAGER).values("pk"))
    covers = covers.exclude(staff__in=away).exclude(Exists(walled))
    leads = Assignment.objects.live(now).leads().filter(staff__in=away, client__in=Client.objects.open().values("pk"))
    return leads.exclude(Exists(covers))


def _people(client_ids: list[UUID], now: datetime) -> dict[UUID, People]:
    spells: dict[UUID, list[UUID]] = defaultdict(list)
    live = Assignment.objects.live(now).filter(client__in=client_ids, kind__in=TOLD).order_by("starts_at", "pk")
    for client_id, staff_id in live.values_list("client_id", "staff_id"):
        spells[client_id].append(staff_id)
    carriers = {staff_id for staff in spells.values() for staff_id in staff}
    supervisors = _supervisors(carriers, now)
    at_work = User.objects.holding(Role.CASE_MANAGER).filter(pk__in=carriers)
    is_away = dict(at_work.annotate(away=Exists(_away(now).filter(person=OuterRef("pk")))).values_list("pk", "away"))
    walled = _walled(client_ids, now)
    found = {}
    for client_id, staff in spells.items():
        here = [person for person in staff if person in is_away and (client_id, person) not in walled]
        present = _once(person for person in here if not is_away[person])
        above = _once(person for one in staff for person in supervisors[one] if (client_id, person) not in walled)
        found[client_id] = People(present, above, above if here and not present else ())
    return found


def _away(now: datetime) -> QuerySet[Absence]:
    return Absence.objects.on(timezone.localdate(now, timezone.get_default_timezone()))


def _supervisors(carriers: set[UUID], now: datetime) -> dict[UUID, list[UUID]]:
    today = timezone.localdate(now, timezone.get_default_timezone())
    held = Supervision.objects.filter(supervisee__in=carriers, starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    held = held.filter(supervisor__in=User.objects.holding(Role.SUPERVISOR))
    held = held.exclude(supervisor__in=_away(now).values("person")).order_by("starts_on", "pk")
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
