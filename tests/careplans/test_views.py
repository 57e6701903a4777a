from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careplans.models import FundingDecision, Goal, GoalRating, PlanAgreement, Recommendation
from clients.models import Party
from tests.factories.assessments import NeedFactory
from tests.factories.careplans import (
    FundingDecisionFactory,
    GoalFactory,
    GoalRatingFactory,
    PlanAgreementFactory,
    RecommendationFactory,
    RecordGoalFactory,
)
from tests.factories.records import ContactRecordFactory
from ui.models import Draft

GOAL = {
    "once_key": "one",
    "title": "Cook a hot meal alone",
    "own_words": "I want to make tea for my mum.",
    "measured_by": "The kitchen diary",
    "target_on": "tomorrow",
    "much_less": "Does not cook",
    "less": "With help",
    "as_expected": "Twice a week",
    "better": "Four times",
    "much_better": "Every day",
    "baseline": "-1",
    "importance": "2",
}


@pytest.fixture
def browser(case_manager, signed_in):
    return signed_in(case_manager)


@pytest.fixture
def plan(client_file):
    return reverse("careplans:plan", args=[client_file.reference])


@pytest.fixture
def goal(client_file):
    return GoalFactory(client=client_file, number=1)


@pytest.fixture
def asked(client_file, goal):
    funder = Party.objects.get(client=client_file, pays=True)
    return RecommendationFactory(client=client_file, goals=[goal], asked=funder, number=1)


def queries_of(browser, page):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page).status_code == 200
    return len(queries)


def path_of(view, record):
    return reverse(f"careplans:{view}", args=[record.pk])


def test_an_empty_plan_leads_to_the_assessments(browser, plan, client_file):
    page = browser.get(plan).content.decode()

    assert "No goals yet" in page
    assert reverse("assessments:assessments", args=[client_file.reference]) in page


def test_the_plan_shows_needs_goals_counts_and_the_agreement(browser, plan, client_file):
    need = NeedFactory(client=client_file, text="To get out of the house")
    for score in (0, 1, -1):
        GoalRatingFactory(goal=GoalFactory(client=client_file), score=score)
    GoalFactory(client=client_file, closed=True, title="Already met")
    PlanAgreementFactory(client=client_file, agreed_with="Jon Ashby")

    page = browser.get(plan).content.decode()

    assert "2 of 3 open goals at or above expected" in page
    assert path_of("add_goal", need) in page
    assert "Agreed with Jon Ashby" in page
    assert "3 goals not agreed yet" in page
    assert "Goal attainment T-score: baseline 36.3, achieved 50.0, change 13.7" in page
    assert "Already met" in page


def test_the_plan_shows_each_recommendation_with_its_clock_or_answer(browser, plan, client_file):
    today = timezone.localdate()
    RecommendationFactory(client=client_file, action="A late one", recommended_on=today - timedelta(days=30))
    FundingDecisionFactory(recommendation=RecommendationFactory(client=client_file), answer="part", amount_pence=45_050)

    page = browser.get(plan).content.decode()

    assert "Answer 9 days late" in page
    assert "Part approved" in page
    assert "£450.50" in page


def test_a_need_becomes_a_goal(browser, client_file):
    need = NeedFactory(client=client_file)

    answer = browser.post(path_of("add_goal", need), GOAL)

    made = Goal.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, made.get_absolute_url())
    assert (made.need, made.domain, made.baseline, made.importance) == (need, need.domain, -1, 2)


def test_a_goal_without_its_levels_is_refused_and_keeps_what_was_typed(browser, client_file):
    answer = browser.post(path_of("add_goal", NeedFactory(client=client_file)), GOAL | {"better": ""})

    assert answer.status_code == 422
    assert "I want to make tea for my mum." in answer.content.decode()
    assert not Goal.objects.exists()


def test_a_goal_past_its_date_can_be_changed_without_moving_the_date(browser, client_file):
    past = timezone.localdate() - timedelta(days=3)
    goal = GoalFactory(client=client_file, target_on=past)

    answer = browser.post(path_of("change_goal", goal), GOAL | {"target_on": f"{past:%d/%m/%Y}", "version": "1"})

    goal.refresh_from_db()
    assert (answer.status_code, goal.title, goal.target_on) == (303, GOAL["title"], past)


def test_the_levels_of_an_agreed_goal_are_shown_and_not_asked_for(browser, client_file):
    goal = GoalFactory(client=client_file, agreed=True)

    page = browser.get(path_of("change_goal", goal)).content.decode()
    browser.post(path_of("change_goal", goal), GOAL | {"version": "1", "better": "Something else"})

    assert 'name="better"' not in page
    assert goal.better in page
    goal.refresh_from_db()
    assert (goal.title, goal.better) == (GOAL["title"], "Cooks alone four times a week")


def test_two_people_on_one_goal_see_both_texts(browser, goal, case_manager):
    Goal.objects.filter(pk=goal.pk).update(title="Theirs", version=2)

    answer = browser.post(path_of("change_goal", goal), GOAL | {"title": "Mine", "version": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    goal.refresh_from_db()
    assert goal.title == "Theirs"


def test_agreement_is_recorded_and_shown(browser, plan, client_file, goal):
    url = reverse("careplans:record_agreement", args=[client_file.reference])

    answer = browser.post(url, {"once_key": "one", "agreed_on": "today", "agreed_with": "Jon Ashby"})

    goal.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, plan)
    assert goal.is_agreed


def test_an_agreement_without_goals_is_refused(browser, client_file):
    url = reverse("careplans:record_agreement", args=[client_file.reference])

    answer = browser.post(url, {"once_key": "one", "agreed_on": "today", "agreed_with": "Jon Ashby"})

    assert answer.status_code == 422
    assert not PlanAgreement.objects.exists()


RATING = {"once_key": "one", "rated_on": "today", "score": "0", "evidence": "The diary.", "evidence_kind": "fact"}


def test_a_rating_shows_its_evidence_and_leads_to_the_record(browser, client_file, goal):
    record = ContactRecordFactory(client=client_file)

    answer = browser.post(path_of("rate_goal", goal), RATING | {"source": str(record.pk), "score": "-0.5"}, follow=True)

    page = answer.content.decode()
    assert GoalRating.objects.get().source == record
    assert "Partially achieved" in page
    assert record.get_absolute_url() in page


@pytest.mark.parametrize("wrong", [{"score": "3"}, {"score": ""}, {"evidence": " "}, {"source": "theirs"}])
def test_a_rating_that_does_not_fit_is_refused(browser, goal, wrong):
    typed = RATING | wrong
    if wrong.get("source"):
        typed["source"] = str(ContactRecordFactory().pk)

    answer = browser.post(path_of("rate_goal", goal), typed)

    assert answer.status_code == 422
    assert not GoalRating.objects.exists()


def test_a_closed_goal_refuses_a_rating_on_its_page(browser, client_file):
    goal = GoalFactory(client=client_file, closed=True)

    answer = browser.post(path_of("rate_goal", goal), RATING)

    assert answer.status_code == 422
    assert "This goal is closed." in answer.content.decode()


def test_a_goal_is_closed_with_its_reason(browser, goal):
    answer = browser.post(path_of("close_goal", goal), {"once_key": "one", "closed_on": "today", "reason": "Met"})

    goal.refresh_from_db()
    assert (answer.status_code, goal.closed_reason) == (303, "Met")


def test_a_recommendation_is_made_for_goals_and_shows_the_chain(browser, client_file, goal):
    funder = Party.objects.get(client=client_file, pays=True)
    url = reverse("careplans:add_recommendation", args=[client_file.reference])
    typed = {"once_key": "one", "action": "Twelve sessions", "goals": str(goal.pk), "why": "Needs prompting."}
    typed |= {"options_considered": "A day centre.", "expected_outcome": "Cooks alone.", "category": "therapy"}
    typed |= {"cost_pence": "£1,080", "recommended_on": "today", "asked": str(funder.pk)}

    page = browser.post(url, typed, follow=True).content.decode()

    made = Recommendation.objects.get()
    assert made.cost_pence == 108_000
    assert goal.get_absolute_url() in page
    assert goal.need.text in page
    assert made.get_absolute_url() in browser.get(goal.get_absolute_url()).content.decode()


def test_a_goal_or_party_of_another_client_cannot_be_chosen(browser, client_file, goal):
    url = reverse("careplans:add_recommendation", args=[client_file.reference])
    other = RecommendationFactory(goals=[GoalFactory()], asked__firm="Elsewhere Insurance")
    typed = {"once_key": "one", "goals": str(other.goals.get().pk), "asked": str(other.asked.pk)}

    answer = browser.post(url, typed)

    assert answer.status_code == 422
    assert "Elsewhere Insurance" not in answer.content.decode()
    assert Recommendation.objects.count() == 1


DECISION = {
    "once_key": "one",
    "answer": "approved",
    "amount_pence": "1,080",
    "decided_on": "today",
    "decided_by": "T. Bell",
}


def test_a_decision_is_recorded_and_shown(browser, asked):
    page = browser.post(path_of("record_decision", asked), DECISION, follow=True).content.decode()

    assert "£1,080 of £1,080" in page
    assert FundingDecision.objects.get().recommendation == asked


def test_a_refusal_without_its_reason_is_refused_beside_the_field(browser, asked):
    answer = browser.post(path_of("record_decision", asked), DECISION | {"answer": "refused", "amount_pence": ""})

    assert answer.status_code == 422
    assert "id_reason_error" in answer.content.decode()


def test_a_second_decision_is_refused(browser, asked):
    FundingDecisionFactory(recommendation=asked)

    answer = browser.post(path_of("record_decision", asked), DECISION)

    assert answer.status_code == 422
    assert "already recorded" in answer.content.decode()


def test_an_old_draft_of_a_goal_comes_back(browser, client_file, case_manager):
    need = NeedFactory(client=client_file)
    Draft.objects.create(
        author=case_manager,
        form="careplans.forms.GoalForm",
        subject=str(need.pk),
        path=path_of("add_goal", need),
        label="Goal",
        values={"title": ["Half a goal"], "baseline": ["-2"]},
        started_at=timezone.now(),
        saved_at=timezone.now(),
    )

    page = browser.get(path_of("add_goal", need)).content.decode()

    assert "Half a goal" in page
    assert 'value="-2" id="id_baseline_1" checked' in page


def test_pages_ask_no_more_often_with_thirty_rows_than_with_three(browser, plan, client_file, asked):
    goal = asked.goals.get()
    recommending = reverse("careplans:add_recommendation", args=[client_file.reference])
    pages = [plan, recommending, asked.get_absolute_url(), goal.get_absolute_url(), path_of("rate_goal", goal)]

    def add_rows(count):
        for _ in range(count):
            other = GoalFactory(client=client_file)
            made = RecommendationFactory(client=client_file, goals=[other, goal], asked=asked.asked)
            FundingDecisionFactory(recommendation=made)
            GoalRatingFactory(goal=other, source=ContactRecordFactory(client=client_file))
            GoalRatingFactory(goal=goal)
            RecordGoalFactory(goal=goal)
            NeedFactory(client=client_file)

    add_rows(3)
    browser.get(pages[0])  # the first page of a session asks more
    few = [queries_of(browser, page) for page in pages]
    add_rows(27)

    assert [queries_of(browser, page) for page in pages] == few
    assert max(few) <= 25


def test_an_outsider_finds_nothing_and_a_supervisor_only_reads(goal, asked, plan, outsider, supervisor, signed_in):
    pages = [plan, goal.get_absolute_url(), asked.get_absolute_url()]
    forms = [path_of("rate_goal", goal), path_of("change_goal", goal), path_of("record_decision", asked)]

    assert {signed_in(outsider).get(page).status_code for page in pages + forms} == {404}
    assert {signed_in(supervisor).get(page).status_code for page in pages} == {200}
    assert {signed_in(supervisor).post(form, {}).status_code for form in forms} == {403}
