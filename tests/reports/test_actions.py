"""Rendering as a job and issuing: whoever asked, whatever happens to the worker, a report goes out once and whole."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import AuditEvent
from clients.actions import withdraw_consent
from clients.caseload_actions import assign_lead, end_assignment
from clients.consent import ConsentMissing
from clients.models import Assignment, Consent, TimelineEntry
from reports import actions, pdf
from reports.contents import ProgressReport
from reports.models import IssuedReport, RenderState, Report
from tests.factories.accounts import UserFactory
from tests.factories.careplans import GoalRatingFactory
from tests.factories.reports import IssuedReportFactory, ReportFactory
from tests.reports.conftest import SECRET_RISK
from ui.versions import Stale


def ask_to_issue(story):
    actions.ask_to_issue(story.report, by=story.by, now=timezone.now())


def state(report):
    report = Report.objects.get(pk=report.pk)
    return report.render_state, report.render_problem


def events(verb, target):
    return AuditEvent.objects.filter(verb=verb, target_id=str(target.pk)).count()


def withdraw(story):
    consent = Consent.objects.get(party=story.insurer)
    withdraw_consent(consent, on=timezone.localdate(), reason="Changed his mind", by=story.by)


def test_start_report_is_audited(story):
    assert events("report.started", story.report) == 1


def test_change_wording_saves_the_sentences(story):
    actions.change_wording(story.report, version=1, summary="On course.", by=story.by, now=timezone.now())

    story.report.refresh_from_db()
    assert (story.report.summary, story.report.version) == ("On course.", 2)
    assert AuditEvent.objects.get(verb="report.changed").fields == ["summary"]


def test_change_wording_refuses_the_second_of_two(story):
    actions.change_wording(story.report, version=1, summary="Mine", by=story.by, now=timezone.now())

    with pytest.raises(Stale):
        actions.change_wording(story.report, version=1, summary="Yours", by=story.by, now=timezone.now())


def test_a_draft_is_made_by_the_next_worker(story, render_all):
    actions.ask_to_render(story.report, by=story.by, now=timezone.now())
    assert state(story.report) == (RenderState.QUEUED, "")

    render_all()

    report = Report.objects.get(pk=story.report.pk)
    assert report.render_state == RenderState.DONE
    assert bytes(report.pdf).startswith(b"%PDF-")
    assert "DRAFT" in report.html
    assert not IssuedReport.objects.exists()
    assert events("report.render_asked", report) == events("report.rendered", report) == 1


def test_asking_twice_queues_once(story):
    actions.ask_to_render(story.report, by=story.by, now=timezone.now())

    with pytest.raises(actions.AlreadyRendering):
        ask_to_issue(story)


def test_wording_is_closed_while_the_report_is_being_issued(story):
    ask_to_issue(story)

    with pytest.raises(actions.AlreadyRendering):
        actions.change_wording(story.report, version=1, summary="Too late", by=story.by, now=timezone.now())


def test_wording_may_go_on_while_a_draft_is_made(story):
    actions.ask_to_render(story.report, by=story.by, now=timezone.now())

    actions.change_wording(story.report, version=1, summary="Go on", by=story.by, now=timezone.now())


def test_issue_keeps_data_page_and_pdf_with_their_fingerprints(issued):
    content = ProgressReport.from_json(json.dumps(issued.data))

    assert issued.number == content.version == "1.0"
    assert issued.data_digest == content.fingerprint == hashlib.sha256(content.to_json().encode()).hexdigest()
    assert issued.html_digest == hashlib.sha256(issued.html.encode()).hexdigest()
    assert issued.pdf_digest == hashlib.sha256(bytes(issued.pdf)).hexdigest()
    assert issued.data_digest in issued.html.replace(" ", "")
    assert "DRAFT" not in issued.html
    assert content.issued_at == issued.issued_at
    assert content.statement.signed.name == "Priya Kaur"


def test_a_risk_that_is_not_for_readers_goes_out_nowhere(issued):
    assert "Seizures" in issued.html
    assert SECRET_RISK not in issued.html + json.dumps(issued.data)


def test_issue_is_told_and_then_frozen_whatever_the_record_says_later(issued, story):
    entry = TimelineEntry.objects.get(target=str(issued.report.pk))
    assert entry.title == "Progress report 1.0 issued, for Northgate Insurance"
    assert events("report.issue_asked", issued.report) == events("report.issued", issued) == 1

    before = (issued.data, issued.html, bytes(issued.pdf))
    GoalRatingFactory(goal=story.walking, score=2, rated_on=story.ends_on, by=story.by)
    Report.objects.filter(pk=story.report.pk).update(summary="Something else")

    again = IssuedReport.objects.get(pk=issued.pk)

    assert (again.data, again.html, bytes(again.pdf)) == before


@pytest.mark.parametrize("change", [{"number": "9.9"}, {"html": "<p>forged</p>"}, {"pdf": b"forged"}])
def test_the_database_refuses_to_change_an_issued_report(db, change):
    issued = IssuedReportFactory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IssuedReport.objects.filter(pk=issued.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IssuedReport.objects.filter(pk=issued.pk).delete()


def test_an_issued_report_is_not_written_on(story):
    IssuedReportFactory(report=story.report)
    for refused in (actions.ask_to_render, actions.ask_to_issue):
        with pytest.raises(actions.AlreadyIssued):
            refused(story.report, by=story.by, now=timezone.now())
    with pytest.raises(actions.AlreadyIssued):
        actions.change_wording(story.report, version=1, summary="Late", by=story.by, now=timezone.now())


def test_issue_needs_consent_to_share_with_its_reader(story):
    withdraw(story)

    with pytest.raises(ConsentMissing):
        ask_to_issue(story)
    assert state(story.report)[0] == RenderState.NONE


def test_consent_is_asked_again_when_the_job_runs(story, render_all):
    ask_to_issue(story)
    withdraw(story)

    render_all()

    assert state(story.report)[0] == RenderState.FAILED
    assert "was withdrawn" in state(story.report)[1]
    assert not IssuedReport.objects.exists()


def test_rights_are_asked_again_when_the_job_runs(story, outsider, admin, render_all):
    ask_to_issue(story)
    assign_lead(story.client, staff=outsider, by=admin, now=timezone.now(), reason="Handed over")

    render_all()

    assert state(story.report) == (RenderState.FAILED, "Who asked for this PDF no longer works on this client.")
    assert not IssuedReport.objects.exists()


def test_a_person_who_left_issues_nothing(story, render_all):
    ask_to_issue(story)
    story.by.is_active = False
    story.by.save()

    render_all()

    assert not IssuedReport.objects.exists()


def test_an_ended_spell_is_noticed_too(story, admin, render_all):
    ask_to_issue(story)
    end_assignment(Assignment.objects.get(client=story.client), by=admin, now=timezone.now())

    render_all()

    assert state(story.report)[0] == RenderState.FAILED


def test_a_report_whose_worker_is_gone_is_rendered_again_and_the_lost_one_changes_nothing(story):
    now = timezone.now()
    ask_to_issue(story)
    lost = actions._claim(now)
    assert not actions.render_next(now=now + timedelta(minutes=1))

    assert actions.render_next(now=now + timedelta(minutes=6))
    actions._fail(lost, "I was away", now=now)

    assert state(story.report) == (RenderState.DONE, "")
    assert IssuedReport.objects.count() == 1


def test_a_report_that_takes_every_worker_down_is_given_up_after_three_tries(story):
    now = timezone.now()
    ask_to_issue(story)
    for attempt in range(3):
        assert actions._claim(now + timedelta(minutes=6 * attempt))

    assert actions.render_next(now=now + timedelta(minutes=18))

    assert state(story.report) == (RenderState.FAILED, "The PDF could not be made in three tries. Nothing is lost.")
    assert events("report.render_failed", story.report) == 1


def test_a_pdf_that_cannot_be_made_is_said_and_may_be_tried_again(story, render_all):
    Report.objects.filter(pk=story.report.pk).update(unchanged="x" * 5_000_001)
    story.report.refresh_from_db()
    ask_to_issue(story)
    render_all()
    assert state(story.report)[0] == RenderState.FAILED
    assert "Nothing is lost. Reference" in state(story.report)[1]

    Report.objects.filter(pk=story.report.pk).update(unchanged="Shorter")
    story.report.refresh_from_db()
    ask_to_issue(story)
    render_all()

    assert state(story.report) == (RenderState.DONE, "")
    assert IssuedReport.objects.count() == 1


def test_without_pango_issuing_waits_and_says_so(story, render_all, tmp_path, monkeypatch):
    """A weasyprint package that cannot load its library stands in front of the real one."""
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango-1.0-0")')
    real = pdf._environment
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_environment", lambda scratch: real(scratch) | {"PYTHONPATH": str(tmp_path)})
        ask_to_issue(story)
        render_all()
    assert state(story.report)[0] == RenderState.FAILED
    assert "Pango is not installed" in state(story.report)[1]
    assert not IssuedReport.objects.exists()

    ask_to_issue(story)
    render_all()

    assert IssuedReport.objects.exists()


def test_a_correction_says_what_it_replaces_and_why(issued, story, render_all):
    report = actions.start_correction(issued, reason="Wrong date of injury", by=story.by, now=timezone.now())
    assert (report.changed, report.reader, report.starts_on) == ("He walks alone.", story.insurer, story.starts_on)
    actions.ask_to_issue(report, by=story.by, now=timezone.now())
    render_all()

    corrected = IssuedReport.objects.get(report=report)

    assert (corrected.number, corrected.replaces) == ("1.1", issued)
    assert events("report.correction_started", report) == 1
    assert "Replaces version 1.0, issued" in corrected.html
    assert "Wrong date of injury" in corrected.html
    assert IssuedReport.objects.get(pk=issued.pk).html == issued.html
    assert Report.objects.with_story().get(pk=story.report.pk).was_corrected


def test_a_report_is_corrected_once(story):
    issued = IssuedReportFactory(report=story.report)
    actions.start_correction(issued, reason="One", by=story.by, now=timezone.now())

    with pytest.raises(actions.AlreadyCorrected):
        actions.start_correction(issued, reason="Two", by=story.by, now=timezone.now())


def test_a_replaced_version_is_not_shared(story):
    issued = IssuedReportFactory(report=story.report)
    report = ReportFactory(client=story.client, reader=story.insurer, replaces=issued.report)
    IssuedReportFactory(report=report, replaces=issued, number="1.1")

    with pytest.raises(actions.AlreadyCorrected, match="has replaced this one"):
        actions.share(issued, by=story.by, now=timezone.now())


def test_sharing_is_told_in_the_file(story):
    issued = IssuedReportFactory(report=story.report)
    made, other = actions.share(issued, by=story.by, now=timezone.now())

    assert (made.link.party, other.link.party) == (story.insurer, story.solicitor)
    assert events("link.made", made.link) == 1
    titles = TimelineEntry.objects.filter(target=str(issued.report.pk)).values_list("title", flat=True)
    assert "Progress report 1.0 shared by link with T. Bell, Northgate Insurance" in titles


@pytest.mark.django_db(transaction=True)
def test_many_workers_render_each_report_once(story):
    """Four workers, each with a connection of its own, wake up at the same bell for three reports."""
    now, readers = timezone.now(), [story.solicitor, story.insurer, story.solicitor]
    given = {"client": story.client, "starts_on": story.starts_on, "ends_on": story.ends_on, "by": story.by, "now": now}
    reports = [actions.start_report(reader=reader, **given) for reader in readers]
    for report in reports:
        actions.ask_to_issue(report, by=story.by, now=now)
    together, problems = threading.Barrier(4), []

    def work():
        try:
            together.wait()
            while actions.render_next(now=timezone.now()):
                pass
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert problems == []
    assert IssuedReport.objects.count() == 3
    assert [
        (events("report.rendered", report), report.render_attempts)
        for report in Report.objects.filter(pk__in=[report.pk for report in reports])
    ] == [(1, 1)] * 3


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_issue_at_once_one_does(story):
    together, outcomes = threading.Barrier(2), []

    def issue():
        try:
            report = Report.objects.get(pk=story.report.pk)
            together.wait()
            actions.ask_to_issue(report, by=story.by, now=timezone.now())
            outcomes.append("asked")
        except (actions.AlreadyRendering, actions.AlreadyIssued):
            outcomes.append("refused")
        finally:
            connection.close()

    people = [threading.Thread(target=issue) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(outcomes) == ["asked", "refused"]


def test_supervisors_read_reports_and_issue_none(story, supervisor):
    ask_to_issue(story)
    Report.objects.update(asked_to_render_by=supervisor)
    actions.render_next(now=timezone.now())

    assert not IssuedReport.objects.exists()
    assert Report.objects.visible_to(supervisor).count() == 1
    assert Report.objects.visible_to(UserFactory()).count() == 0
