from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from careplans import actions
from careplans.forms import DecisionForm, RecommendationForm
from careplans.models import Recommendation
from careplans.overview import answer_state
from clients.access import find_visible, find_workable
from clients.consent import ConsentMissing, refusal, to_decide
from clients.models import Client
from clients.pages import client_page
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.READ_FILE)
def recommendation(request: StaffRequest, recommendation_id: UUID) -> HttpResponse:
    found = find_visible(Recommendation.objects.with_chain(), request.user, pk=recommendation_id)
    context = {
        "recommendation": found,
        "decision": found.decided,
        "barred": "" if found.decided else refusal(to_decide(found.asked), on=timezone.localdate()),
        "state": answer_state(found, today=timezone.localdate()),
        "goals": found.goals_by_number,
        "referrals": found.referrals_by_date,
        "may_decide": found.decided is None and request.user.may(Permission.EDIT_PLAN),
    }
    return client_page(request, found.client, "careplans/recommendation.html", context, section="plan")


@requires(Permission.EDIT_PLAN)
@once
def add_recommendation(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, RecommendationForm, subject=client.reference, client=client, choices_from=client)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.recommend(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        except (actions.NoGoal, actions.OfAnotherClient) as problem:
            form.add_error(None, str(problem))
        except ConsentMissing as missing:
            form.add_error("asked", f"{missing} So they cannot be asked.")
        else:
            messages.success(request, f"Recommendation {made.number} saved to {client.short_name}'s file.")
            return see_other(made)
    context = {"form": form, "back": reverse("careplans:plan", args=[client.reference])}
    return client_page(request, client, "careplans/add_recommendation.html", context, section="plan", code=form.status)


@requires(Permission.EDIT_PLAN)
@once
def record_decision(request: StaffRequest, recommendation_id: UUID) -> HttpResponse:
    found = find_workable(Recommendation.objects.with_chain(), request.user, pk=recommendation_id)
    client = found.client
    form = open_form(request, DecisionForm, subject=str(found.pk), client=client, recommendation=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_decision(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.DecisionExists as problem:
            form.add_error(None, str(problem))
        except actions.DecisionDoesNotFit as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"Answer saved to {client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "recommendation": found, "decision": found.decided}
    return client_page(request, client, "careplans/record_decision.html", context, section="plan", code=form.status)
