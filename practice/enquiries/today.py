"""For My day: enquiries that are late, and the files that somebody is setting up."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import TruncDate
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from practice.models import Enquiry, Intake
from ui import status
from ui.dates import day
from ui.status import Status

MOST = 25
ENQUIRY, INTAKE = "enquiry", "intake"


@dataclass(frozen=True)
class Line:
    icon: str
    kind: str
    name: str
    url: str
    why: str
    tag: Status
    verb: str


def lines_of(user: User, *, today: date) -> list[Line]:
    """One query: for practice admins what is late, for whoever sets files up their own."""
    if not user.may(Permission.ADD_CLIENT):
        return []
    found: Any = _intakes(user)
    if user.may(Permission.ASSIGN_CASELOAD):
        found = _late(user, today).union(found, all=True)
    return [_line(*row, today=today) for row in found.order_by("kind", "on")[:MOST]]


def _late(user: User, today: date) -> Any:
    late = Enquiry.objects.known_to(user).late(today).order_by()
    late = late.annotate(kind=Value(ENQUIRY, CharField()), on=F("due"))
    return late.values_list("kind", "pk", "given_name", "family_name", "on")


def _intakes(user: User) -> Any:
    own = Intake.objects.known_to(user).unfinished().filter(worker=user).order_by()
    own = own.annotate(kind=Value(INTAKE, CharField()), on=TruncDate("begun_at"))
    return own.values_list("kind", "pk", "enquiry__given_name", "enquiry__family_name", "on")


def _line(kind: str, pk: Any, given_name: str | None, family_name: str | None, on: date, *, today: date) -> Line:
    name = " ".join(filter(None, [given_name, family_name])) or "New client"
    if kind == INTAKE:
        url = reverse("practice:intake", args=[pk])
        return Line("pen", "New client", name, url, f"File being set up since {day(on)}", status.IN_PROGRESS, "Go on")
    url = reverse("practice:enquiry", args=[pk])
    return Line("note", "Enquiry", name, url, f"Due {day(on)}", status.days_late((today - on).days), "Open enquiry")
