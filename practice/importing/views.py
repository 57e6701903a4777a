"""Importing clients from a table: send it, look at what is wrong, carry it out. Who sent a table alone reads of it."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from files.models import State
from files.uploads import takes_tables
from practice.importing import actions, columns
from practice.importing.forms import ImportForm
from practice.importing.sent_back import rows_with_problems
from practice.models import Import, ImportProblem, ImportState
from ui import status
from ui.csv_files import csv_file
from ui.csv_reading import WINDOWS
from ui.dates import counted
from ui.forms import open_form
from ui.once import once, see_other
from ui.status import Status

EARLIER = 10
PER_PAGE = 50
SENT_BACK = "clients-to-put-right.csv"
STATES = {
    ImportState.CHECKING: status.worded(status.IN_PROGRESS, "Being looked through"),
    ImportState.CHECKED: status.worded(status.AWAITING, "Not imported yet"),
    ImportState.IMPORTING: status.worded(status.IN_PROGRESS, "Being imported"),
    ImportState.IMPORTED: status.worded(status.DONE, "Imported"),
    ImportState.REFUSED: status.REFUSED,
    ImportState.DISCARDED: status.worded(status.CANCELLED, "Discarded"),
}


@requires(Permission.IMPORT_CLIENTS)
@takes_tables
@once
def import_clients(request: StaffRequest) -> HttpResponse:
    """Which columns a table has, the place to send one, and the tables that the person sent before."""
    form = open_form(request, ImportForm, subject="new", staff=request.user, practice=request.practice)
    if request.method == "POST" and form.is_valid():
        sent = actions.take_in(form.cleaned_data["file"], form.table, by=request.user, now=timezone.now())
        return see_other(sent)
    listed = columns.columns(columns.row_form(request.user))
    earlier = Import.objects.of(request.user).order_by("-sent_at", "-pk")[:EARLIER]
    context = {
        "form": form,
        "back": reverse("clients:client_list"),
        "needed": [column for column in listed if column.needed],
        "optional": [column for column in listed if not column.needed],
        "earlier": [(sent, state_of(sent)) for sent in earlier],
        "days": request.practice.import_days,
    }
    return render(request, "practice/importing/import_clients.html", context, status=form.status)


@requires(Permission.IMPORT_CLIENTS)
@require_safe
def empty_table(request: StaffRequest) -> HttpResponse:
    """The names of the columns, to be filled in."""
    return csv_file("clients.csv", list(columns.headings(columns.row_form(request.user)).values()), [])


@requires(Permission.IMPORT_CLIENTS)
@require_safe
def client_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    return render(request, "practice/importing/client_import.html", _page_of(request, _find(request, import_id)))


@requires(Permission.IMPORT_CLIENTS)
@require_safe
def import_progress(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The piece that the page asks for while a worker is busy with the table; the last one holds no trigger."""
    piece = request.headers.get("HX-Request")
    template = "practice/importing/_import_body.html" if piece else "practice/importing/client_import.html"
    return render(request, template, _page_of(request, _find(request, import_id)))


@requires(Permission.IMPORT_CLIENTS)
@require_POST
@once
def carry_out_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    sent = _find(request, import_id)
    try:
        actions.carry_out(sent, by=request.user, now=timezone.now())
    except actions.NotNow as problem:
        messages.info(request, str(problem))
    except actions.ImportRefused as problem:
        messages.warning(request, str(problem))
    return see_other(sent)


@requires(Permission.IMPORT_CLIENTS)
@require_POST
@once
def discard_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    sent = _find(request, import_id)
    try:
        actions.discard(sent, by=request.user, now=timezone.now())
    except actions.NotNow as problem:
        messages.info(request, str(problem))
        return see_other(sent)
    messages.success(request, f"{sent.name} was discarded. No client came from it.")
    return see_other(reverse("practice:import_clients"))


@requires(Permission.IMPORT_CLIENTS)
@require_safe
def rows_to_put_right(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The rows with problems, as they were sent, and beside each what is wrong. 404 once the table is gone."""
    sent = _find(request, import_id)
    try:
        headings, rows = rows_with_problems(sent)
    except actions.ImportRefused as problem:
        raise Http404 from problem
    actions.note_download(sent, by=request.user, now=timezone.now())
    return csv_file(SENT_BACK, headings, rows)


def _find(request: StaffRequest, import_id: UUID) -> Import:
    found = Import.objects.of(request.user).select_related("file", "by").filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def state_of(sent: Import) -> Status:
    return STATES[ImportState(sent.state)]


def _page_of(request: StaffRequest, sent: Import) -> dict[str, Any]:
    problems = ImportProblem.objects.filter(table=sent).order_by("row", "pk")
    page = Paginator(problems, PER_PAGE).get_page(request.GET.get("page"))
    bad = sent.rows - sent.good if sent.checked_at else 0
    return {
        "sent": sent,
        "state": state_of(sent),
        "bad": bad,
        "good_rows": counted(sent.good, "row"),
        "bad_rows": counted(bad, "row"),
        "clients": counted(sent.added, "client"),
        "in_quarantine": sent.file is not None and sent.file.state == State.QUARANTINED,
        "in_windows": sent.read_as.startswith(WINDOWS),
        "can_download": bool(bad and sent.file is not None),
        "page": page,
        "query": "",
        "days": request.practice.import_days,
        "once_key": secrets.token_urlsafe(24),
    }
