"""What a provider gives a client after an accepted referral."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_visible, find_workable, may_work_on
from clients.pages import client_page
from clients.terms import gate
from providers import actions
from providers.forms import EndServiceForm, ServiceForm
from providers.models import Referral, Service
from providers.words import effect_status, funding_status, indemnity_words, registration_words, service_status
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other

SECTION = "referrals"
WITH_SOURCES = Service.objects.select_related("client", "provider", "referral__recommendation__decision", "by")


@requires(Permission.MAKE_REFERRAL)
@once
def start_service(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    with_sources = Referral.objects.select_related("client", "provider", "recommendation__decision")
    referral = find_workable(with_sources, request.user, pk=referral_id)
    client = referral.client
    funding = funding_status(getattr(referral.recommendation, "decision", None))
    form = open_form(request, ServiceForm, subject=str(referral.pk), client=client, approved=funding.word)
    if request.method == "POST" and form.is_valid():
        try:
            started = actions.start_service(referral, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"Service of {referral.provider.name} saved to {client.short_name}'s file.")
            return see_other(started)
    found = gate(client, on=timezone.localdate(), practice=request.practice)
    context = {"form": form, "referral": referral, "gate": found}
    return client_page(request, client, "providers/start_service.html", context, section=SECTION, code=form.status)


@requires(Permission.READ_FILE)
@require_safe
def service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    found = find_visible(WITH_SOURCES, request.user, pk=service_id)
    today, user = timezone.localdate(), request.user
    context = {
        "service": found,
        "goals": list(found.referral.goals.order_by("number")),
        "status": service_status(found, today),
        "effect": effect_status(found),
        "registration": registration_words(found.provider, today),
        "indemnity": indemnity_words(found.provider, today),
        "recommendation_url": path_to("careplans:recommendation", found.referral.recommendation_id),
        "may_end": not found.ended_on and user.may(Permission.MAKE_REFERRAL) and may_work_on(found.client_id, user),
    }
    return client_page(request, found.client, "providers/service.html", context, section=SECTION)


@requires(Permission.MAKE_REFERRAL)
@once
def end_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    found = find_workable(WITH_SOURCES, request.user, pk=service_id)
    initial = {"ended_on": timezone.localdate()}
    form = open_form(request, EndServiceForm, subject=str(found.pk), client=found.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_service(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"End of the service saved to {found.client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "service": found}
    return client_page(request, found.client, "providers/end_service.html", context, section=SECTION, code=form.status)
