"""Promises, and complaints or disagreements: each is made or comes in, and is settled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import safety_actions as actions
from clients.access import find_visible, find_workable
from clients.models import Client, Complaint, Promise
from clients.pages import client_page
from clients.safety_forms import ComplaintForm, PromiseForm, ResolveForm, SettlePromiseForm
from clients.views.safety import back_to, complaint_state, page
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other


@requires(Permission.EDIT_CLIENT)
@once
def add_complaint(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = {"received_on": timezone.localdate()}
    form = open_form(request, ComplaintForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        complaint = actions.receive_complaint(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Saved to {client.short_name}'s file.")
        return see_other(path_to("clients:complaint", complaint.pk))
    return page(request, client, form, "Add a complaint or disagreement", "Save")


@requires(Permission.READ_FILE)
@require_safe
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    complaints = Complaint.objects.select_related("client", "raised_by", "resolved_by")
    found = find_visible(complaints, request.user, pk=complaint_id)
    context = {
        "complaint": found,
        "state": complaint_state(found, timezone.localdate()),
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, found.client, "clients/complaint.html", context, section="safety")


@requires(Permission.EDIT_CLIENT)
@once
def resolve_complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    found = find_workable(Complaint.objects.select_related("client"), request.user, pk=complaint_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, ResolveForm, subject=str(found.pk), client=found.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.resolve_complaint(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.get_kind_display()} resolved.")
            return see_other(path_to("clients:complaint", found.pk))
    return page(request, found.client, form, f"Resolve the {found.get_kind_display().lower()}", "Save resolution")


@requires(Permission.EDIT_CLIENT)
@once
def add_promise(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = {"on": timezone.localdate()}
    form = open_form(request, PromiseForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.make_promise(client, by=request.user, **form.cleaned_data)
        messages.success(request, f"Promise saved to {client.short_name}'s file.")
        return see_other(back_to(client))
    return page(request, client, form, "Note a promise", "Save promise")


@requires(Permission.EDIT_CLIENT)
@once
def settle_promise(request: StaffRequest, promise_id: UUID) -> HttpResponse:
    promise = find_workable(Promise.objects.select_related("client"), request.user, pk=promise_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, SettlePromiseForm, subject=str(promise.pk), client=promise.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_promise(promise, by=request.user, **form.cleaned_data)
        except actions.AlreadyClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Promise settled.")
            return see_other(back_to(promise.client))
    return page(request, promise.client, form, f"Settle: {promise.what}", "Save")
