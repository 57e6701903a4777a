from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible, find_workable
from clients.models import Client
from clients.pages import client_page
from records import actions
from records.forms import KINDS, AddendumForm, TimelineFilter
from records.models import Addendum, ContactRecord
from records.timeline import count_by_kind, drafts_of, entries_of, months_of, newest_first, whole_story
from ui import status
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other
from ui.written import written

ROWS = 25


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    url: str
    current: bool


@written
def latest_entries(client: UUID) -> Any:
    return newest_first(entries_of(client))[:ROWS]


@requires(Permission.READ_FILE)
@require_safe
def timeline(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    form = TimelineFilter(request.GET)
    chosen = form.chosen
    told = entries_of(client.pk, **chosen)
    counts = dict(count_by_kind(told) if chosen else whole_story(client.pk))
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    paginator = Paginator(newest_first(told, kind), ROWS)
    paginator.count = counts.get(kind, 0) if kind else sum(counts.values())  # asked already
    page = paginator.get_page(request.GET.get("page"))
    if page.number == 1 and not (kind or chosen):
        page.object_list = latest_entries(client.pk)
    context = {
        "form": form,
        "filtered": bool(kind or chosen),
        "chips": _chips(request.GET, counts, kind),
        "kind": kind,
        "page": page,
        "months": months_of(client, page.object_list),
        "query": _query(request.GET, without=("page",)),
        "drafts": drafts_of(request.user.pk, client.reference) if page.number == 1 and not (kind or chosen) else [],
        "draft_status": status.DRAFT,
        "add_contact": path_to("practice:add_contact", client.reference) if _may_write(request) else "",
    }
    return client_page(request, client, "records/timeline.html", context, section="timeline")


def _chips(given: QueryDict, counts: dict[str, int], chosen: str) -> list[Chip]:
    """One link for everything and one for each kind that there is, or that is chosen."""
    rest = _query(given, without=("kind", "page"))
    chips = [Chip("All", sum(counts.values()), f"?{rest}", not chosen)]
    for kind in KINDS:
        if counts.get(kind) or kind == chosen:
            url = f"?{rest}&kind={kind}" if rest else f"?kind={kind}"
            chips.append(Chip(str(kind.label), counts.get(kind, 0), url, kind == chosen))
    return chips


def _query(given: QueryDict, *, without: tuple[str, ...]) -> str:
    kept = given.copy()
    for name in without:
        kept.pop(name, None)
    return kept.urlencode()


@requires(Permission.READ_FILE)
@require_safe
def contact_record(request: StaffRequest, record_id: UUID) -> HttpResponse:
    addenda = Prefetch("addenda", Addendum.objects.select_related("author").order_by("number"))
    records = ContactRecord.objects.select_related("client", "author")
    record = find_visible(records.prefetch_related(addenda, "goal_links__goal"), request.user, pk=record_id)
    context = _shown(record) | {"may_write": _may_write(request)}
    return client_page(request, record.client, "records/contact_record.html", context, section="timeline")


def _may_write(request: StaffRequest) -> bool:
    return request.user.may(Permission.WRITE_RECORD)


def _shown(record: ContactRecord) -> dict[str, Any]:
    return {"record": record, "late_status": status.ENTERED_LATE}


@requires(Permission.WRITE_RECORD)
@once
def add_addendum(request: StaffRequest, record_id: UUID) -> HttpResponse:
    record = find_workable(ContactRecord.objects.select_related("client", "author"), request.user, pk=record_id)
    form = open_form(request, AddendumForm, subject=str(record.pk), client=record.client)
    if request.method == "POST" and form.is_valid():
        addendum = actions.add_addendum(record, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Addendum {addendum.number} saved to {record.client.short_name}'s file.")
        return see_other(record)
    context = _shown(record) | {"form": form}
    return client_page(
        request, record.client, "records/add_addendum.html", context, section="timeline", code=form.status
    )
