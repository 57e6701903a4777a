from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from assessments.models import Need
from careplans import actions
from careplans.forms import LEVELS, CloseGoalForm, GoalForm, RatingForm
from careplans.models import Goal
from careplans.overview import goal_row, recommendation_rows
from clients.access import find_visible, find_workable
from clients.pages import client_page
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@requires(Permission.READ_FILE)
def goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    found = find_visible(Goal.objects.with_chain().with_latest_rating(), request.user, pk=goal_id)
    today = timezone.localdate()
    context = {
        "goal": found,
        "row": goal_row(found),
        "ratings": found.ratings.newest_first().select_related("source", "by"),
        "recommendations": recommendation_rows(found.recommendations.with_answer(), today=today),
        "referrals": found.referrals_by_date,
        "records": found.records_about,
        "may_change": found.is_open and request.user.may(Permission.EDIT_PLAN),
    }
    return client_page(request, found.client, "careplans/goal.html", context, section="plan")


@requires(Permission.EDIT_PLAN)
@once
def add_goal(request: StaffRequest, need_id: UUID) -> HttpResponse:
    need = find_workable(Need.objects.select_related("client", "finding"), request.user, pk=need_id)
    client = need.client
    form = open_form(request, GoalForm, subject=str(need.pk), client=client)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = actions.set_goal(need, set_on=timezone.localdate(now), by=request.user, now=now, **form.cleaned_data)
        messages.success(request, f"Goal {made.number} saved to {client.short_name}'s file.")
        return see_other(made)
    context = {"form": form, "need": need, "back": reverse("assessments:assessment", args=[need.finding.assessment_id])}
    return client_page(request, client, "careplans/add_goal.html", context, section="plan", code=form.status)


@requires(Permission.EDIT_PLAN)
@once
def change_goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    found = find_workable(Goal.objects.select_related("client", "need"), request.user, pk=goal_id)
    client = found.client
    form = open_form(
        request,
        GoalForm,
        subject=str(found.pk),
        client=client,
        initial=_typed(found),
        version=found.version,
        levels_fixed=found.is_agreed,
        earliest_target=found.target_on,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_goal(
                found, version=form.posted_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_typed(stale.current), back=found.get_absolute_url())
        except (actions.LevelsAreFixed, actions.GoalIsClosed) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Goal {found.number} saved to {client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "goal": found, "need": found.need}
    return client_page(request, client, "careplans/change_goal.html", context, section="plan", code=form.status)


@requires(Permission.EDIT_PLAN)
@once
def rate_goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    found = find_workable(Goal.objects.select_related("client").with_latest_rating(), request.user, pk=goal_id)
    client = found.client
    form = open_form(request, RatingForm, subject=str(found.pk), client=client, goal=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rate_goal(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except (actions.GoalIsClosed, actions.ScoreDoesNotFit, actions.OfAnotherClient) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Progress of goal {found.number} saved to {client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "goal": found, "row": goal_row(found)}
    return client_page(request, client, "careplans/rate_goal.html", context, section="plan", code=form.status)


@requires(Permission.EDIT_PLAN)
@once
def close_goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    found = find_workable(Goal.objects.select_related("client"), request.user, pk=goal_id)
    client = found.client
    form = open_form(request, CloseGoalForm, subject=str(found.pk), client=client)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_goal(found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.GoalIsClosed as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Goal {found.number} is closed in {client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "goal": found}
    return client_page(request, client, "careplans/close_goal.html", context, section="plan", code=form.status)


def _typed(found: Any) -> dict[str, Any]:
    """The goal in the form's own field names; the five levels only while they can be changed."""
    names = ["title", "own_words", "measured_by", "target_on", "importance"]
    names += [] if found.is_agreed else [*LEVELS, "baseline"]
    return {name: getattr(found, name) for name in names}
