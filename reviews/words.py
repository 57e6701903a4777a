"""Reviews in the words that pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from careplans.attainment import change_words, score_words
from clients.models import Client
from providers.models import Effect
from providers.words import EFFECT_WORDS
from reviews.models import Outlook, Review, ReviewedGoal, ServiceEffect
from ui import status
from ui.dates import day, weekday_day
from ui.status import Status


@dataclass(frozen=True)
class ReviewRow:
    """One review in the list of all clients, with its one next step."""

    client: str
    reference: str
    file_url: str
    why: str
    status: Status
    url: str
    verb: str


def review_row(review: Review, *, today: date, may_start: bool) -> ReviewRow:
    client: Client = review.client
    if review.finished_at:
        why, tag = f"Held {day(review.held_on or review.due_on)}", status.DONE
        url, verb = review.get_absolute_url(), "Read review"
    else:
        why = f"Was due {day(review.due_on)}" if review.due_on < today else f"Due {weekday_day(review.due_on)}"
        tag = status.due_on(review.due_on, today=today)
        route, verb = ("start_review", "Start review") if may_start else ("client_reviews", "See reviews")
        url = reverse(f"reviews:{route}", args=[client.reference])
    return ReviewRow(client.short_name, client.reference, client.get_absolute_url(), why, tag, url, verb)


@dataclass(frozen=True)
class GoalLine:
    """A goal as it was rated at a review."""

    title: str
    url: str
    rating: str
    change: str
    evidence: str
    known_by: str
    next_step: str


def goal_lines(reviewed: Iterable[ReviewedGoal]) -> list[GoalLine]:
    return [_goal_line(one) for one in reviewed]


def _goal_line(reviewed: ReviewedGoal) -> GoalLine:
    rating, goal = reviewed.rating, reviewed.rating.goal
    return GoalLine(
        title=goal.named,
        url=goal.get_absolute_url(),
        rating=score_words(rating.score),
        change=f"{change_words(goal.baseline, rating.score)} since the start",
        evidence=rating.evidence,
        known_by=rating.get_evidence_kind_display(),
        next_step=rating.next_step,
    )


@dataclass(frozen=True)
class ServiceLine:
    title: str
    url: str
    provider: str
    effect: Status
    outlook: str
    comment: str


def service_lines(effects: Iterable[ServiceEffect]) -> list[ServiceLine]:
    return [
        ServiceLine(
            title=one.service.title,
            url=one.service.get_absolute_url(),
            provider=one.service.provider.name,
            effect=EFFECT_WORDS[Effect(one.effect)],
            outlook=Outlook(one.outlook).label,
            comment=one.comment,
        )
        for one in effects
    ]
