"""A link with a passcode lets one reader open one report, for some days, and nothing else."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.actions import withdraw_consent
from clients.consent import ConsentMissing
from clients.link_actions import share_by_link, stop_link, try_passcode
from clients.models import Consent, Instruction, LinkOpening, OutsideLink, Party
from reports import actions
from tests.factories.reports import IssuedReportFactory, ReportFactory


@pytest.fixture
def report(client_file, case_manager):
    """Issued to the insurer, with the example's page and a few bytes of PDF."""
    reader = Party.objects.get(client=client_file, pays=True)
    return IssuedReportFactory(report=ReportFactory(client=client_file, reader=reader), issued_by=case_manager)


def share(report, by):
    """The link of the report's own reader, which is made first."""
    return actions.share(report, by=by, now=timezone.now())[0]


@pytest.fixture
def made(report, case_manager):
    return share(report, case_manager)


@pytest.fixture
def path(made):
    return reverse("reports:shared_report", args=[made.token])


@pytest.fixture
def reader():
    return Browser()


@pytest.fixture
def inside(reader, path, made):
    """The reader's browser after the passcode was right."""
    assert reader.post(path, {"passcode": made.passcode}).status_code == 303
    return reader


def wrong(passcode):
    return f"{(int(passcode) + 1) % 10**8:08d}"


def test_opening_the_address_opens_nothing(reader, path, case_manager):
    page = reader.get(path)

    assert page.status_code == 200
    assert "A report has been shared with you" in page.text
    assert "Ashby" not in page.text
    assert "Jordan" not in page.text
    assert not LinkOpening.objects.exists()


def test_passcode_shows_the_report_and_is_recorded(reader, path, made):
    answer = reader.post(path, {"passcode": made.passcode})
    assert (answer.status_code, answer["Location"]) == (303, path)

    page = reader.get(path)

    assert page.status_code == 200
    assert "Decisions requested" in page.text
    assert [opening.what for opening in LinkOpening.objects.all()] == ["viewed"]
    event = AuditEvent.objects.get(verb="link.viewed")
    assert (event.target_id, event.actor) == (str(made.link.pk), f"link {made.link.pk}")


def test_passcode_may_be_typed_with_spaces(reader, path, made):
    spaced = f" {made.passcode[:4]} {made.passcode[4:]} "

    assert reader.post(path, {"passcode": spaced}).status_code == 303


def test_pdf_is_the_issued_bytes_and_is_recorded(inside, made, report):
    answer = inside.get(reverse("reports:shared_pdf", args=[made.token]))

    assert answer.content == bytes(report.pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert report.file_name in answer["Content-Disposition"]
    assert [opening.what for opening in LinkOpening.objects.all()] == ["downloaded"]


def test_the_passcode_page_tells_other_sites_nothing(reader, path):
    """Not "no-referrer": a browser would then send its form without an Origin, and CSRF would refuse it."""
    answer = reader.get(path)

    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_pdf_without_passcode_leads_to_the_passcode(reader, made, path):
    answer = reader.get(reverse("reports:shared_pdf", args=[made.token]))

    assert (answer.status_code, answer["Location"]) == (303, path)
    assert not LinkOpening.objects.exists()


def test_nothing_that_is_sent_may_be_kept_or_passed_on(inside, path, made):
    for address in (path, reverse("reports:shared_pdf", args=[made.token])):
        answer = inside.get(address)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]


def test_four_wrong_passcodes_leave_the_link_open_and_the_fifth_ends_it(reader, path, made):
    for _ in range(4):
        page = reader.post(path, {"passcode": wrong(made.passcode)})
        assert page.status_code == 422
        assert "This passcode is not right" in page.text

    assert reader.post(path, {"passcode": wrong(made.passcode)}).status_code == 410

    assert reader.post(path, {"passcode": made.passcode}).status_code == 410
    link = OutsideLink.objects.get(pk=made.link.pk)
    assert link.stopped_why == "Five wrong passcodes"
    assert AuditEvent.objects.filter(verb="link.passcode_wrong").count() == 5
    assert AuditEvent.objects.filter(verb="link.stopped").count() == 1


def test_a_right_passcode_forgives_the_wrong_ones_before(reader, path, made):
    for _ in range(4):
        reader.post(path, {"passcode": wrong(made.passcode)})
    reader.post(path, {"passcode": made.passcode})

    assert OutsideLink.objects.get(pk=made.link.pk).wrong_tries == 0


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_get_no_more_than_five(made):
    together, given = threading.Barrier(12), []

    def attempt():
        together.wait()
        given.append(try_passcode(made.link, wrong(made.passcode), now=timezone.now()))
        connection.close()

    tries = [threading.Thread(target=attempt) for _ in range(12)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert given == [False] * 12
    assert OutsideLink.objects.get(pk=made.link.pk).wrong_tries == 5
    assert AuditEvent.objects.filter(verb="link.passcode_wrong").count() == 5


def test_empty_passcode_is_explained_and_does_not_count(reader, path, made):
    page = reader.post(path, {"passcode": ""})

    assert page.status_code == 422
    assert "Enter the passcode." in page.text
    assert OutsideLink.objects.get(pk=made.link.pk).wrong_tries == 0


def test_unknown_link_is_404(reader, db):
    for name in ("shared_report", "shared_pdf"):
        assert reader.get(reverse(f"reports:{name}", args=["no-such-token"])).status_code == 404


@pytest.mark.parametrize(
    "ending",
    [
        lambda made: OutsideLink.objects.filter(pk=made.link.pk).update(ends_at=timezone.now() - timedelta(seconds=1)),
        lambda made: stop_link(made.link, by=made.link.sent_by, now=timezone.now()),
        lambda made: withdraw_consent(
            Consent.objects.get(party=made.link.party), on=timezone.localdate(), reason="No", by=made.link.sent_by
        ),
        lambda made: Party.objects.filter(pk=made.link.party.pk).update(may_read_reports=False),
        lambda made: Instruction.objects.update(ends_on=timezone.localdate()),
    ],
    ids=["ended", "stopped", "consent withdrawn", "no reader any more", "instruction over"],
)
def test_a_link_that_does_not_hold_any_more_is_gone_for_who_is_inside_too(inside, path, made, ending):
    ending(made)

    for answer in (inside.get(path), inside.post(path, {"passcode": made.passcode}), inside.get(f"{path}pdf/")):
        assert answer.status_code == 410
        assert "This link has ended" in answer.text
        assert answer["Referrer-Policy"] == "no-referrer"
    assert not LinkOpening.objects.exists()


def test_one_link_opens_one_report(inside, client_file, case_manager, report):
    other = IssuedReportFactory(report=ReportFactory(client=client_file, reader=report.report.reader))
    another = share(other, case_manager)

    page = inside.get(reverse("reports:shared_report", args=[another.token]))

    assert "Enter the passcode" in page.text
    assert inside.get(reverse("reports:shared_pdf", args=[another.token])).status_code == 303


def test_a_reader_is_nobody_inside_the_practice(inside, client_file, report):
    for address in ("/", client_file.get_absolute_url(), report.report.get_absolute_url(), f"/issued/{report.pk}/pdf/"):
        answer = inside.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/")


def test_the_door_closes_after_an_hour(inside, path, made):
    session = inside.session
    session[f"link {made.link.pk}"] -= 3601
    session.save()

    assert "Enter the passcode" in inside.get(path).text


def test_passcode_and_token_are_stored_as_digests_only(made):
    link = OutsideLink.objects.get(pk=made.link.pk)

    assert len(made.passcode) == 8
    stored = " ".join(str(value) for value in vars(link).values())
    assert made.token not in stored
    assert made.passcode not in stored


def test_sharing_needs_consent(report, case_manager):
    consent = Consent.objects.get(party=report.report.reader)
    withdraw_consent(consent, on=timezone.localdate(), reason="No", by=case_manager)

    with pytest.raises(ConsentMissing):
        share_by_link(
            report.client, party=report.report.reader, target=report, by=case_manager, now=timezone.now(), days=14
        )


def test_a_reader_of_a_replaced_version_is_told(inside, path, report):
    assert "A later version has replaced this report" not in inside.get(path).text

    correction = ReportFactory(client=report.client, reader=report.report.reader, replaces=report.report)
    IssuedReportFactory(report=correction, replaces=report, number="1.1")

    assert "A later version has replaced this report" in inside.get(path).text
