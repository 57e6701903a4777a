"""Safeguarding concerns. The door is narrower than the file's: see `ConcernQuerySet`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission
from clients import safeguarding_actions as actions
from clients.access import find_visible, find_workable
from clients.models import Assignment, Client, Concern
from clients.pages import client_page
from clients.safety_forms import CloseConcernForm, ConcernForm, DecideForm, ReadersForm, StepForm
from clients.views.forms import form_page
from clients.views.safety import back_to, concern_state
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.EDIT_CLIENT)
@once
def raise_concern(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = {"noticed_on": timezone.localdate()}
    form = open_form(request, ConcernForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        concern = actions.raise_concern(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Concern saved. Only the lead, their supervisor and who is named can read it.")
        return see_other(concern)
    note = "If somebody is in danger now, call 999 first. Only you, the lead and the lead’s supervisor will read this."
    return form_page(
        request,
        client,
        form,
        "Raise a safeguarding concern",
        "Save concern",
        section="safety",
        back=back_to(client),
        note=note,
    )


@requires(Permission.READ_FILE)
@require_safe
def concern(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    """The steps of a concern and its clock; each opening stands in the access log."""
    concerns = Concern.objects.select_related("client", "raised_by", "decided_by", "closed_by")
    found = find_visible(concerns, request.user, pk=concern_id)
    context = {
        "concern": found,
        "state": concern_state(found),
        "steps": found.steps.select_related("by").order_by("at", "pk"),
        "named": found.named.order_by("name"),
        "hours": _hours(found),
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, found.client, "clients/concern.html", context, section="safety", opening="concern")


def _hours(concern: Concern) -> int:
    """Whole hours from raising to the decision or, while there is none, until now."""
    return int(((concern.decided_at or timezone.now()) - concern.raised_at).total_seconds() // 3600)


@requires(Permission.EDIT_CLIENT)
@once
def decide_concern(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    found = _workable(request, concern_id)
    form = open_form(request, DecideForm, subject=str(found.pk), client=found.client)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        referred_to = given["referred_to"] if given["decision"] == "referred" else ""
        try:
            actions.decide_concern(
                found, referred_to=referred_to, reason=given["reason"], by=request.user, now=timezone.now()
            )
        except actions.Refusal as problem:
            form.add_error(None, str(problem))
        else:
            return see_other(found)
    return _page(request, found, form, "Decide on the concern", "Save decision")


@requires(Permission.EDIT_CLIENT)
@once
def add_concern_step(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    found = _workable(request, concern_id)
    form = open_form(request, StepForm, subject=str(found.pk), client=found.client)
    if request.method == "POST" and form.is_valid():
        actions.add_step(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        return see_other(found)
    return _page(request, found, form, "Add a step", "Save step")


@requires(Permission.EDIT_CLIENT)
@once
def name_concern_readers(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    found = _workable(request, concern_id)
    working = Assignment.objects.live(timezone.now()).working().filter(client=found.client).values("staff")
    candidates = User.objects.filter(pk__in=working).exclude(pk=found.raised_by_id).order_by("name")
    named = list(found.named.values_list("pk", flat=True))
    initial = {"people": named}
    form = open_form(
        request, ReadersForm, subject=str(found.pk), client=found.client, initial=initial, candidates=candidates
    )
    if request.method == "POST" and form.is_valid():
        actions.name_readers(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        return see_other(found)
    return _page(request, found, form, "Who may read this concern", "Save readers")


@requires(Permission.EDIT_CLIENT)
@once
def close_concern(request: StaffRequest, concern_id: UUID) -> HttpResponse:
    found = _workable(request, concern_id)
    form = open_form(request, CloseConcernForm, subject=str(found.pk), client=found.client)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_concern(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(None, str(problem))
        else:
            return see_other(found)
    return _page(request, found, form, "Close the concern", "Close concern")


def _workable(request: StaffRequest, concern_id: UUID) -> Any:
    return find_workable(Concern.objects.select_related("client", "raised_by"), request.user, pk=concern_id)


def _page(request: StaffRequest, concern: Concern, form: Any, heading: str, save: str) -> HttpResponse:
    back = concern.get_absolute_url()
    return form_page(request, concern.client, form, heading, save, section="safety", back=back, opening="concern")
