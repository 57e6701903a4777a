"""Changes of hands of the whole practice: planned, under way, done, undone. Names and dates; never what a note says."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission
from clients import handover_actions as actions
from clients.models import Client, Handover, HandoverLine, HandoverNote, HandoverState, LineState
from ui import status
from ui.dates import clock, counted, day, moment, weekday_day
from ui.once import once, see_other
from ui.status import Status

PER_PAGE = 25
LINES_PER_PAGE = 50
LINE_WORDS = {
    LineState.WAITING: Status("clock", "Waiting", "blue"),
    LineState.MOVED: status.DONE,
    LineState.FAILED: status.worded(status.FAILED, "Not moved"),
    LineState.UNDONE: status.worded(status.CANCELLED, "Undone"),
}


@dataclass(frozen=True)
class Row:
    """One handover in ready strings."""

    url: str
    clients: str
    givers: str
    receivers: str
    kind: str
    starts: str
    ends: str
    by: str
    status: Status


@dataclass(frozen=True)
class LineRow:
    name: str
    reference: str
    url: str
    giver: str
    receiver: str
    status: Status
    problem: str
    note: str
    read: str


@requires(Permission.ASSIGN_CASELOAD)
@require_safe
def handovers(request: StaffRequest) -> HttpResponse:
    """Newest first; handovers of clients whom the reader may not know of are not there."""
    now = timezone.now()
    page = Paginator(_known(request.user, now), PER_PAGE).get_page(request.GET.get("page"))
    people = _people(request.user, [handover.pk for handover in page], now)
    rows = [_row(handover, *people.get(handover.pk, ("", "")), now=now) for handover in page]
    return render(request, "practice/handovers.html", {"page": page, "rows": rows, "query": ""})


@requires(Permission.ASSIGN_CASELOAD)
@require_safe
def handover(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = _find(request, handover_id)
    return render(request, "practice/handover.html", _page_of(request, found))


@requires(Permission.ASSIGN_CASELOAD)
@require_safe
def handover_progress(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    """The piece that the page asks for while clients are being moved; the last one holds no trigger."""
    found = _find(request, handover_id)
    template = "practice/_handover_body.html" if request.headers.get("HX-Request") else "practice/handover.html"
    return render(request, template, _page_of(request, found))


@requires(Permission.ASSIGN_CASELOAD)
@require_POST
@once
def undo_handover(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = _find(request, handover_id)
    try:
        actions.undo(found, by=request.user, now=timezone.now())
    except actions.TooLateToUndo as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Undone. Who carried these clients goes on carrying them.")
    return see_other(reverse("practice:handover", args=[found.pk]))


@requires(Permission.ASSIGN_CASELOAD)
@require_POST
@once
def retry_handover(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    found = _find(request, handover_id)
    again = actions.try_again(found, by=request.user, now=timezone.now())
    messages.info(request, f"{counted(again, 'client')} will be tried again." if again else "Nothing is left to try.")
    return see_other(reverse("practice:handover", args=[found.pk]))


def state_of(handover: Any, now: datetime) -> Status:
    """`waiting` and `failed` are counts of its lines."""
    if handover.state == HandoverState.UNDONE:
        return status.worded(status.CANCELLED, "Undone")
    if handover.waiting:
        return status.worded(status.IN_PROGRESS, "Under way")
    if handover.failed:
        return status.worded(status.FAILED, f"{handover.failed} not moved")
    if handover.starts_at > now:
        return status.worded(status.SOON, f"Planned for {day(handover.starts_at)}")
    return status.DONE


def _known(user: User, now: datetime) -> QuerySet[Handover]:
    known = Q(lines__client__in=Client.objects.known_to(user, now=now).values("pk"))
    found = Handover.objects.annotate(
        total=Count("lines", filter=known),
        waiting=Count("lines", filter=known & Q(lines__state=LineState.WAITING)),
        failed=Count("lines", filter=known & Q(lines__state=LineState.FAILED)),
        moved=Count("lines", filter=known & Q(lines__state=LineState.MOVED)),
    )
    return found.filter(total__gt=0).select_related("by").order_by("-made_at", "-pk")


def _find(request: StaffRequest, handover_id: UUID) -> Any:
    found = _known(request.user, timezone.now()).filter(pk=handover_id).first()
    if found is None:
        raise Http404
    return found


def _people(user: User, ids: list[UUID], now: datetime) -> dict[UUID, tuple[str, str]]:
    """Givers and receivers of each handover, in words."""
    lines = HandoverLine.objects.known_to(user, now=now).filter(handover__in=ids)
    names: dict[UUID, tuple[set[str], set[str]]] = {}
    for pk, giver, receiver in lines.values_list("handover", "giver__name", "receiver__name").distinct():
        givers, receivers = names.setdefault(pk, (set(), set()))
        givers.add(giver or "Nobody")
        receivers.add(receiver)
    return {pk: (_few(givers), _few(receivers)) for pk, (givers, receivers) in names.items()}


def _few(names: set[str]) -> str:
    first = sorted(names)[:3]
    return ", ".join(first) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _row(handover: Any, givers: str, receivers: str, *, now: datetime) -> Row:
    return Row(
        url=reverse("practice:handover", args=[handover.pk]),
        clients=counted(handover.total, "client"),
        givers=givers,
        receivers=receivers,
        kind=handover.get_kind_display(),
        starts=begins(handover.starts_at),
        ends=_ends(handover),
        by=handover.by.name,
        status=state_of(handover, now),
    )


def begins(at: datetime) -> str:
    """The day, and the time where it is not the day's beginning."""
    return weekday_day(at) if clock(at) == "midnight" else moment(at)


def _ends(handover: Handover) -> str:
    """The last day of it: cover ends as a day ends."""
    if handover.ends_at:
        return weekday_day(handover.ends_at - timedelta(seconds=1))
    return "On return" if handover.is_cover else "For good"


def _page_of(request: StaffRequest, handover: Any) -> dict[str, Any]:
    now = timezone.now()
    lines = HandoverLine.objects.known_to(request.user, now=now).filter(handover=handover).with_story()
    failed_first = lines.order_by("state", "client__family_name", "client__given_name", "pk")
    page = Paginator(failed_first, LINES_PER_PAGE).get_page(request.GET.get("page"))
    notes = HandoverNote.objects.filter(line__in=[line.pk for line in page])
    written = {pk: (name, at) for pk, name, at in notes.values_list("line", "confirmed_by__name", "written_at")}
    people = _people(request.user, [handover.pk], now)
    return {
        "handover": handover,
        "row": _row(handover, *people[handover.pk], now=now),
        "page": page,
        "query": "",
        "lines": [_line(line, *written.get(line.pk, (None, None)), now=now) for line in page],
        "can_undo": handover.can_be_undone(now),
        "once_key": secrets.token_urlsafe(24),
    }


def _line_status(line: HandoverLine, now: datetime) -> Status:
    planned = line.state == LineState.MOVED and line.started and line.started.starts_at > now
    return status.worded(status.SOON, "Planned") if planned else LINE_WORDS[LineState(line.state)]


def _line(line: HandoverLine, confirmed_by: str | None, written_at: datetime | None, *, now: datetime) -> LineRow:
    if confirmed_by:
        note = f"Confirmed by {confirmed_by}"
    else:
        note = "Collected from the record" if written_at else "Not yet written"
    return LineRow(
        name=line.client.short_name,
        reference=line.client.reference,
        url=reverse("clients:allocation", args=[line.client.reference]),
        giver=line.giver.name if line.giver else "Nobody",
        receiver=line.receiver.name,
        status=_line_status(line, now),
        problem=line.problem,
        note=note,
        read=moment(line.read_at) if line.read_at else "Not yet",
    )
