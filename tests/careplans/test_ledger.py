from datetime import date, timedelta

import pytest

from assessments.models import Need
from careplans.ledger import ledger
from careplans.models import Answer
from tests.factories.assessments import NeedFactory
from tests.factories.careplans import FundingDecisionFactory, GoalFactory, RecommendationFactory

FIRST = date(2026, 3, 2)
TODAY = date(2026, 6, 1)


@pytest.fixture
def need(client_file):
    return NeedFactory(client=client_file, identified_on=FIRST)


def made_for(need, days_later, **given):
    goal = GoalFactory(client=need.client, need=need)
    recommended_on = FIRST + timedelta(days=days_later)
    return RecommendationFactory(client=need.client, goals=[goal], recommended_on=recommended_on, **given)


def rows(client_file, **started):
    return ledger(Need.objects.filter(client=client_file), today=TODAY, **{"started": {}} | started)


def test_a_need_without_a_recommendation_waits_since_it_was_identified(client_file, need):
    [row] = rows(client_file)

    assert (row.need, row.recommendation, row.days, row.late) == (need, None, 91, False)


def test_a_started_service_closes_the_chain(client_file, need):
    recommendation = made_for(need, 10)
    FundingDecisionFactory(recommendation=recommendation, decided_on=FIRST + timedelta(days=25))

    [row] = rows(client_file, started={recommendation.pk: FIRST + timedelta(days=40)})

    assert (row.days_to_recommend, row.days_to_answer, row.days_to_start, row.days) == (10, 15, 15, 40)
    assert (row.answer, row.late) == ("Approved", False)


def test_an_answer_that_is_overdue_or_came_late_is_late(client_file, need):
    made_for(need, 10)
    answered = made_for(need, 10)
    FundingDecisionFactory(recommendation=answered, decided_on=FIRST + timedelta(days=32))
    made_for(need, 80)

    assert [row.late for row in rows(client_file)] == [True, True, False]


def test_what_was_refused_is_no_longer_waited_for(client_file, need):
    FundingDecisionFactory(recommendation=made_for(need, 10), answer=Answer.REFUSED, amount_pence=0)

    [row] = rows(client_file)

    assert (row.refused, row.started_on, row.days) == (True, None, None)


def test_a_service_that_starts_tomorrow_has_not_started(client_file, need):
    recommendation = made_for(need, 10)

    [row] = rows(client_file, started={recommendation.pk: TODAY + timedelta(days=1)})

    assert (row.started_on, row.days) == (None, 91)


def test_one_recommendation_for_two_goals_of_a_need_is_one_row(client_file, need):
    goals = [GoalFactory(client=client_file, need=need) for _ in range(2)]
    RecommendationFactory(client=client_file, goals=goals)

    assert len(rows(client_file)) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_the_ledger_takes_three_queries(client_file, django_assert_num_queries, count):
    for _ in range(count):
        FundingDecisionFactory(recommendation=made_for(NeedFactory(client=client_file), 5))

    with django_assert_num_queries(3):
        assert len(rows(client_file)) == count
