from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import PracticeSettings
from audit.models import AuditEvent
from careplans import actions
from careplans.models import FundingDecision, Goal, GoalRating, RecordGoal
from clients.models import Party, TimelineEntry
from tests.factories.assessments import NeedFactory
from tests.factories.careplans import FundingDecisionFactory, GoalFactory, GoalRatingFactory, RecommendationFactory
from tests.factories.clients import PartyFactory
from tests.factories.records import ContactRecordFactory
from ui.versions import Stale

GOAL = {
    "title": "Cook a hot meal alone",
    "own_words": "I want to make tea for my mum.",
    "measured_by": "The kitchen diary",
    "much_less": "Does not cook",
    "less": "With help",
    "as_expected": "Twice a week",
    "better": "Four times",
    "much_better": "Every day",
    "baseline": -2,
    "importance": 3,
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def goal(client_file):
    return GoalFactory(client=client_file, number=1)


@pytest.fixture
def funder(client_file):
    return Party.objects.get(client=client_file, pays=True)


def test_goals_are_numbered_in_the_clients_file(client_file, case_manager, now, today):
    given = GOAL | {"target_on": today, "set_on": today, "by": case_manager, "now": now}
    GoalFactory(number=7)

    numbers = [actions.set_goal(NeedFactory(client=client_file), **given).number for _ in range(2)]

    assert numbers == [1, 2]
    assert AuditEvent.objects.filter(verb="goal.set", client=client_file.reference).count() == 2
    assert TimelineEntry.objects.filter(kind="plan", title__startswith="Goal 2: Cook").exists()


def test_a_goal_can_be_reworded_before_the_plan_is_agreed(goal, case_manager, now):
    actions.change_goal(goal, version=1, as_expected="Three times a week", by=case_manager, now=now)

    goal.refresh_from_db()
    assert (goal.as_expected, goal.version) == ("Three times a week", 2)
    assert AuditEvent.objects.get(verb="goal.changed").fields == ["as_expected"]


def agree(client_file, case_manager, now):
    today = timezone.localdate(now)
    given = {"agreed_on": today, "agreed_with": "Jon Ashby", "note": "", "by": case_manager, "now": now}
    return actions.record_agreement(client_file, **given)


def test_agreement_fixes_the_levels_and_the_start(goal, client_file, case_manager, now):
    agree(client_file, case_manager, now)
    goal.refresh_from_db()

    for changed in ({"better": "Five times"}, {"baseline": -2}):
        with pytest.raises(actions.LevelsAreFixed):
            actions.change_goal(goal, version=goal.version, by=case_manager, now=now, **changed)
    actions.change_goal(goal, version=goal.version, title="Cook alone", by=case_manager, now=now)

    assert goal.is_agreed
    assert goal.title == "Cook alone"
    assert AuditEvent.objects.filter(verb="plan.agreed").count() == 1


def test_a_change_begun_before_the_agreement_is_a_conflict(goal, client_file, case_manager, now):
    before = Goal.objects.get(pk=goal.pk)
    agree(client_file, case_manager, now)

    with pytest.raises(Stale):
        actions.change_goal(before, version=1, better="Five times", by=case_manager, now=now)


def test_an_agreement_needs_an_open_goal(client_file, case_manager, now):
    GoalFactory(client=client_file, closed=True)

    with pytest.raises(actions.NothingToAgree):
        agree(client_file, case_manager, now)


def rate(goal, case_manager, now, **changed):
    given = {"rated_on": timezone.localdate(now), "score": 0, "evidence": "The diary.", "evidence_kind": "fact"}
    given |= {"source": None, "next_step": "", "by": case_manager, "now": now}
    return actions.rate_goal(goal, **given | changed)


def test_a_rating_keeps_its_evidence_and_the_record_that_proves_it(goal, client_file, case_manager, now):
    record = ContactRecordFactory(client=client_file)

    rating = rate(goal, case_manager, now, score=Decimal("-0.5"), source=record)

    rating.refresh_from_db()
    assert (rating.score, rating.source, rating.words) == (Decimal("-0.5"), record, "Partially achieved")
    assert AuditEvent.objects.filter(verb="goal.rated", target_id=str(rating.pk)).exists()


def test_half_a_level_exists_only_for_a_goal_that_began_at_less(client_file, case_manager, now):
    goal = GoalFactory(client=client_file, baseline=-2)

    with pytest.raises(actions.ScoreDoesNotFit):
        rate(goal, case_manager, now, score=Decimal("-0.5"))


def test_a_rating_off_the_scale_is_refused(goal, case_manager, now):
    with pytest.raises(ValueError, match="is rated"):
        rate(goal, case_manager, now, score=3)


def test_a_record_of_another_client_proves_nothing(goal, case_manager, now):
    with pytest.raises(actions.OfAnotherClient):
        rate(goal, case_manager, now, source=ContactRecordFactory())

    assert not GoalRating.objects.exists()


def test_a_closed_goal_is_neither_rated_nor_changed_nor_closed_again(goal, case_manager, now, today):
    actions.close_goal(goal, closed_on=today, reason="Met", by=case_manager, now=now)

    with pytest.raises(actions.GoalIsClosed):
        rate(goal, case_manager, now)
    with pytest.raises(actions.GoalIsClosed):
        actions.change_goal(goal, version=goal.version, title="Again", by=case_manager, now=now)
    with pytest.raises(actions.GoalIsClosed):
        actions.close_goal(goal, closed_on=today, reason="Again", by=case_manager, now=now)

    goal.refresh_from_db()
    assert (goal.closed_on, goal.closed_reason) == (today, "Met")
    assert AuditEvent.objects.filter(verb="goal.closed").count() == 1


def test_the_latest_rating_is_by_its_day_and_comes_in_two_queries(client_file, today, django_assert_num_queries):
    goals = [GoalFactory(client=client_file) for _ in range(4)]
    for goal in goals[:3]:
        GoalRatingFactory(goal=goal, rated_on=today, score=1)
        GoalRatingFactory(goal=goal, rated_on=today - timedelta(days=9), score=-1)

    with django_assert_num_queries(2):
        found = Goal.objects.of(client_file).with_latest_rating().order_by("number")
        scores = [goal.latest.score if goal.latest else None for goal in found]

    assert scores == [1, 1, 1, None]


def recommend(client_file, goal, funder, case_manager, now, **changed):
    given = {
        "goals": [goal],
        "asked": funder,
        "action": "Twelve sessions",
        "why": "Needs prompting.",
        "options_considered": "A day centre.",
        "expected_outcome": "Cooks alone.",
        "category": "therapy",
        "cost_pence": 108_000,
        "cost_basis": "12 at £90",
        "recommended_on": timezone.localdate(now),
    }
    return actions.recommend(client_file, by=case_manager, now=now, **given | changed)


def test_a_recommendation_is_numbered_and_its_clock_runs_as_the_practice_says(
    client_file, goal, funder, case_manager, now, today
):
    PracticeSettings.current()
    PracticeSettings.objects.update(answer_days=14)

    made = [recommend(client_file, goal, funder, case_manager, now) for _ in range(2)]

    assert [each.number for each in made] == [1, 2]
    assert made[0].answer_due_on == today + timedelta(days=14)
    assert list(made[0].goals.all()) == [goal]
    assert AuditEvent.objects.filter(verb="recommendation.made").count() == 2


@pytest.mark.parametrize("foreign", ["goals", "asked"])
def test_a_recommendation_stays_within_the_clients_file(client_file, goal, funder, case_manager, now, foreign):
    changed = {"goals": [GoalFactory()]} if foreign == "goals" else {"asked": PartyFactory()}

    with pytest.raises(actions.OfAnotherClient):
        recommend(client_file, goal, funder, case_manager, now, **changed)


def test_a_recommendation_serves_a_goal(client_file, goal, funder, case_manager, now):
    with pytest.raises(actions.NoGoal):
        recommend(client_file, goal, funder, case_manager, now, goals=[])


@pytest.fixture
def asked(client_file, funder):
    return RecommendationFactory(client=client_file, asked=funder)


def decide(asked, case_manager, now, **changed):
    given = {"answer": "approved", "amount_pence": 108_000, "decided_on": timezone.localdate(now)}
    given |= {"decided_by": "T. Bell, Northgate Insurance", "reason": "", "by": case_manager, "now": now}
    return actions.record_decision(asked, **given | changed)


def test_a_decision_is_recorded_once(asked, case_manager, now):
    decide(asked, case_manager, now)

    with pytest.raises(actions.DecisionExists):
        decide(asked, case_manager, now, answer="refused", amount_pence=0, reason="Changed their mind")

    assert FundingDecision.objects.get().amount_pence == 108_000
    assert AuditEvent.objects.filter(verb="recommendation.decided").count() == 1
    assert TimelineEntry.objects.get(title__startswith="Approved, £1,080").url == asked.get_absolute_url()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"answer": "refused", "amount_pence": 0}, "reason"),
        ({"answer": "refused", "reason": "No"}, "amount_pence"),
        ({"answer": "part", "amount_pence": 50_000}, "reason"),
        ({"answer": "part", "amount_pence": 0, "reason": "Half"}, "amount_pence"),
        ({"amount_pence": 0}, "amount_pence"),
        ({"amount_pence": 108_001}, "amount_pence"),
        ({"decided_on": timezone.localdate() - timedelta(days=11)}, "decided_on"),
    ],
)
def test_a_decision_that_does_not_fit_names_what_to_put_right(asked, case_manager, now, changed, field):
    with pytest.raises(actions.DecisionDoesNotFit) as refusal:
        decide(asked, case_manager, now, **changed)

    assert refusal.value.field == field
    assert not FundingDecision.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"answer": "part", "amount_pence": 50_000, "reason": "Six sessions first"},
        {"answer": "refused", "amount_pence": 0, "reason": "Not related to the accident"},
        {"amount_pence": 120_000, "reason": "Travel was added"},
    ],
)
def test_a_decision_with_its_reason_is_kept(asked, case_manager, now, changed):
    assert decide(asked, case_manager, now, **changed).reason == changed["reason"]


def test_a_free_recommendation_can_be_approved_without_an_amount(client_file, funder, case_manager, now):
    asked = RecommendationFactory(client=client_file, asked=funder, cost_pence=0)

    assert decide(asked, case_manager, now, amount_pence=0).amount_pence == 0


def test_an_answered_recommendation_is_no_longer_late(client_file, today):
    late = RecommendationFactory(client=client_file, recommended_on=today - timedelta(days=30))
    answered = RecommendationFactory(client=client_file, recommended_on=today - timedelta(days=30))
    FundingDecisionFactory(recommendation=answered)

    assert list(type(late).objects.answer_late(today)) == [late]


def test_linking_a_record_to_its_goals_twice_keeps_one_link(client_file, goal, case_manager):
    record = ContactRecordFactory(client=client_file)

    for _ in range(2):
        actions.link_record_to_goals(record, [goal], by=case_manager)

    assert RecordGoal.objects.filter(record=record, goal=goal).count() == 1
    assert AuditEvent.objects.filter(verb="record.goals_linked").exists()


def test_a_record_is_not_linked_to_a_goal_of_somebody_else(client_file, case_manager):
    with pytest.raises(actions.OfAnotherClient):
        actions.link_record_to_goals(ContactRecordFactory(client=client_file), [GoalFactory()], by=case_manager)

    assert not RecordGoal.objects.exists()
