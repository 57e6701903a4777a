"""Who can read a file now, by which way, and who has read it: the doors of `clients.access`, told for one client."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts.models import Supervision, User
from accounts.roles import Permission, Role, permissions_of
from audit.models import AuditEvent
from clients.merged import references_in
from clients.models import Assignment, AssignmentKind, Client, ConflictWall
from clients.models.assignment import WORKING_KINDS
from ui.dates import day, moment

LATELY = timedelta(days=30)
CALLED = {
    AssignmentKind.LEAD: "Case manager",
    AssignmentKind.ASSISTANT: "Assistant",
    AssignmentKind.COVER: "Cover",
    AssignmentKind.OPENED_WITH_REASON: "Opened with a reason",
}


@dataclass(frozen=True)
class Reader:
    """Somebody who can read the file, and each way by which they come in."""

    person: User
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """How often somebody opened pages of the file lately."""

    name: str
    times: int
    last_at: datetime


def readers_of(client: Client, *, now: datetime) -> list[Reader]:
    """Five queries, whoever works here: spells, supervisions, clinical readers, walls, people."""
    ways: dict[UUID, list[str]] = defaultdict(list)
    spells = Assignment.objects.live(now).filter(client=client).select_related("staff").order_by("starts_at", "pk")
    working = {}
    for spell in spells:
        ways[spell.staff_id].append(_by_spell(spell))
        if spell.kind in WORKING_KINDS:
            working[spell.staff_id] = spell.staff.name
    for supervisor_id, supervisee_id, since in _supervisions(working, now):
        ways[supervisor_id].append(f"Supervisor of {working[supervisee_id]} since {day(since)}")
    for pk in User.objects.holding(Role.CLINICAL_READER).values_list("pk", flat=True):
        ways[pk].append("Reads the clinical text of every client")
    return [Reader(person, tuple(ways[person.pk])) for person in _allowed(client, ways, now)]


def knowers_of(client: Client, *, now: datetime) -> list[User]:
    """Practice admins: they know who the client is and who carries them, and read no clinical text."""
    walled = ConflictWall.objects.standing(now).filter(client=client)
    return list(User.objects.holding(Role.PRACTICE_ADMIN).exclude(pk__in=walled.values("staff")).order_by("name"))


def opened_lately(client: Client, *, now: datetime) -> list[Opened]:
    """From the audit log: who opened pages of the file in the last days, the latest first."""
    events = AuditEvent.objects.filter(client__in=references_in(client), at__gte=now - LATELY, verb__endswith=".opened")
    people = events.values("actor_id").annotate(name=Max("actor"), times=Count("number"), last=Max("at"))
    return [Opened(row["name"], row["times"], row["last"]) for row in people.order_by("-last")]


def _by_spell(spell: Assignment) -> str:
    called = CALLED[AssignmentKind(spell.kind)]
    since = moment(spell.starts_at) if spell.kind == AssignmentKind.OPENED_WITH_REASON else day(spell.starts_at)
    until = f" until {moment(spell.ends_at)}" if spell.ends_at else ""
    return f"{called} since {since}{until}"


def _supervisions(working: dict[UUID, str], now: datetime) -> list[tuple[UUID, UUID, date]]:
    today = timezone.localdate(now)
    held = Supervision.objects.filter(supervisee__in=list(working), starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gt=today), supervisor__in=User.objects.holding(Role.SUPERVISOR))
    return list(held.order_by("starts_on", "pk").values_list("supervisor_id", "supervisee_id", "starts_on"))


def _allowed(client: Client, ways: dict[UUID, list[str]], now: datetime) -> list[User]:
    walled = ConflictWall.objects.standing(now).filter(client=client)
    people = User.objects.active().filter(pk__in=list(ways)).exclude(pk__in=walled.values("staff"))
    return [person for person in people.order_by("name", "pk") if Permission.READ_FILE in permissions_of(person.roles)]
