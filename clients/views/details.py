from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission, Role
from clients import actions, match_actions
from clients.access import find_workable
from clients.caseload_actions import NotACaseManager
from clients.forms import DetailsForm, NewClientForm, StatusForm
from clients.models import Client
from clients.new_client import added
from clients.pages import client_page
from clients.views.matches import may_go_on, notes_looks
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@requires(Permission.ADD_CLIENT)
@notes_looks
@once
def new_client(request: StaffRequest) -> HttpResponse:
    form, now = open_form(request, NewClientForm, subject="new", staff=request.user), timezone.now()
    if request.method == "POST" and form.is_valid() and may_go_on(request, form, form.sought, now=now):
        try:
            client = actions.add_client(by=request.user, now=now, person=form.person, **added(form.cleaned_data))
            match_actions.note_added(client, form.sought, by=request.user, now=now)
        except NotACaseManager as problem:
            form.add_error("lead", str(problem))
        else:
            messages.success(request, f"{client.short_name} added as {client.reference}.")
            own = request.user.holds(Role.CASE_MANAGER)
            return see_other(client if own else reverse("clients:allocation", args=[client.reference]))
    context = {"form": form, "back": reverse("clients:client_list")}
    return render(request, "clients/new_client.html", context, status=form.status)


@requires(Permission.EDIT_CLIENT)
@once
def change_details(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = {name: getattr(client, name) for name in DetailsForm.person_fields}
    form = open_form(
        request, DetailsForm, subject=client.reference, client=client, initial=initial, version=client.version
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_details(
                client, version=form.posted_version, by=request.user, now=timezone.now(), **form.person
            )
        except Stale as stale:
            now = {name: getattr(stale.current, name) for name in DetailsForm.person_fields}
            return conflict_page(request, form, stale, initial=now, back=client.get_absolute_url())
        messages.success(request, f"Details saved to {client.short_name}'s file.")
        return see_other(client)
    context = {"form": form, "back": client.get_absolute_url()}
    return client_page(request, client, "clients/change_details.html", context, section="summary", code=form.status)


@requires(Permission.EDIT_CLIENT)
@once
def change_status(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, StatusForm, subject=client.reference, client=client, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.change_status(client, status=given.pop("new_status"), by=request.user, now=timezone.now(), **given)
        except actions.SameStatus as problem:
            form.add_error("new_status", str(problem))
        else:
            messages.success(request, f"Status saved to {client.short_name}'s file.")
            return see_other(client)
    changes = client.status_changes.order_by("-on", "-entered_at").select_related("by")
    context = {"form": form, "changes": changes, "back": client.get_absolute_url()}
    return client_page(request, client, "clients/change_status.html", context, section="summary", code=form.status)
