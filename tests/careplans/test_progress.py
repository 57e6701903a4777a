from decimal import Decimal

import pytest

from careplans.models import Goal
from careplans.progress import attainment_of, score_choices, signed, strip_of
from tests.factories.careplans import GoalFactory, GoalRatingFactory


@pytest.fixture
def rated(client_file):
    """Two goals that began at less than expected, one now as expected and one partially achieved, and one unrated."""
    for score in ("0", "-0.5"):
        GoalRatingFactory(goal=GoalFactory(client=client_file, importance=1), score=Decimal(score))
    GoalFactory(client=client_file, importance=1)
    return list(Goal.objects.of(client_file).with_latest_rating().order_by("number"))


def test_attainment_counts_every_goal_and_scores_the_rated_ones(rated):
    sums = attainment_of(rated)

    assert (sums.at_or_above, sums.rated, sums.total) == (1, 2, 3)
    assert (sums.baseline_t, sums.achieved_t, sums.change) == (Decimal("37.6"), Decimal("43.8"), Decimal("6.2"))


def test_a_partially_achieved_goal_stands_on_the_level_it_has_not_left(rated):
    assert [strip_of(goal).now for goal in rated] == [0, -1, None]


def test_half_a_level_is_offered_only_from_a_start_at_less():
    assert [value for value, _ in score_choices(-1)] == ["-2", "-1", "-0.5", "0", "1", "2"]
    assert [value for value, _ in score_choices(-2)] == ["-2", "-1", "0", "1", "2"]
    assert score_choices(-1)[2] == ("-0.5", "Partially achieved (−0.5)")


@pytest.mark.parametrize(("score", "words"), [("0", "0"), ("1", "+1"), ("-2", "−2")])
def test_a_score_is_written_with_its_sign(score, words):
    assert signed(Decimal(score)) == words
