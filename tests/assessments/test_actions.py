from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import actions
from assessments.actions import NewFinding
from assessments.measures import MEASURES
from assessments.models import Assessment, MeasureResult, Need
from audit.models import AuditEvent
from clients.models import TimelineEntry
from tests.factories.assessments import MeasureResultFactory


@pytest.fixture
def now():
    return timezone.now()


def sign(client_file, case_manager, now, **changed):
    findings = [
        NewFinding(
            domain="independence",
            found="Loses track of steps when cooking.",
            told_by="family",
            told_by_detail="Carol Ashby (mother)",
            strengths="Follows a list.",
            needs=("To cook safely alone", "To plan a week's shopping"),
        ),
        NewFinding(domain="safety", found="Two falls this year.", told_by="client"),
    ]
    given = {"assessed_on": timezone.localdate(now), "present": "Jon", "summary": "Three sentences."}
    given |= {"findings": findings, "by": case_manager, "now": now}
    return actions.sign_assessment(client_file, **given | changed)


def test_signing_keeps_findings_and_needs_with_the_day_they_were_identified(client_file, case_manager, now):
    day = timezone.localdate(now) - timedelta(days=3)

    assessment = sign(client_file, case_manager, now, assessed_on=day)

    assert {finding.domain for finding in assessment.findings.all()} == {"independence", "safety"}
    needs = Need.objects.filter(client=client_file)
    assert {(need.text, need.domain, need.identified_on) for need in needs} == {
        ("To cook safely alone", "independence", day),
        ("To plan a week's shopping", "independence", day),
    }


def test_signing_leaves_an_event_and_a_line_in_the_story(client_file, case_manager, now):
    assessment = sign(client_file, case_manager, now)

    event = AuditEvent.objects.get(verb="assessment.signed")
    assert (event.target_id, event.client) == (str(assessment.pk), client_file.reference)
    entry = TimelineEntry.objects.get(kind="assessment")
    assert entry.title == "Needs assessment, 2 needs identified"
    assert entry.url == assessment.get_absolute_url()


def test_an_assessment_without_findings_is_refused(client_file, case_manager, now):
    with pytest.raises(actions.NothingFound):
        sign(client_file, case_manager, now, findings=[])

    assert not Assessment.objects.exists()


def enter(client_file, case_manager, now, key, answers):
    given = {"taken_on": timezone.localdate(now), "rater": "client", "by": case_manager, "now": now}
    return actions.enter_measure(client_file, measure=MEASURES[key], answers=answers, **given)


def test_a_measure_is_kept_with_its_score_and_band(client_file, case_manager, now):
    result = enter(client_file, case_manager, now, "phq9", [3, 3, 2, 2, 1, 1, 0, 0, 0])

    result.refresh_from_db()
    assert (result.total, result.band, result.alert) == (12, "Moderate", "")
    assert AuditEvent.objects.filter(verb="measure.entered", target_id=str(result.pk)).count() == 1


def test_answers_by_item_are_stored_in_the_order_of_the_measure(client_file, case_manager, now):
    given = {"relationships": 1, "work": None, "home": 2, "social_leisure": 3, "private_leisure": 4}

    result = enter(client_file, case_manager, now, "wsas", given)

    assert result.answers == [None, 2, 3, 4, 1]
    assert result.total == 12.5
    assert "One item" in result.note


def test_an_alert_stands_although_there_is_no_score(client_file, case_manager, now):
    result = enter(client_file, case_manager, now, "phq9", [None, 3, 2, 2, 1, 1, 0, 0, 1])

    assert result.total is None
    assert list(MeasureResult.objects.alerts_open()) == [result]
    assert TimelineEntry.objects.filter(title="PHQ-9 entered, alert raised").exists()


def test_an_impossible_answer_is_refused(client_file, case_manager, now):
    with pytest.raises(ValueError, match="from 0 to 3"):
        enter(client_file, case_manager, now, "phq9", [4, 0, 0, 0, 0, 0, 0, 0, 0])

    assert not MeasureResult.objects.exists()


def test_answering_an_alert_says_who_did_what_and_closes_it(client_file, case_manager, now):
    result = MeasureResultFactory(client=client_file, alerting=True)

    actions.answer_alert(result, what_was_done="Rang Jon, then his GP.", by=case_manager, now=now)

    assert not MeasureResult.objects.alerts_open().exists()
    assert (result.alert_seen_by, result.alert_action) == (case_manager, "Rang Jon, then his GP.")
    assert AuditEvent.objects.get(verb="measure.alert_answered").fields == ["alert_action"]


def test_an_alert_is_answered_once(client_file, case_manager, outsider, now):
    result = MeasureResultFactory(client=client_file, alerting=True)
    actions.answer_alert(result, what_was_done="Rang Jon.", by=case_manager, now=now)

    with pytest.raises(actions.AlertAlreadyAnswered):
        actions.answer_alert(result, what_was_done="Something else.", by=outsider, now=now)

    result.refresh_from_db()
    assert result.alert_action == "Rang Jon."


def test_a_result_without_an_alert_has_nothing_to_answer(client_file, case_manager, now):
    with pytest.raises(actions.AlertAlreadyAnswered):
        actions.answer_alert(
            MeasureResultFactory(client=client_file), what_was_done="Nothing.", by=case_manager, now=now
        )
