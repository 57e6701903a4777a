"""Two people on one thing at the same moment, on connections of their own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from providers import actions as referring
from providers.models import Referral
from reviews import actions
from reviews.models import Review
from tests.factories.careplans import FundingDecisionFactory, RecommendationFactory
from tests.factories.providers import ReferralFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What became of each call: None, or the exception it raised."""
    start, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        start.wait()
        try:
            call()
        except Exception as problem:
            outcomes[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_who_finish_a_review_at_once_one_is_refused(transactional_db, client_file, case_manager):
    planned = ReviewFactory(client=client_file)
    today = timezone.localdate()

    def finish():
        actions.finish_review(
            Review.objects.select_related("client").get(pk=planned.pk),
            held_on=today,
            present="Jon",
            changed="Walks further.",
            next_steps="Go on.",
            next_due_on=today + timedelta(weeks=12),
            by=case_manager,
            now=timezone.now(),
        )

    outcomes = at_once(finish, finish)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyFinished", "NoneType"]
    assert (Review.objects.finished().count(), Review.objects.planned().count()) == (1, 1)


def test_of_two_who_agree_a_first_rhythm_at_once_both_are_kept_and_one_review_is_planned(
    transactional_db, client_file, case_manager
):
    today = timezone.localdate()

    def agree():
        actions.agree_rhythm(
            client_file,
            weeks=12,
            agreed_with="Jon",
            agreed_on=today,
            first_due_on=today + timedelta(weeks=12),
            by=case_manager,
            now=timezone.now(),
        )

    assert at_once(agree, agree) == [None, None]
    assert Review.objects.planned().count() == 1


def test_of_two_who_send_a_letter_at_once_one_is_refused(transactional_db, client_file, case_manager):
    asked = RecommendationFactory(client=client_file)
    FundingDecisionFactory(recommendation=asked)
    letter = ReferralFactory(client=client_file, recommendation=asked)

    def send():
        found = Referral.objects.get(pk=letter.pk)
        referring.send_referral(found, version=1, by=case_manager, now=timezone.now())

    outcomes = at_once(send, send)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySent", "NoneType"]
