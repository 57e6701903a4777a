"""Capacity, one decision at a time, and what was decided for a client who could not decide it themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import capacity_actions as actions
from clients.access import find_visible, find_workable
from clients.capacity_forms import CapacityAddendumForm, CapacityForm, DecisionForm
from clients.capacity_words import WORDS, terms_of
from clients.models import CapacityAssessment, Client, Conclusion, Terms
from clients.pages import client_page
from clients.views.forms import form_page, section_url
from clients.views.safety import due
from ui import status
from ui.forms import open_form
from ui.once import once, see_other

STATES = {
    Conclusion.HAS: status.worded(status.DONE, "Can make this decision"),
    Conclusion.LACKS: status.worded(status.PAUSED, "Cannot make it now"),
    Conclusion.NOT_ESTABLISHED: status.worded(status.AWAITING, "Not established"),
}
MOST = 100


@requires(Permission.READ_FILE)
@require_safe
def capacity(request: StaffRequest, reference: str) -> HttpResponse:
    """Every decision that was assessed, newest first. There is no word here about the client in general."""
    client = find_visible(Client, request.user, reference=reference)
    today = timezone.localdate()
    newest = CapacityAssessment.objects.newest_for_each_decision().filter(client=client)
    newest = newest.annotate(decision_count=Count("decisions")).order_by("-assessed_on", "-pk")[:MOST]
    context = {
        "rows": [(each, state_of(each), due(each.review_on, today)) for each in newest],
        "words": WORDS[terms_of(client)],
        "may_assess": request.user.may(Permission.ASSESS),
    }
    return client_page(request, client, "clients/capacity.html", context, section="capacity")


def state_of(assessment: CapacityAssessment) -> status.Status:
    return STATES[Conclusion(assessment.conclusion)]


@requires(Permission.ASSESS)
@once
def assess_capacity(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    return _assess(request, client, subject=client.reference, initial={})


@requires(Permission.ASSESS)
@once
def assess_capacity_again(request: StaffRequest, capacity_id: UUID) -> HttpResponse:
    """A new assessment of the same decision; the earlier one stays as it was signed."""
    earlier = find_workable(CapacityAssessment.objects.select_related("client"), request.user, pk=capacity_id)
    initial = {"decision": earlier.decision}
    return _assess(request, earlier.client, subject=str(earlier.pk), initial=initial, follows=earlier)


def _assess(
    request: StaffRequest,
    client: Client,
    *,
    subject: str,
    initial: dict[str, Any],
    follows: CapacityAssessment | None = None,
) -> HttpResponse:
    terms = terms_of(client)
    initial = {"assessed_on": timezone.localdate(), "assessed_by": request.user.name, **initial}
    form = open_form(
        request, CapacityForm, subject=subject, client=client, initial=initial, terms=terms, words=WORDS[terms]
    )
    if request.method == "POST" and form.is_valid():
        try:
            signed = actions.sign_assessment(
                client, by=request.user, now=timezone.now(), follows=follows, **form.cleaned_data
            )
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"Assessment signed in {client.short_name}'s file.")
            return see_other(signed)
    heading = WORDS[terms].assessment
    note = f"{WORDS[terms].principles} Saving signs it; afterwards you can only add to it."
    back = follows.get_absolute_url() if follows else section_url(client, "clients:capacity")
    return form_page(request, client, form, heading, "Sign assessment", section="capacity", back=back, note=note)


@requires(Permission.READ_FILE)
@require_safe
def capacity_assessment(request: StaffRequest, capacity_id: UUID) -> HttpResponse:
    assessments = CapacityAssessment.objects.select_related("client", "author", "follows")
    found = find_visible(assessments, request.user, pk=capacity_id)
    words = WORDS[Terms(found.terms)]
    context = {
        "assessment": found,
        "next_one": CapacityAssessment.objects.filter(follows=found).first(),
        "words": words,
        "abilities": [(label, getattr(found, f"get_{name}_display")()) for name, label in words.abilities],
        "state": state_of(found),
        "review": due(found.review_on, timezone.localdate()),
        "decisions": found.decisions.select_related("author").order_by("decided_on", "pk"),
        "addenda": found.addenda.select_related("author").order_by("number"),
        "may_assess": request.user.may(Permission.ASSESS),
        "may_decide": found.conclusion == Conclusion.LACKS,
    }
    return client_page(request, found.client, "clients/capacity_assessment.html", context, section="capacity")


@requires(Permission.ASSESS)
@once
def make_decision(request: StaffRequest, capacity_id: UUID) -> HttpResponse:
    """A decision for the client, linked to the assessment that found they could not make it."""
    found = find_workable(CapacityAssessment.objects.select_related("client"), request.user, pk=capacity_id)
    words = WORDS[Terms(found.terms)]
    initial = {"decided_on": timezone.localdate()}
    form = open_form(request, DecisionForm, subject=str(found.pk), client=found.client, initial=initial, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_decision(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{words.decision} signed in {found.client.short_name}'s file.")
            return see_other(found)
    heading = f"{words.decision}: {found.decision}"
    note = "Saving signs it; afterwards you can only add to it."
    back = found.get_absolute_url()
    return form_page(request, found.client, form, heading, "Sign decision", section="capacity", back=back, note=note)


@requires(Permission.ASSESS)
@once
def add_capacity_addendum(request: StaffRequest, capacity_id: UUID) -> HttpResponse:
    found = find_workable(CapacityAssessment.objects.select_related("client"), request.user, pk=capacity_id)
    form = open_form(request, CapacityAddendumForm, subject=str(found.pk), client=found.client)
    if request.method == "POST" and form.is_valid():
        addendum = actions.add_addendum(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Addendum {addendum.number} saved to {found.client.short_name}'s file.")
        return see_other(found)
    back = found.get_absolute_url()
    return form_page(
        request, found.client, form, f"Add to: {found.decision}", "Sign addendum", section="capacity", back=back
    )
