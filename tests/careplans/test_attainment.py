from decimal import Decimal

import pytest

from careplans.attainment import (
    BASELINE_LEVELS,
    PARTLY_ACHIEVED,
    GoalRating,
    Level,
    change_words,
    score_words,
    spread,
    summarise,
    t_score,
)

# number of goals, square root, T for each point, T with all at -1, all at -2, all at +1
EQUAL_WEIGHTS = [
    (1, "1.0000", "10.0000", "40.00", "30.00", "60.00"),
    (2, "1.6125", "6.2017", "37.60", "25.19", "62.40"),
    (3, "2.1909", "4.5644", "36.31", "22.61", "63.69"),
    (4, "2.7568", "3.6274", "35.49", "20.98", "64.51"),
    (5, "3.3166", "3.0151", "34.92", "19.85", "65.08"),
    (6, "3.8730", "2.5820", "34.51", "19.02", "65.49"),
]


def rounded(value, places):
    return str(value.quantize(Decimal(places)))


@pytest.mark.parametrize(("count", "root", "per_point", "less", "much_less", "better"), EQUAL_WEIGHTS)
def test_t_score_agrees_with_the_equal_weight_table(count, root, per_point, less, much_less, better):
    one_up = t_score([1] + [0] * (count - 1))

    assert rounded(spread([1] * count), "0.0001") == root
    assert rounded(one_up - 50, "0.0001") == per_point
    assert rounded(t_score([-1] * count), "0.01") == less
    assert rounded(t_score([-2] * count), "0.01") == much_less
    assert rounded(t_score([1] * count), "0.01") == better


def test_t_score_of_the_published_weighted_example_is_exactly_55():
    assert t_score([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6]) == Decimal("55")
    assert spread([3, 5, 1, 4, 2, 6]) == 14


@pytest.mark.parametrize("count", range(1, 9))
def test_t_score_is_50_when_every_goal_is_as_expected(count):
    assert t_score([0] * count) == 50


def test_published_medians_lie_where_five_equal_goals_put_them():
    standard, all_without_ability = t_score([-1] * 5), t_score([-2] * 5)

    assert rounded(standard, "0.1") == "34.9"
    assert Decimal("31.9") <= standard <= Decimal("35.5")
    assert Decimal("19.8") <= all_without_ability <= Decimal("22.6")
    assert rounded(t_score([-2] * 4), "0.1") == "21.0"


def test_weights_that_are_all_zero_count_as_one():
    assert t_score([-1, 1, 1], [0, 0, 0]) == t_score([-1, 1, 1])


def test_zero_weight_of_the_only_rated_goal_counts_as_one():
    assert t_score([1, None], [0, 3]) == 60


def test_unrated_goals_are_left_out_of_both_sums():
    assert t_score([-1, None, 1, None], [2, 9, 3, 1]) == t_score([-1, 1], [2, 3])


@pytest.mark.parametrize("scores", [[], [None], [None, None]])
def test_t_score_of_nothing_rated_is_none(scores):
    assert t_score(scores) is None


def test_partially_achieved_counts_as_minus_one_but_is_shown_as_it_is():
    assert t_score([PARTLY_ACHIEVED, 0]) == t_score([-1, 0])
    assert score_words(PARTLY_ACHIEVED) == "Partially achieved"
    assert change_words(-1, PARTLY_ACHIEVED) == "Up half a level"


@pytest.mark.parametrize("score", [3, -3, Decimal("0.5"), Decimal("-1.5")])
def test_score_off_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="A goal is rated"):
        t_score([score])


def test_weights_must_match_the_scores_and_not_be_negative():
    with pytest.raises(ValueError, match="2 scores but 1 weights"):
        t_score([0, 0], [1])
    with pytest.raises(ValueError, match="negative"):
        t_score([0], [-1])


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (-2, "Much less than expected"),
        (-1, "Less than expected"),
        (0, "As expected"),
        (1, "Better than expected"),
        (2, "Much better than expected"),
        (None, "Not rated"),
    ],
)
def test_every_level_has_its_words(level, words):
    assert score_words(level) == words


def test_short_words_fit_a_column_and_baselines_are_the_two_lowest_levels():
    assert [level.short_words for level in Level] == ["Much less", "Less", "As expected", "Better", "Much better"]
    assert BASELINE_LEVELS == (-1, -2)


@pytest.mark.parametrize(
    ("baseline", "now", "words"),
    [
        (-1, 0, "Up 1 level"),
        (-2, 0, "Up 2 levels"),
        (-1, -1, "No change"),
        (-1, -2, "Down 1 level"),
        (-2, PARTLY_ACHIEVED, "Up 1½ levels"),
        (-1, None, "Not rated"),
    ],
)
def test_change_is_said_in_words(baseline, now, words):
    assert change_words(baseline, now) == words


def test_summary_of_seven_goals_adds_up_as_printed():
    goals = [GoalRating(*pair) for pair in [(-1, 0), (-2, -1), (-1, -1), (-1, 1), (-1, 0), (-2, 0), (-1, 0)]]

    summary = summarise(goals)

    assert (summary.at_or_above, summary.rated, summary.total) == (5, 7, 7)
    assert (summary.baseline_t, summary.achieved_t) == (Decimal("29.7"), Decimal("47.7"))
    assert summary.change == Decimal("18.0")


def test_summary_compares_only_goals_rated_at_both_ends():
    summary = summarise([GoalRating(-1, 0), GoalRating(-2, None), GoalRating(None, 1)])

    assert (summary.at_or_above, summary.rated, summary.total) == (2, 2, 3)
    assert (summary.baseline_t, summary.achieved_t, summary.change) == (Decimal("40.0"), Decimal("50.0"), Decimal("10"))


def test_summary_before_the_first_review_has_only_a_baseline():
    summary = summarise([GoalRating(-1, None), GoalRating(-1, None)])

    assert (summary.baseline_t, summary.achieved_t, summary.change) == (Decimal("37.6"), None, None)


def test_summary_of_no_goals_has_no_scores():
    summary = summarise([])

    assert (summary.total, summary.baseline_t, summary.achieved_t, summary.change) == (0, None, None, None)
