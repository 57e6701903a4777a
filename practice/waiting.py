"""For My day, in one query: concerns to decide, late enquiries, files being set up, clients whom nobody carries."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, Exists, F, OuterRef, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from clients.models import Assignment, Client, Concern
from practice.models import Enquiry, Intake
from ui import status
from ui.dates import counted, day
from ui.links import path_to
from ui.status import Status

MOST = 25
CONCERN, ENQUIRY, INTAKE, UNASSIGNED = "concern", "enquiry", "intake", "unassigned"
COLUMNS = ("kind", "pk", "given", "family", "preferred", "whose", "on", "at")


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
class ToDecide:
    """A safeguarding concern, for the few who may read it."""

    client: Client
    url: str
    decide_by: datetime


@dataclass(frozen=True)
class Unassigned:
    client: Client
    waiting: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """`count` is of all clients whom nobody carries, `rows` are the first of them."""

    concerns: list[ToDecide] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rows: list[Unassigned] = field(default_factory=list)
    count: int = 0


def waiting_for(user: User, *, today: date) -> Waiting:
    """For practice admins what is late and who is unassigned, for whoever sets files up their own."""
    parts = [_concerns(user)]
    if user.may(Permission.ADD_CLIENT):
        parts.append(_intakes(user))
    if user.may(Permission.ADD_CLIENT) and user.may(Permission.ASSIGN_CASELOAD):
        parts.append(_late(user, today))
    if user.holds(Role.PRACTICE_ADMIN):
        parts.append(_unassigned(user))
    found = list(parts[0].union(*parts[1:], all=True).order_by("kind", "at", "on", "pk"))
    concerns, clients = ([row for row in found if row[0] == kind] for kind in (CONCERN, UNASSIGNED))
    lines = [_line(*row, today=today) for row in found if row[0] in (ENQUIRY, INTAKE)]
    return Waiting(
        [_concern(*row) for row in concerns[:MOST]],
        lines[:MOST],
        [_row(*row, today=today) for row in clients[:MOST]],
        len(clients),
    )


def _concerns(user: User) -> Any:
    found = Concern.objects.visible_to(user).undecided().order_by()
    names = {"called": F("client__preferred_name"), "whose": F("client__reference"), "moment": F("decide_by")}
    return _columns(found, CONCERN, "client__", Value(None, DateField()), **names)


def _late(user: User, today: date) -> Any:
    late = Enquiry.objects.known_to(user).late(today).order_by()
    return _columns(late, ENQUIRY, "", F("due"))


def _intakes(user: User) -> Any:
    own = Intake.objects.known_to(user).unfinished().filter(worker=user).order_by()
    return _columns(own, INTAKE, "enquiry__", TruncDate("begun_at"))


def _unassigned(user: User) -> Any:
    leads = Assignment.objects.live(timezone.now()).leads().filter(client=OuterRef("pk"))
    found = Client.objects.known_to(user).open().exclude(Exists(leads)).order_by()
    return _columns(found, UNASSIGNED, "", TruncDate("created_at"), called=F("preferred_name"), whose=F("reference"))


def _columns(found: Any, kind: str, at: str, on: Any, **names: Any) -> Any:
    nothing = Value("", CharField())
    return found.annotate(
        kind=Value(kind, CharField()),
        given=F(f"{at}given_name"),
        family=F(f"{at}family_name"),
        preferred=names.get("called", nothing),
        whose=names.get("whose", nothing),
        on=on,
        at=names.get("moment", Value(None, DateTimeField())),
    ).values_list(*COLUMNS)


def _concern(
    kind: str, pk: UUID, given: str, family: str, preferred: str, named: str, on: None, at: datetime
) -> ToDecide:
    return ToDecide(_client(given, family, preferred, named), path_to("clients:concern", pk), at)


def _client(given: str, family: str, preferred: str, named: str) -> Client:
    """Enough of a client for a name and a link."""
    return Client(given_name=given, family_name=family, preferred_name=preferred, reference=named)


def _line(
    kind: str,
    pk: UUID,
    given: str | None,
    family: str | None,
    called: str,
    named: str,
    on: date,
    at: None,
    *,
    today: date,
) -> Line:
    name = " ".join(filter(None, [given, family])) or "New client"
    if kind == INTAKE:
        url = reverse("practice:intake", args=[pk])
        return Line("pen", "New client", name, url, f"File being set up since {day(on)}", status.IN_PROGRESS, "Go on")
    url = reverse("practice:enquiry", args=[pk])
    return Line("note", "Enquiry", name, url, f"Due {day(on)}", status.days_late((today - on).days), "Open enquiry")


def _row(
    kind: str, pk: UUID, given: str, family: str, preferred: str, named: str, on: date, at: None, *, today: date
) -> Unassigned:
    days = (today - on).days
    waiting = f"Added {counted(days, 'day')} ago" if days else "Added today"
    return Unassigned(_client(given, family, preferred, named), waiting, path_to("clients:allocation", named))
