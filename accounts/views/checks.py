"""Adding, renewing, putting right, ending and verifying a check of the staff register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts import register_actions as actions
from accounts.http import StaffRequest, requires
from accounts.models import CheckKind, StaffCheck, User
from accounts.register_forms import FORMS, EndCheckForm, VerifyForm
from accounts.renewals import suggested_end
from accounts.roles import Permission
from ui.forms import PageForm, open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


def page_of(person: User, viewer: User) -> str:
    """Where the checks of a person stand for whoever looks at them."""
    if person.pk == viewer.pk:
        return reverse("accounts:own_register")
    return reverse("accounts:person_register", args=[person.pk])


def find_check(user: User, check_id: UUID) -> StaffCheck:
    """One's own or, for an admin, anybody's; to everybody else there is none."""
    found = StaffCheck.objects.select_related("person", "replaced_by").filter(pk=check_id)
    return get_object_or_404(found if user.may(Permission.MANAGE_STAFF) else found.filter(person=user))


@once
def add_own_check(request: StaffRequest, kind: str) -> HttpResponse:
    return _add(request, request.user, kind)


@requires(Permission.MANAGE_STAFF)
@once
def add_check(request: StaffRequest, person_id: UUID, kind: str) -> HttpResponse:
    return _add(request, get_object_or_404(User, pk=person_id), kind)


def _add(request: StaffRequest, person: User, kind: str) -> HttpResponse:
    form = open_form(request, _form_for(kind), subject=str(person.pk))
    if request.method == "POST" and form.is_valid():
        actions.add_check(person, kind=kind, by=request.user, now=timezone.now(), **form.details())
        messages.success(request, f"{form.label} added.")
        return see_other(page_of(person, request.user))
    return _page(request, form, person, f"Add: {form.label.lower()}", "Save")


@once
def change_check(request: StaffRequest, check_id: UUID) -> HttpResponse:
    check = find_check(request.user, check_id)
    kind = _form_for(check.kind)
    form = open_form(request, kind, subject=str(check.pk), initial=kind.initial_of(check), version=check.version)
    if request.method == "POST" and form.is_valid():
        given = {"version": form.posted_version, "by": request.user, "now": timezone.now()}
        try:
            actions.change_check(check, **given, **form.details())
        except actions.NotCurrent as problem:
            form.add_error(None, str(problem))
        except Stale as stale:
            newest, back = kind.initial_of(stale.current), page_of(check.person, request.user)
            return conflict_page(request, form, stale, initial=newest, back=back)
        else:
            messages.success(request, f"{form.label} changed.")
            return see_other(page_of(check.person, request.user))
    return _page(request, form, check.person, f"Put right: {form.label.lower()}", "Save")


@once
def renew_check(request: StaffRequest, check_id: UUID) -> HttpResponse:
    check = find_check(request.user, check_id)
    kind = _form_for(check.kind)
    initial = kind.initial_of(check) | _of_the_next(check)
    form = open_form(request, kind, subject=f"renewal of {check.pk}", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.renew_check(check, by=request.user, now=timezone.now(), **form.details())
        except actions.NotCurrent as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{form.label} renewed.")
            return see_other(page_of(check.person, request.user))
    return _page(request, form, check.person, f"Renew: {form.label.lower()}", "Save")


@once
def end_check(request: StaffRequest, check_id: UUID) -> HttpResponse:
    check = find_check(request.user, check_id)
    form = open_form(request, EndCheckForm, subject=str(check.pk), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_check(check, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.NotCurrent as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Noted. It stays among the earlier entries.")
            return see_other(page_of(check.person, request.user))
    return _page(request, form, check.person, f"No longer held: {check.title}", "No longer held")


@requires(Permission.MANAGE_STAFF)
@once
def verify_check(request: StaffRequest, check_id: UUID) -> HttpResponse:
    check = find_check(request.user, check_id)
    if check.kind == CheckKind.FITNESS:
        raise Http404
    form = open_form(request, VerifyForm, subject=str(check.pk), version=check.version)
    if request.method == "POST" and form.is_valid():
        given = {"version": form.posted_version, "by": request.user, "now": timezone.now()}
        try:
            actions.verify_check(check, **given)
        except (actions.OwnCheck, actions.NotCurrent) as problem:
            form.add_error(None, str(problem))
        except Stale:
            form.add_error(None, "This entry was changed in the meantime. Look at it again before you verify it.")
            form.current_version = StaffCheck.objects.values_list("version", flat=True).get(pk=check.pk)
        else:
            messages.success(request, f"Evidence of {check.person.name} verified.")
            return see_other(page_of(check.person, request.user))
    return _page(request, form, check.person, f"Verify: {check.title}", "Verify", check=check)


def _form_for(kind: str) -> Any:
    if kind not in FORMS:
        raise Http404
    return FORMS[kind]


def _of_the_next(check: StaffCheck) -> dict[str, Any]:
    """What a renewal brings: a date to be looked up, suggested where the register's cycle is known."""
    if check.kind == CheckKind.DBS:
        return {"issued_on": None, "looked_up_on": None}
    return {"ends_on": suggested_end(check.which, before=check.ends_on, today=timezone.localdate())}


def _page(request: StaffRequest, form: PageForm, person: User, heading: str, save: str, **more: Any) -> HttpResponse:
    context = {"form": form, "person": person, "heading": heading, "save": save, **more}
    context |= {"back": page_of(person, request.user), "is_own": person.pk == request.user.pk}
    return render(request, "accounts/check_form.html", context, status=form.status)
