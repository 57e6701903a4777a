"""Who is to hear of what falls due for a client: who works on the file, and who supervises them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Supervision, User
from accounts.roles import Role
from clients.models import Assignment, AssignmentKind, Client, ConflictWall
from clients.models.assignment import AssignmentQuerySet
from reminders.sources import People
from ui.among import Among
from ui.dates import counted

TOLD = (AssignmentKind.LEAD, AssignmentKind.COVER)


def responsible_for(client_ids: Collection[UUID], now: datetime) -> dict[UUID, People]:
    """Lead and live cover of each client, and their supervisors, without inactive staff and whoever is walled off.

    Without whoever is away, too: reminders go to the cover, and where there is none to the supervisors. A lead who has
    left still has supervisors; those then hear of it.
    """
    spells: dict[UUID, list[UUID]] = defaultdict(list)
    live = Assignment.objects.live(now).filter(Among("client_id", client_ids), kind__in=TOLD)
    for client_id, staff_id in live.order_by("starts_at", "pk").values_list("client_id", "staff_id"):
        spells[client_id].append(staff_id)
    carriers = {staff_id for staff in spells.values() for staff_id in staff}
    over = _supervisors(carriers, now)
    staff_of: Any = User.objects.active().filter(Among("pk", carriers.union(*over.values())))
    staff_of = staff_of.annotate(away=Exists(_away(now).filter(person=OuterRef("pk"))))
    at_work = {person.pk: person for person in staff_of.only("is_active", "role_words")}
    away = frozenset(pk for pk, person in at_work.items() if person.away)
    walled = _walled(client_ids, now)

    @cache
    def people(carrying: tuple[UUID, ...], barred: frozenset[UUID]) -> People:
        supervising = (person for of in carrying for person in over[of])
        here = _holding(Role.CASE_MANAGER, carrying, at_work, barred)
        present = tuple(person for person in here if person not in away)
        above = _holding(Role.SUPERVISOR, supervising, at_work, barred | away)
        return People(present, above, above if here and not present else ())

    return {client_id: people(tuple(carrying), walled[client_id]) for client_id, carrying in spells.items()}


def known_to(user: User, client_ids: Collection[UUID]) -> set[UUID]:
    """Those of the clients that the person may know of."""
    if not client_ids:
        return set()
    return set(Client.objects.known_to(user).filter(Among("pk", client_ids)).values_list("pk", flat=True))


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


def _away(now: datetime) -> QuerySet[Absence]:
    return Absence.objects.on(timezone.localdate(now, timezone.get_default_timezone()))


def _supervisors(carriers: Collection[UUID], now: datetime) -> dict[UUID, list[UUID]]:
    today = timezone.localdate(now, timezone.get_default_timezone())
    held = Supervision.objects.filter(supervisee__in=carriers, starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for supervisee_id, supervisor_id in held.order_by("starts_on", "pk").values_list("supervisee_id", "supervisor_id"):
        found[supervisee_id].append(supervisor_id)
    return found


def _walled(client_ids: Collection[UUID], now: datetime) -> dict[UUID, frozenset[UUID]]:
    walls = ConflictWall.objects.filter(Among("client_id", client_ids), starts_at__lte=now)
    walls = walls.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    found: dict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    for client_id, staff_id in walls.values_list("client_id", "staff_id"):
        found[client_id] |= {staff_id}
    return found


def _holding(
    role: Role, people: Iterable[UUID], at_work: Mapping[UUID, User], barred: frozenset[UUID]
) -> tuple[UUID, ...]:
    """Those at work who hold the role, each once and in their order, without whoever is walled off."""
    return tuple(
        one for one in dict.fromkeys(people) if one in at_work and at_work[one].holds(role) and one not in barred
    )
