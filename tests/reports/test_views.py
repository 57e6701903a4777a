"""The pages of a report, from its start to the address that is given to its reader."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from audit.models import AuditEvent
from clients.actions import withdraw_consent
from clients.models import Consent, OutsideLink
from reports.models import IssuedReport, RenderState, Report
from tests.factories.reports import IssuedReportFactory, ReportFactory
from tests.reports.conftest import SECRET_RISK, ago
from ui.models import Draft


@pytest.fixture
def desk(signed_in, story):
    """The browser of the case manager who leads."""
    return signed_in(story.by)


@pytest.fixture
def issued(story):
    return IssuedReportFactory(report=story.report, issued_by=story.by)


def path(name, record):
    return reverse(f"reports:{name}", args=[getattr(record, "reference", record.pk)])


def send(browser, address, **values):
    """Fills in the page's form as a browser would, hidden fields included."""
    page = browser.get(address)
    hidden = dict(re.findall(r'name="(once_key|form_token|version)" value="([^"]*)"', page.text))
    return browser.post(address, hidden | values)


def test_a_report_is_started_for_a_reader_with_the_words_of_the_last_review(desk, story):
    address = path("start_report", story.client)
    assert "T. Bell, Northgate Insurance (Insurer)" in desk.get(address).text

    answer = send(desk, address, reader=story.insurer.pk, starts_on="1 Sep 2026", ends_on="yesterday")

    report = Report.objects.exclude(pk=story.report.pk).get()
    assert (answer.status_code, answer["Location"]) == (303, report.get_absolute_url())
    assert report.changed == story.review.changed
    assert report.reader == story.insurer


def test_a_period_that_ends_before_it_starts_is_refused_and_kept(desk, story):
    page = send(
        desk, path("start_report", story.client), reader=story.insurer.pk, starts_on="today", ends_on="yesterday"
    )

    assert page.status_code == 422
    assert "must end on or after the day it starts" in page.text
    assert 'value="yesterday"' in page.text


def test_only_readers_of_this_instruction_are_offered(desk, story):
    other = ReportFactory().reader

    page = send(desk, path("start_report", story.client), reader=other.pk, starts_on="yesterday", ends_on="today")

    assert page.status_code == 422
    assert not Report.objects.filter(reader=other, client=story.client).exists()


def test_no_reader_leads_to_the_instruction(desk, story):
    story.client.parties.update(may_read_reports=False)

    page = desk.get(path("start_report", story.client))

    assert "No party of the instruction may read reports." in page.text


def test_wording_is_saved_and_checked_for_what_somebody_else_saved(desk, story):
    address = path("report", story.report)
    assert send(desk, address, summary="On course.").status_code == 303

    page = desk.post(address, {"version": "1", "once_key": "other", "summary": "Yours"})

    assert page.status_code == 409
    assert "On course." in page.text
    assert "Yours" in page.text
    assert Draft.objects.filter(author=story.by).count() <= 1


def test_wording_sent_after_the_report_was_issued_is_given_back(desk, story):
    address = path("report", story.report)
    hidden = dict(re.findall(r'name="(once_key|form_token|version)" value="([^"]*)"', desk.get(address).text))
    IssuedReportFactory(report=story.report)

    page = desk.post(address, hidden | {"summary": "Written too late"})

    assert page.status_code == 422
    assert "This report was issued." in page.text
    assert "Written too late" in page.text


def test_checks_name_what_to_look_at(desk, story):
    page = desk.get(path("report", story.report))

    assert "No update in the period: Goal 3" in page.text
    assert "Consent to share with Northgate Insurance and Pike &amp; Rowe Solicitors holds" in page.text


def test_without_consent_issue_is_not_offered_and_is_refused(desk, story):
    withdraw_consent(Consent.objects.get(party=story.insurer), on=timezone.localdate(), reason="No", by=story.by)

    assert path("issue_report", story.report) not in desk.get(path("report", story.report)).text
    page = send(desk, path("issue_report", story.report))

    assert page.status_code == 422
    assert "Consent to share with Northgate Insurance was withdrawn on" in page.text


def test_preview_shows_the_figures_of_the_record_and_no_withheld_risk(desk, story):
    page = desk.get(path("preview", story.report))

    assert page.status_code == 200
    assert "1 of 2 rated goals is as expected or better" in page.text
    assert "£380" in page.text
    assert "Seizures" in page.text
    assert SECRET_RISK not in page.text.split('class="report"', 1)[1]  # the banner before it is for staff


def test_a_draft_is_asked_for_watched_and_downloaded(desk, story, render_all):
    answer = send(desk, path("render_report", story.report))
    assert answer.status_code == 303
    assert "Making the PDF: queued" in desk.get(path("report", story.report)).text
    watch = path("rendering", story.report)
    assert desk.get(f"{watch}?shown=queued", headers={"HX-Request": "true"}).status_code == 204
    assert "Making the PDF" in desk.get(f"{watch}?shown=rendering", headers={"HX-Request": "true"}).text
    assert desk.get(watch).status_code == 303  # without JavaScript: back to the page

    render_all()

    assert "Download the draft PDF" in desk.get(f"{watch}?shown=queued", headers={"HX-Request": "true"}).text
    pdf = desk.get(path("draft_pdf", story.report))
    assert pdf.content.startswith(b"%PDF-")
    assert SECRET_RISK not in Report.objects.get(pk=story.report.pk).html  # from which the PDF was made
    assert AuditEvent.objects.filter(verb="report.pdf_opened", actor="Priya Kaur").count() == 1


def test_a_failure_is_said_with_the_way_to_try_again(desk, story):
    Report.objects.filter(pk=story.report.pk).update(
        render_state=RenderState.FAILED, render_problem="The PDF could not be made. Nothing is lost.", issuing=True
    )

    page = desk.get(path("report", story.report))

    assert "Nothing is lost." in page.text
    assert f'<a href="{path("issue_report", story.report)}">Try again</a>' in page.text


def test_asking_again_while_it_is_made_is_refused(desk, story):
    send(desk, path("issue_report", story.report))

    page = send(desk, path("render_report", story.report))

    assert page.status_code == 422
    assert "being made already" in page.text


def test_while_it_is_issued_there_is_no_wording_to_change(desk, story):
    send(desk, path("issue_report", story.report))

    page = desk.get(path("report", story.report))

    assert "Save wording" not in page.text


def test_a_page_that_waits_for_issue_is_loaded_again_when_it_is_issued(desk, story, issued):
    answer = desk.get(path("rendering", story.report), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_an_issued_report_is_read_and_downloaded_as_it_was_issued(desk, story, issued):
    page = desk.get(path("report", story.report))
    assert "Progress report 1.0" in page.text
    assert issued.pdf_digest in page.text

    assert "Decisions requested" in desk.get(path("issued_page", issued)).text
    pdf = desk.get(path("issued_pdf", issued))
    assert pdf.content == bytes(issued.pdf)
    assert f"progress-report-{story.client.reference}-1.0.pdf" in pdf["Content-Disposition"]
    assert desk.get(path("draft_pdf", story.report)).status_code == 404


def test_address_and_passcode_are_shown_once_and_open_the_report(desk, story, issued, client):
    answer = send(desk, path("share_report", issued))
    assert answer.status_code == 303

    page = desk.get(answer["Location"])
    address = re.search(settings.SITE_URL + r"(/r/[^/<]+/)", page.text)[1]
    passcode = re.search(r">(\d{4} \d{4})<", page.text)[1]
    assert "/r/" not in desk.get(answer["Location"]).text
    assert client.post(address, {"passcode": passcode}).status_code == 303
    assert "Decisions requested" in client.get(address).text
    assert "Viewed" in desk.get(answer["Location"]).text


def test_sharing_is_stopped(desk, story, issued):
    send(desk, path("share_report", issued))
    link = OutsideLink.objects.get(party=story.insurer)

    answer = send(desk, path("stop_sharing", link))

    assert (answer.status_code, answer["Location"]) == (303, story.report.get_absolute_url())
    assert "stopped by staff" in desk.get(answer["Location"]).text


def test_a_correction_starts_with_its_reason(desk, story, issued):
    refused = send(desk, path("correct_report", issued), reason="")
    assert refused.status_code == 422

    answer = send(desk, path("correct_report", issued), reason="Wrong date of injury")

    report = Report.objects.get(replaces=story.report)
    assert answer["Location"] == report.get_absolute_url()
    assert "Wrong date of injury" in desk.get(answer["Location"]).text
    page = desk.get(story.report.get_absolute_url())
    assert "of this report is being written" in page.text
    assert path("correct_report", issued) not in page.text


def test_lists_say_where_each_report_stands(desk, story, issued):
    draft = ReportFactory(client=story.client, reader=story.solicitor, render_state=RenderState.QUEUED)

    for address in (path("client_reports", story.client), reverse("reports:report_list")):
        page = desk.get(address)
        assert [report in page.text for report in (issued.number, "Issued", "Queued", escape(draft.reader.firm))] == [
            True
        ] * 4


def test_list_holds_only_what_the_person_may_read(desk, signed_in, supervisor, outsider, admin, story):
    foreign = ReportFactory()

    assert foreign.reader.firm == story.solicitor.firm
    assert foreign.client.reference not in desk.get(reverse("reports:report_list")).text
    assert story.client.reference in signed_in(supervisor).get(reverse("reports:report_list")).text
    assert story.client.reference not in signed_in(outsider).get(reverse("reports:report_list")).text
    assert signed_in(admin).get(reverse("reports:report_list")).status_code == 403


def addresses(story, issued):
    link = OutsideLink.objects.create(
        client=story.client,
        party=story.insurer,
        target_kind="reports.IssuedReport",
        target_id=str(issued.pk),
        token_digest="0" * 64,
        passcode_hash="!",
        sent_by=story.by,
        sent_at=timezone.now(),
        ends_at=timezone.now(),
    )
    reads = [("client_reports", story.client), ("report", story.report), ("preview", story.report)]
    reads += [("rendering", story.report), ("issued_page", issued), ("issued_pdf", issued)]
    writes = [("start_report", story.client), ("render_report", story.report), ("issue_report", story.report)]
    writes += [("correct_report", issued), ("share_report", issued), ("stop_sharing", link)]
    return [path(*one) for one in reads], [path(*one) for one in writes]


def test_doors(story, issued, signed_in, supervisor, outsider, admin):
    reads, writes = addresses(story, issued)

    assert {signed_in(story.by).get(address).status_code for address in reads + writes} == {200, 303}
    assert {signed_in(supervisor).get(address).status_code for address in reads} == {200, 303}
    assert {signed_in(supervisor).get(address).status_code for address in writes} == {403}
    assert {signed_in(outsider).get(address).status_code for address in reads + writes} == {404}
    assert {signed_in(outsider).post(address).status_code for address in writes} == {404}
    assert {signed_in(admin).get(address).status_code for address in reads + writes} == {403}
    assert IssuedReport.objects.count() == 1


def test_a_supervisor_saves_no_wording(story, signed_in, supervisor):
    answer = signed_in(supervisor).post(path("report", story.report), {"version": "1", "summary": "Mine"})

    assert answer.status_code == 403


def test_lists_take_as_many_queries_for_many_reports(desk, story, django_assert_num_queries):
    lists = [path("client_reports", story.client), reverse("reports:report_list")]
    desk.get(lists[0])
    with CaptureQueriesContext(connection) as few:
        for address in lists:
            desk.get(address)
    for number in range(12):
        report = ReportFactory(client=story.client, reader=story.insurer, ends_on=ago(number + 2))
        IssuedReportFactory(report=report)

    with django_assert_num_queries(len(few)):
        for address in lists:
            desk.get(address)
