from datetime import date, timedelta

import pytest

from accounts.models import PracticeSettings
from clients.weights import Facts, OpenRisk, agencies_level, rhythm_level, risk_level, stage_level, weigh

TODAY = date(2026, 11, 22)
POINTS = PracticeSettings()  # the visible defaults
LONG_AGO = TODAY - timedelta(weeks=50)


def test_a_weight_is_the_sum_of_its_five_parts():
    facts = Facts(
        status="active",
        opened_on=LONG_AGO,
        agencies=5,
        risks=(OpenRisk("medium", planned=True),),
        travel="far",
        review_weeks=4,
    )

    weight = weigh(facts, POINTS, today=TODAY)

    assert [(part.name, part.points) for part in weight.parts] == [
        ("Agencies", 3),
        ("Risk", 2),
        ("Travel", 3),
        ("Stage", 2),
        ("Reviews", 3),
    ]
    assert weight.sum == weight.points == 3 + 2 + 3 + 2 + 3


def test_points_set_by_hand_count_in_place_of_the_sum_and_the_parts_stay_to_be_seen():
    weight = weigh(Facts("active", LONG_AGO, set_points=20), POINTS, today=TODAY)

    assert (weight.points, weight.sum, len(weight.parts)) == (20, 1 + 1 + 0 + 2 + 2, 5)


def test_no_points_set_by_hand_is_not_the_same_as_nought_points():
    assert weigh(Facts("active", LONG_AGO, set_points=0), POINTS, today=TODAY).points == 0


def test_a_closed_file_weighs_nothing():
    assert weigh(Facts("closed", LONG_AGO, agencies=9), POINTS, today=TODAY).points == 0


def test_the_practice_decides_the_points():
    dear_travel = PracticeSettings(travel_far=9)

    assert weigh(Facts("active", LONG_AGO, travel="far"), dear_travel, today=TODAY).parts[2].points == 9


@pytest.mark.parametrize(
    ("count", "level"), [(0, "minimal"), (2, "minimal"), (3, "changeable"), (4, "changeable"), (5, "multiple")]
)
def test_agencies_count_as_few_several_or_many(count, level):
    assert agencies_level(count, POINTS) == f"agencies_{level}"


@pytest.mark.parametrize(
    ("risks", "level"),
    [
        ([], "known"),
        ([("low", True)], "known"),
        ([("low", True), ("medium", True)], "assessed"),
        ([("low", False)], "unassessed"),
        ([("medium", True), ("high", True)], "unassessed"),
    ],
)
def test_the_worst_open_risk_decides(risks, level):
    assert risk_level(tuple(OpenRisk(*risk) for risk in risks)) == f"risk_{level}"


@pytest.mark.parametrize(
    ("status", "weeks_open", "level"),
    [
        ("active", 11, "new"),
        ("active", 12, "steady"),
        ("assessment", 40, "new"),
        ("enquiry", 1, "new"),
        ("monitoring", 40, "closing"),
        ("paused", 2, "closing"),
    ],
)
def test_the_stage_comes_from_status_and_age(status, weeks_open, level):
    opened_on = TODAY - timedelta(weeks=weeks_open)

    assert stage_level(status, opened_on, POINTS, today=TODAY) == f"stage_{level}"


@pytest.mark.parametrize(("weeks", "level"), [(6, "often"), (7, "usual"), (13, "usual"), (14, "seldom")])
def test_the_rhythm_of_reviews_has_three_levels(weeks, level):
    assert rhythm_level(weeks, POINTS) == f"rhythm_{level}"
