"""The caseload board: who carries which client, and who can carry one more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings, Profession
from accounts.roles import Permission, Role
from audit.actions import record
from clients.models import Client
from practice.board_rows import Reader, client_line, fte_words, person_line
from practice.caseload import Carried, Caseload, Person, caseload_of
from ui.csv_files import csv_file
from ui.saved_views import keeps_views, views_of, without

PAGE = "practice:caseload"
PEOPLE_PER_PAGE, COLUMNS_PER_PAGE, MOST_UNASSIGNED = 60, 12, 25
SHOWN: dict[str, tuple[str, Callable[[Person], bool]]] = {
    "over": ("Over the limit", lambda person: person.room < 0),
    "room": ("With room", lambda person: person.room > 0),
    "overdue": ("With overdue reviews", lambda person: person.overdue > 0),
    "silent": ("With silent clients", lambda person: person.silent > 0),
    "drafts": ("With unsigned drafts", lambda person: person.drafts > 0),
}
SORTS: dict[str, tuple[str, Callable[[Person], Any]]] = {
    "name": ("Case manager", lambda person: person.user.name.casefold()),
    "load": ("Load", lambda person: person.load),
    "room": ("Room", lambda person: person.room),
    "clients": ("Clients", lambda person: len(person.clients)),
    "overdue": ("Overdue", lambda person: person.overdue),
    "drafts": ("Drafts", lambda person: person.drafts),
    "silent": ("Silent", lambda person: person.silent),
}


@dataclass(frozen=True)
class Heading:
    label: str
    query: str
    sorted: str


@requires(Permission.SEE_CASELOADS)
@require_safe
@keeps_views
def caseload(request: StaffRequest) -> HttpResponse:
    """One row or column for each case manager, with everybody who waits for one above them."""
    loads = caseload_of(request.user, request.practice, now=timezone.now())
    chosen = _chosen(request.GET)
    people = _sorted(_filtered(loads.people, chosen), request.GET.get("sort", ""))
    columns = chosen["view"] == "board"
    page = Paginator(people, COLUMNS_PER_PAGE if columns else PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    reader = Reader(_readable(request), request.user.may(Permission.ASSIGN_CASELOAD))
    context = {
        "page": page,
        "lines": [_line(request, person, reader, whole=columns) for person in page],
        "unassigned": [client_line(carried, reader) for carried in loads.unassigned[:MOST_UNASSIGNED]],
        "unassigned_count": len(loads.unassigned),
        "team": _team_words(loads),
        "headings": _headings(request.GET),
        "chosen": chosen,
        "active_filters": sum(1 for name, value in chosen.items() if value and name != "view"),
        "everybody": sorted((person.user.email, person.user.name) for person in loads.people),
        "professions": Profession.choices,
        "shown": [(key, words) for key, (words, _) in SHOWN.items()],
        "query": without(request.GET, "page"),
        "table_query": without(request.GET, "page", "view"),
        "move_url": reader.move,
        "saved": views_of(request, PAGE),
    }
    return render(request, "practice/caseload_board.html" if columns else "practice/caseload.html", context)


@requires(Permission.SEE_CASELOADS)
@require_safe
def caseload_csv(request: StaffRequest) -> HttpResponse:
    """The same people and clients as a table, one row for each client; leaves an audit event."""
    loads = caseload_of(request.user, request.practice, now=timezone.now())
    people = _sorted(_filtered(loads.people, _chosen(request.GET)), request.GET.get("sort", ""))
    headings = (
        *("Case manager", "FTE", "Limit", "Load", "Room", "Client", "Reference", "Status", "Points"),
        *("Agencies", "Risk", "Travel", "Stage", "Reviews", "Set by hand", "Next review", "Last contact", "Silent"),
    )
    response = csv_file("caseload.csv", headings, _csv_rows(loads, people))
    with transaction.atomic():
        record("caseload.exported", PracticeSettings.current(), by=request.user)
    return response


def _csv_rows(loads: Caseload, people: list[Person]) -> Any:
    for carried in loads.unassigned:
        yield ["Not assigned", "", "", "", "", *_csv_cells(carried)]
    for person in people:
        columns = [person.user.name, fte_words(person), person.limit, person.load, person.room]
        yield from ([*columns, *_csv_cells(carried)] for carried in person.clients)
        if not person.clients:
            yield columns


def _csv_cells(carried: Carried) -> list[object]:
    client, weight = carried.client, carried.weight
    return [
        *(client.list_name, client.reference, client.get_status_display(), weight.points),
        *(part.points for part in weight.parts),
        "Yes" if weight.set_points is not None else "No",
        *(client.next_review_on, client.last_contact_on),
        "Yes" if carried.silent else "No",
    ]


def _chosen(given: QueryDict) -> dict[str, str]:
    chosen = {
        "person": given.get("person", ""),
        "profession": given.get("profession", ""),
        "only": given.get("only", ""),
        "view": given.get("view", ""),
    }
    return chosen | {"only": chosen["only"] if chosen["only"] in SHOWN else ""}


def _filtered(people: list[Person], chosen: dict[str, str]) -> list[Person]:
    if chosen["person"]:
        people = [person for person in people if person.user.email == chosen["person"]]
    if chosen["profession"] in Profession.values:
        people = [person for person in people if person.terms and person.terms.profession == chosen["profession"]]
    return [person for person in people if not chosen["only"] or SHOWN[chosen["only"]][1](person)]


def _sorted(people: list[Person], asked: str) -> list[Person]:
    key = asked.removeprefix("-")
    return sorted(people, key=SORTS[key][1], reverse=asked.startswith("-")) if key in SORTS else people


def _line(request: StaffRequest, person: Person, reader: Reader, *, whole: bool) -> Any:
    """`open` names the people whose clients are shown; the link of a row adds them there or takes them out."""
    asked, address = request.GET.getlist("open"), person.user.email
    is_open = whole or address in asked or request.GET.get("person") == address
    others = [one for one in asked if one != address]
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist("open", others if address in asked else [*others, address])
    toggle = f"?{query.urlencode()}#p-{person.user.pk}"
    return person_line(person, reader, is_open=is_open, toggle=toggle)


def _readable(request: StaffRequest) -> set[UUID]:
    """Whose file the person may open; others lead to their allocation."""
    if request.user.roles == {Role.PRACTICE_ADMIN}:
        return set()
    return set(Client.objects.visible_to(request.user).open().values_list("pk", flat=True))


def _team_words(loads: Caseload) -> str:
    return f"{round(100 * loads.load / loads.limit)}%" if loads.limit else ""


def _headings(given: QueryDict) -> dict[str, Heading]:
    asked = given.get("sort", "name")
    headings = {}
    for key, (label, _) in SORTS.items():
        current, down = asked.removeprefix("-") == key, asked.startswith("-")
        query = without(given, "sort", "page")
        turned = f"-{key}" if (current and not down) or (not current and key != "name") else key
        way = ("descending" if down else "ascending") if current else ""
        headings[key] = Heading(label, f"{query}&sort={turned}" if query else f"sort={turned}", way)
    return headings
