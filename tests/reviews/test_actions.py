from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from careplans.actions import GoalIsClosed
from careplans.models import GoalRating
from clients.models import TimelineEntry
from providers.models import Effect
from reviews import actions
from reviews.models import Outlook, Review, ReviewedGoal, ReviewRhythm, ServiceEffect
from tests.factories.careplans import GoalFactory
from tests.factories.providers import ServiceFactory


def today():
    return timezone.localdate()


def finish(review, by, **given):
    given = {
        "held_on": today(),
        "present": "Jon and his mother",
        "changed": "Walks further.",
        "next_steps": "Go on.",
        "next_due_on": today() + timedelta(weeks=12),
    } | given
    return actions.finish_review(review, by=by, now=timezone.now(), **given)


def agree(client_file, by, *, first_due_on):
    return actions.agree_rhythm(
        client_file,
        weeks=12,
        agreed_with="Jon Ashby",
        agreed_on=today(),
        first_due_on=first_due_on,
        by=by,
        now=timezone.now(),
    )


def test_agreeing_a_rhythm_plans_the_first_review(client_file, case_manager):
    agree(client_file, case_manager, first_due_on=today() + timedelta(weeks=12))

    assert Review.objects.planned().get(client=client_file).due_on == today() + timedelta(weeks=12)
    client_file.refresh_from_db()
    assert client_file.next_review_on == today() + timedelta(weeks=12)


def test_a_new_rhythm_moves_the_planned_review_and_keeps_the_old_agreement(client_file, case_manager, planned):
    agree(client_file, case_manager, first_due_on=today() + timedelta(days=3))
    newest = agree(client_file, case_manager, first_due_on=today() + timedelta(days=5))

    assert Review.objects.get().due_on == today() + timedelta(days=5)
    assert ReviewRhythm.objects.count() == 2
    assert ReviewRhythm.objects.newest_of(client_file) == newest
    assert AuditEvent.objects.filter(verb="review.moved").count() == 2


def test_a_client_has_one_planned_review(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(client=planned.client, due_on=today())


def test_a_finished_review_names_its_day_and_person(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=planned.pk).update(finished_at=timezone.now())


def test_finishing_keeps_ratings_and_effects_and_plans_the_next(planned, goal, service, case_manager):
    rating = actions.NewRating(goal, Decimal("-0.5"), "Went there once with her.", "fact", "Twice a week")
    effect = actions.NewEffect(service, Effect.HELPING, Outlook.CONTINUE, "Steadier")

    following = finish(planned, case_manager, ratings=[rating], effects=[effect])

    kept = ReviewedGoal.objects.get(review=planned).rating
    assert (kept.goal, kept.score, kept.rated_on) == (goal, Decimal("-0.5"), today())
    assert ServiceEffect.objects.get(review=planned).outlook == Outlook.CONTINUE
    service.refresh_from_db()
    assert (service.last_effect, service.last_effect_on) == (Effect.HELPING, today())
    assert Review.objects.planned().get() == following
    assert following.due_on == today() + timedelta(weeks=12)


def test_finishing_tells_the_file_and_keeps_its_two_dates(planned, case_manager):
    finish(planned, case_manager, held_on=today() - timedelta(days=1))

    client = type(planned.client).objects.get(pk=planned.client_id)
    assert client.next_review_on == today() + timedelta(weeks=12)
    assert client.last_contact_on == today() - timedelta(days=1)
    assert TimelineEntry.objects.get(target=str(planned.pk)).title == "Review completed"
    assert AuditEvent.objects.filter(verb="review.finished", target_id=str(planned.pk)).count() == 1


def test_a_review_without_the_client_is_no_contact(planned, case_manager):
    finish(planned, case_manager, with_client=False)

    planned.client.refresh_from_db()
    assert planned.client.last_contact_on is None


def test_the_second_to_finish_a_review_is_refused(planned, goal, case_manager):
    stale = Review.objects.get(pk=planned.pk)
    finish(planned, case_manager)

    with pytest.raises(actions.AlreadyFinished):
        finish(stale, case_manager, ratings=[actions.NewRating(goal, Decimal(0), "Seen", "fact")])

    assert not GoalRating.objects.exists()
    assert Review.objects.planned().count() == 1


def test_a_goal_that_cannot_be_rated_leaves_the_review_as_it_was(planned, case_manager):
    closed = GoalFactory(client=planned.client, closed_on=today(), closed_reason="Met")

    with pytest.raises(GoalIsClosed):
        finish(planned, case_manager, ratings=[actions.NewRating(closed, Decimal(0), "Seen", "fact")])

    planned.refresh_from_db()
    assert not planned.is_finished


def test_the_next_review_lies_after_this_one(planned, case_manager):
    with pytest.raises(actions.NextNotLater):
        finish(planned, case_manager, next_due_on=today())


@pytest.mark.parametrize("what", ["goal", "service"])
def test_a_review_takes_nothing_of_another_client(planned, case_manager, what):
    foreign = {
        "goal": lambda: {"ratings": [actions.NewRating(GoalFactory(), Decimal(0), "Seen", "fact")]},
        "service": lambda: {"effects": [actions.NewEffect(ServiceFactory(), Effect.HELPING, Outlook.STOP)]},
    }

    with pytest.raises(actions.NotOfThisClient):
        finish(planned, case_manager, **foreign[what]())
