"""For My day: late enquiries, files that somebody is setting up, and clients whom nobody carries yet."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from accounts.written_for import written_for
from clients.models import Assignment, Client
from practice.models import Enquiry, Intake
from ui import status
from ui.dates import counted, day
from ui.links import path_to
from ui.status import Status

MOST = 25
ENQUIRY, INTAKE, UNASSIGNED = "enquiry", "intake", "unassigned"
COLUMNS = ("kind", "pk", "given", "family", "preferred", "named", "on")


@dataclass(frozen=True)
class Line:
    icon: str
    kind: str
    name: str
    url: str
    why: str
    tag: Status
    verb: str


@dataclass(frozen=True)
class Unassigned:
    client: Client
    waiting: str
    url: str


@dataclass(frozen=True)
class Coming:
    """What comes before a client has a case manager. `count` is of all who have none, `rows` the first of them."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Unassigned] = field(default_factory=list)
    count: int = 0


def coming_of(user: User, *, now: datetime) -> Coming:
    """One query: for practice admins what is late and who is unassigned, for whoever sets files up their own."""
    today = timezone.localdate(now)
    found = what_comes(user, now, today - timedelta(days=1))
    clients = [row for row in found if row[0] == UNASSIGNED]
    lines = [_line(*row, today=today) for row in found if row[0] != UNASSIGNED]
    return Coming(lines[:MOST], [_row(*row, today=today) for row in clients[:MOST]], len(clients))


@written_for
def what_comes(user: User, now: datetime, until: date) -> Any:
    """`until` is the last day on which an enquiry that is late now was due."""
    parts = [_intakes(user, now)] if user.may(Permission.ADD_CLIENT) else []
    if parts and user.may(Permission.ASSIGN_CASELOAD):
        parts.append(_late(user, now, until))
    if user.holds(Role.PRACTICE_ADMIN):
        parts.append(_unassigned(user, now))
    if not parts:
        return Client.objects.none()
    first, *others = parts
    return (first.union(*others, all=True) if others else first).order_by("kind", "on", "pk")


def _late(user: User, now: datetime, until: date) -> Any:
    late = Enquiry.objects.known_to(user, now=now).due_by(until).order_by()
    return _columns(late, ENQUIRY, "", F("due"))


def _intakes(user: User, now: datetime) -> Any:
    own = Intake.objects.known_to(user, now=now).unfinished().filter(worker=user).order_by()
    return _columns(own, INTAKE, "enquiry__", TruncDate("begun_at"))


def _unassigned(user: User, now: datetime) -> Any:
    leads = Assignment.objects.live(now).leads().filter(client=OuterRef("pk"))
    found = Client.objects.known_to(user, now=now).open().exclude(Exists(leads)).order_by()
    return _columns(found, UNASSIGNED, "", TruncDate("created_at"), called=F("preferred_name"), named=F("reference"))


def _columns(found: Any, kind: str, at: str, on: Any, **names: Any) -> Any:
    nothing = Value("", CharField())
    return found.annotate(
        kind=Value(kind, CharField()),
        given=F(f"{at}given_name"),
        family=F(f"{at}family_name"),
        preferred=names.get("called", nothing),
        named=names.get("named", nothing),
        on=on,
    ).values_list(*COLUMNS)


def _line(
    kind: str, pk: UUID, given: str | None, family: str | None, preferred: str, named: str, on: date, *, today: date
) -> Line:
    name = " ".join(filter(None, [given, family])) or "New client"
    if kind == INTAKE:
        url = reverse("practice:intake", args=[pk])
        return Line("pen", "New client", name, url, f"File being set up since {day(on)}", status.IN_PROGRESS, "Go on")
    url = reverse("practice:enquiry", args=[pk])
    return Line("note", "Enquiry", name, url, f"Due {day(on)}", status.days_late((today - on).days), "Open enquiry")


def _row(
    kind: str, pk: UUID, given: str, family: str, preferred: str, named: str, on: date, *, today: date
) -> Unassigned:
    client = Client(pk=pk, given_name=given, family_name=family, preferred_name=preferred, reference=named)
    days = (today - on).days
    waiting = f"Added {counted(days, 'day')} ago" if days else "Added today"
    return Unassigned(client, waiting, path_to("clients:allocation", named))
