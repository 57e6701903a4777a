"""The staff register: one's own, a colleague's, everybody's."""

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import CheckKind, User
from accounts.register_forms import FORMS
from accounts.register_page import STATES, StaffRow, cpd_rows, register_of, staff_rows
from accounts.roles import Permission
from audit.actions import record
from ui.status import NOT_RECORDED
from ui.text import storable

PER_PAGE = 25
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run instead of showing


@require_safe
def own_register(request: StaffRequest) -> HttpResponse:
    """The person's own checks and learning."""
    add = {kind: reverse("accounts:add_own_check", args=[kind]) for kind in FORMS}
    return _person_page(request, request.user, add=add)


@requires(Permission.MANAGE_STAFF)
@require_safe
def person_register(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(User, pk=person_id)
    add = {kind: reverse("accounts:add_check", args=[person.pk, kind]) for kind in FORMS}
    return _person_page(request, person, add=add)


def _person_page(request: StaffRequest, person: User, *, add: dict[str, str]) -> HttpResponse:
    is_own = request.resolver_match is not None and request.resolver_match.url_name == "own_register"
    context = {
        "person": person,
        "is_own": is_own,
        "register": register_of(person, request.practice, viewer=request.user, today=timezone.localdate()),
        "not_recorded": NOT_RECORDED,
        "learning": cpd_rows(person, with_reflection=is_own),
        "add": [(CheckKind(kind).label, url) for kind, url in add.items()],
    }
    return render(request, "accounts/own_register.html" if is_own else "accounts/person_register.html", context)


@requires(Permission.MANAGE_STAFF)
@require_safe
def staff_register(request: StaffRequest) -> HttpResponse:
    """The checks of everybody at work, with what has lapsed, ends soon or was not recorded."""
    chosen, rows = _chosen_rows(request, today=timezone.localdate())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": page.object_list,
        "states": STATES,
        "chosen": chosen,
        "query": f"state={chosen}" if chosen else "",
    }
    return render(request, "accounts/staff_register.html", context)


@requires(Permission.MANAGE_STAFF)
@require_safe
def staff_register_csv(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    _, rows = _chosen_rows(request, today=today)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="staff-register-{today.isoformat()}.csv"'
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    sheet = csv.writer(response)
    for number, row in enumerate(rows):
        if number == 0:
            sheet.writerow(["Name", "Role", *(cell.label for cell in row.cells), "Memberships", "CPD, 12 months"])
        sheet.writerow([_plain(word) for word in _line(row)])
    record("register.exported", request.user, by=request.user)
    return response


def _chosen_rows(request: StaffRequest, *, today: date) -> tuple[str, list[StaffRow]]:
    chosen = storable(request.GET.get("state", ""))[:20]
    chosen = chosen if chosen in dict(STATES) else ""
    return chosen, [row for row in staff_rows(request.practice, today=today) if row.is_in(chosen)]


def _line(row: StaffRow) -> list[str]:
    states = [cell.state.word for cell in row.cells]
    return [row.person.name, row.person.job_title, *states, row.memberships, row.learnt]


def _plain(word: Any) -> str:
    return f"'{word}" if str(word).startswith(FORMULA) else str(word)
