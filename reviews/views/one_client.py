"""The reviews of one client: how often, what was found, and the page on which a review is done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings
from accounts.roles import Permission
from careplans.actions import GoalIsClosed, ScoreDoesNotFit
from careplans.attainment import score_words
from careplans.models import Goal
from clients.access import find_visible, find_workable, may_work_on
from clients.models import Client
from clients.pages import client_page
from providers.models import Service
from reviews import actions
from reviews.forms import ReviewForm, RhythmForm
from reviews.models import Review, ReviewRhythm
from reviews.words import goal_lines, service_lines
from ui import status
from ui.dates import day
from ui.forms import open_form
from ui.once import once, see_other

PER_PAGE = 25
SECTION = "reviews"


@requires(Permission.READ_FILE)
@require_safe
def client_reviews(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    done = Review.objects.finished().filter(client=client).select_related("by").order_by("-held_on", "-pk")
    planned = Review.objects.planned().filter(client=client).first()
    context = {
        "rhythm": ReviewRhythm.objects.newest_of(client),
        "planned": planned,
        "planned_status": status.due_on(planned.due_on, today=timezone.localdate()) if planned else None,
        "page": Paginator(done, PER_PAGE).get_page(request.GET.get("page")),
        "may_work": request.user.may(Permission.REVIEW) and may_work_on(client.pk, request.user),
    }
    return client_page(request, client, "reviews/client_reviews.html", context, section=SECTION)


@requires(Permission.REVIEW)
@once
def agree_rhythm(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, RhythmForm, subject=client.reference, client=client, initial=_usual_rhythm(client))
    if request.method == "POST" and form.is_valid():
        actions.agree_rhythm(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Review rhythm saved to {client.short_name}'s file.")
        return see_other(reverse("reviews:client_reviews", args=[client.reference]))
    return client_page(request, client, "reviews/agree_rhythm.html", {"form": form}, section=SECTION, code=form.status)


def _usual_rhythm(client: Client) -> dict[str, Any]:
    today, weeks = timezone.localdate(), _weeks(client)
    planned = Review.objects.planned().filter(client=client, due_on__gte=today).first()
    due_on = planned.due_on if planned else today + timedelta(weeks=weeks)
    return {"weeks": weeks, "agreed_on": today, "first_due_on": due_on}


def _weeks(client: Client) -> int:
    rhythm = ReviewRhythm.objects.newest_of(client)
    return rhythm.weeks if rhythm else PracticeSettings.current().review_weeks


@requires(Permission.REVIEW)
@once
def start_review(request: StaffRequest, reference: str) -> HttpResponse:
    """The review on one page. Its draft belongs to the planned review, so that the next one starts empty."""
    client = find_workable(Client, request.user, reference=reference)
    planned = Review.objects.planned().filter(client=client).select_related("client").first()
    if planned is None:
        code = 200 if request.method == "GET" else 422
        return client_page(request, client, "reviews/no_review_planned.html", {}, section=SECTION, code=code)
    form = _review_form(request, client, planned)
    if request.method == "POST" and form.is_valid():
        try:
            following = actions.finish_review(planned, by=request.user, now=timezone.now(), **form.found)
        except (actions.Refusal, GoalIsClosed, ScoreDoesNotFit) as problem:
            form.add_error(getattr(problem, "field", None), str(problem))
        else:
            next_one = f"The next one is planned for {day(following.due_on)}."
            messages.success(request, f"Review saved to {client.short_name}'s file. {next_one}")
            return see_other(planned)
    context = {
        "form": form,
        "planned": planned,
        "planned_status": status.due_on(planned.due_on, today=timezone.localdate()),
        "last": Review.objects.finished().filter(client=client).order_by("-held_on", "-pk").first(),
        "goals": [(part, _last_time(part.subject)) for part in form.goal_parts],
    }
    return client_page(request, client, "reviews/start_review.html", context, section=SECTION, code=form.status)


def _review_form(request: StaffRequest, client: Client, planned: Review) -> Any:
    today = timezone.localdate()
    goals = Goal.objects.filter(client=client).open().with_latest_rating().select_related("client").order_by("number")
    services = Service.objects.filter(client=client).in_place(today).select_related("client", "provider")
    return open_form(
        request,
        ReviewForm,
        subject=str(planned.pk),
        client=client,
        initial={"held_on": today, "next_due_on": today + timedelta(weeks=_weeks(client))},
        planned=planned,
        goals=goals,
        services=services.order_by("starts_on", "pk"),
        called=client.called,
    )


def _last_time(goal: Goal) -> str:
    if goal.latest is None:
        return f"At the start: {score_words(goal.baseline).lower()}"
    return f"Last time: {score_words(goal.latest.score).lower()} ({day(goal.latest.rated_on)})"


@requires(Permission.READ_FILE)
@require_safe
def review(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """What a review found; of a planned one, when it is due."""
    found = find_visible(Review.objects.select_related("client", "by"), request.user, pk=review_id)
    reviewed = found.reviewed_goals.select_related("rating__goal").order_by("rating__goal__number")
    effects = found.service_effects.select_related("service__provider").order_by("service__starts_on", "service_id")
    context = {
        "review": found,
        "planned_status": status.due_on(found.due_on, today=timezone.localdate()),
        "goals": goal_lines(reviewed),
        "services": service_lines(effects),
        "may_work": request.user.may(Permission.REVIEW) and may_work_on(found.client_id, request.user),
    }
    return client_page(request, found.client, "reviews/review.html", context, section=SECTION)
