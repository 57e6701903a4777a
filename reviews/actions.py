"""What staff do about reviews: agree how often, and finish one, which plans the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit.actions import record
from careplans.actions import rate_goal
from careplans.models import Goal
from clients.models import Client, EntryKind
from clients.timeline_actions import add_entry, note_dates
from providers.actions import note_effect
from providers.models import Effect, Service
from reviews.models import Outlook, Review, ReviewedGoal, ReviewRhythm, ServiceEffect
from ui.dates import counted, day


class Refusal(Exception):
    """A rule says no. `field` is the form field that the person has to look at."""

    field: str | None = None


class AlreadyFinished(Refusal): ...


class NotOfThisClient(Refusal): ...


class NextNotLater(Refusal):
    field = "next_due_on"


@dataclass(frozen=True)
class NewRating:
    """How a goal is going, as judged at a review; the other columns of GoalRating come from the review itself."""

    goal: Goal
    score: Decimal
    evidence: str
    evidence_kind: str
    next_step: str = ""


@dataclass(frozen=True)
class NewEffect:
    service: Service
    effect: Effect
    outlook: Outlook
    comment: str = ""


@transaction.atomic
def plan_first_review(client: Client, *, due_on: date, by: User, now: datetime) -> Review:
    """For a client whose reviews begin here; how often they are held is agreed later."""
    return _plan(client, due_on, by=by, now=now)


@transaction.atomic
def agree_rhythm(
    client: Client, *, weeks: int, agreed_with: str, agreed_on: date, first_due_on: date, by: User, now: datetime
) -> ReviewRhythm:
    """Notes how often the client is reviewed, and plans the next review for `first_due_on` or moves it there."""
    Client.objects.filter(pk=client.pk).update(version=F("version"))  # the row lock that lines two people up
    rhythm = ReviewRhythm.objects.create(
        client=client, weeks=weeks, agreed_with=agreed_with, agreed_on=agreed_on, by=by, entered_at=now
    )
    planned = Review.objects.planned().filter(client=client).first()
    if planned is None:
        planned = _plan(client, first_due_on, by=by, now=now)
    else:
        Review.objects.filter(pk=planned.pk).update(due_on=first_due_on, version=F("version") + 1)
        record("review.moved", planned, by=by, client=client, fields=["due_on"], now=now)
        note_dates(client, next_review_on=first_due_on)
    record("review.rhythm_agreed", rhythm, by=by, client=client, now=now)
    title = f"Review every {counted(weeks, 'week')} agreed with {agreed_with}"
    excerpt = f"Next review {day(first_due_on)}"
    _tell(client, title, planned, at=agreed_on, excerpt=excerpt, by=by, now=now)
    return rhythm


@transaction.atomic
def finish_review(
    review: Review,
    *,
    held_on: date,
    present: str,
    changed: str,
    next_steps: str,
    next_due_on: date,
    by: User,
    now: datetime,
    unchanged: str = "",
    with_client: bool = True,
    ratings: Iterable[NewRating] = (),
    effects: Iterable[NewEffect] = (),
) -> Review:
    """Closes a planned review with what it found and plans the next. Returns the next one.

    Of two people who finish the same review the second is refused.
    """
    client, ratings, effects = review.client, list(ratings), list(effects)
    if next_due_on <= held_on:
        raise NextNotLater("Enter a date after the day of this review.")
    owners = {one.goal.client_id for one in ratings} | {one.service.client_id for one in effects}
    if owners - {client.pk}:
        raise NotOfThisClient("A review holds goals and services of its own client only.")
    _close(
        review,
        held_on=held_on,
        present=present,
        with_client=with_client,
        changed=changed,
        unchanged=unchanged,
        next_steps=next_steps,
        finished_at=now,
        by=by,
    )
    _rate(review, ratings, by=by, now=now)
    _judge(review, effects)
    record("review.finished", review, by=by, client=client, now=now)
    _tell(client, "Review completed", review, at=held_on, excerpt=changed, by=by, now=now)
    if with_client:
        note_dates(client, contact_on=held_on)
    return _plan(client, next_due_on, by=by, now=now)


def _close(review: Review, **values: object) -> None:
    if not Review.objects.planned().filter(pk=review.pk).update(version=F("version") + 1, **values):
        raise AlreadyFinished("Somebody has finished this review already. What you wrote is still here, not saved.")
    review.refresh_from_db()


def _rate(review: Review, ratings: Iterable[NewRating], *, by: User, now: datetime) -> None:
    for new in ratings:
        rating = rate_goal(
            new.goal,
            rated_on=review.held_on or review.due_on,
            score=new.score,
            evidence=new.evidence,
            evidence_kind=new.evidence_kind,
            source=None,
            next_step=new.next_step,
            by=by,
            now=now,
        )
        ReviewedGoal.objects.create(client=review.client, review=review, rating=rating)


def _judge(review: Review, effects: Iterable[NewEffect]) -> None:
    for new in effects:
        ServiceEffect.objects.create(
            client=review.client,
            review=review,
            service=new.service,
            effect=new.effect,
            outlook=new.outlook,
            comment=new.comment,
        )
        note_effect(new.service, effect=new.effect, on=review.held_on or review.due_on)


def _plan(client: Client, due_on: date, *, by: User, now: datetime) -> Review:
    planned = Review.objects.create(client=client, due_on=due_on)
    note_dates(client, next_review_on=due_on)
    record("review.planned", planned, by=by, client=client, fields=["due_on"], now=now)
    return planned


def _tell(client: Client, title: str, review: Review, *, at: date, excerpt: str, by: User, now: datetime) -> None:
    add_entry(
        client,
        at=at,
        now=now,
        kind=EntryKind.REVIEW,
        icon="review",
        title=title,
        excerpt=excerpt,
        by=by,
        route="reviews:review",
        target=review,
    )
