import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, MeasureResult, Need
from tests.factories.assessments import AssessmentFactory, FindingFactory, MeasureResultFactory, NeedFactory
from tests.factories.careplans import GoalFactory


@pytest.fixture
def browser(case_manager, signed_in):
    return signed_in(case_manager)


def of(client_file, view, *args):
    return reverse(f"assessments:{view}", args=[client_file.reference, *args])


ASSESSMENT = {
    "once_key": "one",
    "assessed_on": "today",
    "present": "Jon",
    "summary": "",
    "independence_found": "Loses track of steps.",
    "independence_told_by": "family",
    "independence_needs": "To cook safely alone\r\n\r\n  To shop  ",
}


def test_an_assessment_is_signed_with_the_domains_that_were_filled_in(browser, client_file):
    answer = browser.post(of(client_file, "add_assessment"), ASSESSMENT)

    assessment = Assessment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, assessment.get_absolute_url())
    assert [finding.domain for finding in assessment.findings.all()] == ["independence"]
    assert {need.text for need in Need.objects.all()} == {"To cook safely alone", "To shop"}


def test_an_empty_assessment_is_refused_and_keeps_what_was_typed(browser, client_file):
    answer = browser.post(
        of(client_file, "add_assessment"), {"once_key": "one", "assessed_on": "today", "summary": "Kept words"}
    )

    assert answer.status_code == 422
    assert b"at least one domain" in answer.content
    assert b"Kept words" in answer.content


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"safety_strengths": "Careful"}, "Enter what was found about safety."),
        ({"safety_found": "Falls"}, "Choose who said so about safety."),
        ({"independence_needs": "x" * 501}, "Shorten each need to 500 characters or fewer."),
        ({"independence_needs": "\n".join("abcdefghijklm")}, "Enter at most 12 needs"),
    ],
)
def test_what_is_missing_in_a_domain_is_said_beside_the_field(browser, client_file, typed, words):
    answer = browser.post(of(client_file, "add_assessment"), ASSESSMENT | typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Assessment.objects.exists()


def test_an_assessment_leads_to_a_goal_for_each_need(browser, client_file):
    finding = FindingFactory(assessment=AssessmentFactory(client=client_file))
    need = NeedFactory(client=client_file, finding=finding)
    goal = GoalFactory(client=client_file, need=need)

    page = browser.get(finding.assessment.get_absolute_url()).content.decode()

    assert reverse("careplans:add_goal", args=[need.pk]) in page
    assert goal.get_absolute_url() in page


def test_a_measure_is_scored_and_shown(browser, client_file):
    typed = {"once_key": "one", "taken_on": "today", "rater": "client"}
    typed |= {f"item_{key}": "2" for key in ("work", "home", "social_leisure", "private_leisure", "relationships")}

    answer = browser.post(of(client_file, "add_measure", "wsas"), typed, follow=True)

    page = answer.content.decode()
    assert MeasureResult.objects.get().total == 10
    assert "10 of 40" in page
    assert "Significant impairment" in page


def test_a_measure_with_answers_left_out_says_what_that_means(browser, client_file):
    typed = {"once_key": "one", "taken_on": "today", "rater": "client", "item_interest": "3", "item_mood": ""}

    page = browser.post(of(client_file, "add_measure", "phq9"), typed, follow=True).content.decode()

    assert MeasureResult.objects.get().answers == [3] + [None] * 8
    assert "No score: 8 of 9 items are not answered." in page
    assert "1 of 9" in page


def test_an_answer_out_of_range_is_refused(browser, client_file):
    typed = {"once_key": "one", "taken_on": "today", "rater": "client", "item_work": "9"}

    answer = browser.post(of(client_file, "add_measure", "wsas"), typed)

    assert answer.status_code == 422
    assert not MeasureResult.objects.exists()


def test_a_measure_without_any_answer_is_refused(browser, client_file):
    answer = browser.post(of(client_file, "add_measure", "wsas"), {"once_key": "one", "taken_on": "today"})

    assert answer.status_code == 422
    assert "Enter the answer to at least one item." in answer.content.decode()
    assert not MeasureResult.objects.exists()


def test_an_unknown_measure_is_not_found(browser, client_file):
    assert browser.get(of(client_file, "add_measure", "hads")).status_code == 404


def test_an_open_alert_is_loud_until_it_is_answered(browser, client_file):
    result = MeasureResultFactory(client=client_file, alerting=True)
    pages = [of(client_file, "assessments"), reverse("careplans:plan", args=[client_file.reference])]
    answering = reverse("assessments:answer_alert", args=[result.pk])
    assert all("alert not answered" in browser.get(page).content.decode() for page in pages)
    assert "act on this today" in browser.get(result.get_absolute_url()).content.decode()

    answer = browser.post(answering, {"once_key": "one", "what_was_done": "Rang Jon, then his GP."})

    assert answer.status_code == 303
    assert not any("alert not answered" in browser.get(page).content.decode() for page in pages)
    assert "Rang Jon, then his GP." in browser.get(result.get_absolute_url()).content.decode()


def test_pages_ask_no_more_often_with_thirty_rows_than_with_three(browser, client_file):
    finding = FindingFactory(assessment=AssessmentFactory(client=client_file))
    pages = [of(client_file, "assessments"), finding.assessment.get_absolute_url()]

    def add_rows(count):
        for _ in range(count):
            MeasureResultFactory(client=client_file)
            AssessmentFactory(client=client_file)
            GoalFactory(client=client_file, need=NeedFactory(client=client_file, finding=finding))

    def queries_of(page):
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        return len(queries)

    add_rows(3)
    browser.get(pages[0])  # the first page of a session asks more
    few = [queries_of(page) for page in pages]
    add_rows(27)

    assert [queries_of(page) for page in pages] == few
    assert max(few) <= 25
    assert b"Showing 1 to 25 of 30" in browser.get(pages[0]).content


def test_an_outsider_sees_nothing_and_a_supervisor_only_reads(client_file, outsider, supervisor, signed_in):
    page, writing = of(client_file, "assessments"), of(client_file, "add_assessment")

    assert signed_in(outsider).get(page).status_code == 404
    assert signed_in(outsider).post(writing, ASSESSMENT).status_code == 404
    assert signed_in(supervisor).get(page).status_code == 200
    assert signed_in(supervisor).post(writing, ASSESSMENT).status_code == 403
