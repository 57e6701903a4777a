"""Who receives reports at the same moment receives them in one step, or nobody does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.actions import withdraw_consent
from clients.consent import ConsentMissing
from clients.models import OutsideLink, Party, Receives
from reports import actions
from reports.checks import checks_of
from tests.factories.reports import IssuedReportFactory, ReportFactory


@pytest.fixture
def insurer(client_file):
    return Party.objects.select_related("instruction", "client").get(client=client_file, pays=True)


@pytest.fixture
def solicitor(client_file):
    return Party.objects.get(client=client_file, instructs=True)


@pytest.fixture
def issued(client_file, insurer, case_manager):
    return IssuedReportFactory(report=ReportFactory(client=client_file, reader=insurer), issued_by=case_manager)


@pytest.fixture
def given(case_manager):
    return {"by": case_manager, "now": timezone.now()}


def withdraw(party, by):
    withdraw_consent(party.consents.get(), on=timezone.localdate(), reason="Changed his mind", by=by)


def apart(client):
    """As if nobody received together: each reader as soon as it is issued."""
    Party.objects.filter(client=client).update(receives=Receives.AT_ONCE)


def readers(links):
    return {link.party.firm for link in links}


def test_sharing_makes_a_link_for_each_at_the_same_moment(issued, given):
    made = actions.share(issued, **given)

    assert [each.link.party.firm for each in made] == ["Northgate Insurance", "Pike & Rowe Solicitors"]
    assert len({each.passcode for each in made}) == 2
    assert set(OutsideLink.objects.values_list("sent_at", flat=True)) == {given["now"]}


def test_without_the_consent_of_one_nobody_receives_it(issued, solicitor, given, case_manager, signed_in):
    withdraw(solicitor, case_manager)

    with pytest.raises(ConsentMissing, match="so neither may have it alone"):
        actions.share(issued, **given)

    assert not OutsideLink.objects.exists()
    page = signed_in(case_manager).get(issued.report.get_absolute_url()).content.decode()
    assert "Consent to share with Pike &amp; Rowe Solicitors was withdrawn on" in page
    assert reverse("reports:share_report", args=[issued.pk]) not in page


def test_those_who_do_not_receive_together_do_not_wait_for_each_other(client_file, insurer, solicitor, given):
    """The control: the same withdrawal, and the link is made."""
    apart(client_file)
    withdraw(solicitor, given["by"])
    report = ReportFactory(client=client_file, reader=Party.objects.get(pk=insurer.pk))

    assert readers(each.link for each in actions.share(IssuedReportFactory(report=report), **given)) == {insurer.firm}


def test_a_report_is_not_issued_to_one_of_them_alone(client_file, insurer, solicitor, given):
    report = ReportFactory(client=client_file, reader=insurer)
    assert "Northgate Insurance and Pike & Rowe" in checks_of(report, today=timezone.localdate())[0].words
    actions.ask_to_issue(report, **given)
    withdraw(solicitor, given["by"])

    assert actions.render_next(now=timezone.now())

    report.refresh_from_db()
    assert "so neither may have it alone. It was not issued." in report.render_problem
    with pytest.raises(ConsentMissing, match="So this report cannot be issued"):
        actions.ask_to_issue(report, **given)
    assert not checks_of(report, today=timezone.localdate())[0].fine


def test_the_first_consent_to_end_is_told(client_file, insurer, solicitor):
    ends = timezone.localdate() + timedelta(days=3)
    solicitor.consents.update(ends_on=ends)
    check = checks_of(ReportFactory(client=client_file, reader=insurer), today=timezone.localdate())[0]
    assert not check.fine
    assert f"ends {ends.day} " in check.words


def test_who_lost_a_link_gets_another_and_the_others_keep_theirs(issued, solicitor, given):
    actions.share(issued, **given)
    OutsideLink.objects.filter(party=solicitor).update(stopped_at=timezone.now(), stopped_why="Five wrong passcodes")

    (again,) = actions.share(issued, **given)
    assert again.link.party == solicitor
    assert len(actions.share(issued, **given)) == 2, "all have one: whoever asks again wants new ones"


def test_the_page_says_who_receives_it_and_shows_each_link_once(issued, case_manager, signed_in):
    browser = signed_in(case_manager)
    where = reverse("reports:share_report", args=[issued.pk])
    asks = browser.get(where).content.decode()
    assert "T. Bell, Northgate Insurance (insurer) and A. Rowe, Pike &amp; Rowe Solicitors" in asks
    assert "a link for each is made in one step, or none" in asks

    answer = browser.post(where, {})
    page = browser.get(answer["Location"]).content.decode()

    assert page.count("Passcode</dt>") == 2
    assert "Passcode</dt>" not in browser.get(answer["Location"]).content.decode()
