from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest
from accounts.models import User
from accounts.roles import Role
from clients.models import Assignment, Client, Party, Status
from clients.pages import STATUS_WORDS
from ui import dates, status
from ui.among import Among, listed
from ui.saved_views import keeps_views, views_of, without
from ui.text import storable
from ui.written import written

PER_PAGE = 25
# What may be sorted by, and the columns that stand for it; anything else in the URL falls back to the first.
SORTS = {
    "name": ("family_name", "given_name"),
    "ref": ("reference",),
    "contact": ("last_contact_on",),
    "review": ("next_review_on",),
    "status": ("status",),
}
COLUMNS = (
    *("reference", "given_name", "family_name", "preferred_name"),
    *("status", "last_contact_on", "next_review_on"),
)
# The columns of the table, by what they may be sorted by; some cannot be.
HEADINGS = (
    *(("name", "Client"), ("ref", "Ref"), ("", "Case manager"), ("", "Funder")),
    *(("contact", "Last contact"), ("review", "Next review"), ("status", "Status")),
)


@dataclass(frozen=True)
class ClientRow:
    """One line of the list, in ready strings."""

    url: str
    name: str
    reference: str
    case_manager: str
    funder: str
    last_contact: str
    next_review: str
    late: status.Status | None
    status: status.Status


@dataclass(frozen=True)
class Heading:
    """Of a column; `query` is empty where it cannot be sorted by."""

    label: str
    query: str = ""
    sorted: str = ""
    arrow: str = ""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """What the list is filtered by, as the form above it shows; `active` is how many filters besides the search."""

    q: str
    active: int
    statuses: list[Choice]
    leads: list[Choice]
    reviews: list[Choice]
    contacts: list[Choice]


@require_safe
@keeps_views
def client_list(request: StaffRequest) -> HttpResponse:
    """Every client known to the person, filtered by what stands in the URL."""
    found = Client.objects.known_to(request.user)
    chosen = {
        name: storable(request.GET.get(name, ""))[:80].strip() for name in ("q", "status", "lead", "review", "contact")
    }
    key, down = _sort(request.GET.get("sort", ""))
    clients = _filtered(found, request, chosen).only(*COLUMNS)
    page = Paginator(clients.order_by(*_order(key, down)), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    known = [client.pk for client in page]
    leads, funders = _of_each(leads_of(listed(known), timezone.now())), _of_each(funders_of(listed(known)))
    readable = _readable(request.user, known)
    context = {
        "page": page,
        "rows": [
            _row(client, today, readable=client.pk in readable, leads=leads[client.pk], funders=funders[client.pk])
            for client in page
        ],
        "columns": _columns(request.GET, key, down),
        "query": without(request.GET, "page"),
        "filters": _filters(request.user, chosen),
        "saved": views_of(request, "clients:client_list"),
        "nothing_yet": not page.paginator.count and not any(chosen.values()),
    }
    return render(request, "clients/client_list.html", context)


def _readable(user: User, known: list[UUID]) -> set[UUID]:
    """Whose file the person may open; only a practice admin knows clients beyond those."""
    if not user.holds(Role.PRACTICE_ADMIN):
        return set(known)
    return set(Client.objects.visible_to(user).filter(pk__in=known).values_list("pk", flat=True))


def _filtered(clients: Any, request: StaffRequest, chosen: dict[str, str]) -> Any:
    if chosen["q"]:
        clients = clients.matching(chosen["q"])
    if chosen["status"] in Status.values:
        clients = clients.filter(status=chosen["status"])
    elif chosen["status"] != "all":
        clients = clients.open()
    if chosen["lead"] == "none":
        clients = clients.exclude(pk__in=_live_leads().values("client"))
    elif chosen["lead"]:
        carried = _live_leads().filter(staff__email=chosen["lead"])
        clients = clients.filter(pk__in=carried.values("client"))
    if chosen["review"] == "late":
        clients = clients.filter(next_review_on__lt=timezone.localdate())
    if chosen["contact"] == "silent":
        clients = clients.silent(timezone.localdate(), practice=request.practice)
    return clients


def _live_leads() -> Any:
    return Assignment.objects.live(timezone.now()).leads()


@written
def leads_of(clients: str, now: datetime) -> Any:
    leads = Assignment.objects.live(now).leads().filter(Among("client", clients))
    return leads.values_list("client_id", "staff__name")


@written
def funders_of(clients: str) -> Any:
    parties = Party.objects.filter(Among("client", clients), instruction__ends_on=None, pays=True).order_by("pk")
    return parties.values_list("client_id", "firm")


def _of_each(found: list[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    for client_id, name in found:
        names[client_id].append(name)
    return names


def _row(client: Client, today: date, *, readable: bool, leads: list[str], funders: list[str]) -> ClientRow:
    late = (today - client.next_review_on).days if client.next_review_on else 0
    return ClientRow(
        url=client.get_absolute_url() if readable else reverse("clients:allocation", args=[client.reference]),
        name=client.list_name,
        reference=client.reference,
        case_manager=", ".join(leads) or "Not assigned",
        funder=", ".join(funders) or "Not recorded",
        last_contact=dates.day(client.last_contact_on) if client.last_contact_on else "None yet",
        next_review=dates.day(client.next_review_on) if client.next_review_on else "Not set",
        late=status.days_late(late) if late > 0 else None,
        status=STATUS_WORDS[Status(client.status)],
    )


def _filters(user: User, chosen: dict[str, str]) -> Filters:
    leads = _leads(user)
    return Filters(
        q=chosen["q"],
        active=sum(1 for name, value in chosen.items() if value and name != "q"),
        statuses=_choices([("", "Open"), *Status.choices, ("all", "All")], chosen["status"]),
        leads=_choices([("", "Anyone"), *leads], chosen["lead"]) if leads else [],
        reviews=_choices([("", "Any"), ("late", "Overdue")], chosen["review"]),
        contacts=_choices([("", "Any"), ("silent", "Too long ago (silent)")], chosen["contact"]),
    )


def _choices(offered: list[tuple[str, str]], chosen: str) -> list[Choice]:
    return [Choice(value, label, value == chosen != "") for value, label in offered]


def _leads(user: User) -> list[tuple[str, str]]:
    """Case managers to filter by, for people who see more than their own caseload."""
    if user.roles <= {Role.CASE_MANAGER}:
        return []
    staff = User.objects.holding(Role.CASE_MANAGER).order_by("name")
    return [("none", "Not assigned"), *((person.email, person.name) for person in staff)]


def _sort(asked: str) -> tuple[str, bool]:
    key = asked.removeprefix("-")
    return (key, asked.startswith("-")) if key in SORTS else ("name", False)


def _order(key: str, down: bool) -> list[str]:
    return [f"-{column}" if down else column for column in (*SORTS[key], "pk")]


def _columns(given: QueryDict, key: str, down: bool) -> list[Heading]:
    query = without(given, "sort", "page")
    before = f"{query}&sort=" if query else "sort="
    way, arrow = ("descending", "▼") if down else ("ascending", "▲")
    columns = []
    for name, label in HEADINGS:
        if name == key:
            columns.append(Heading(label, f"{before}{name if down else f'-{name}'}", way, arrow))
        else:
            columns.append(Heading(label, f"{before}{name}" if name in SORTS else ""))
    return columns
