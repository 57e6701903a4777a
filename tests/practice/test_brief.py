"""One page before a visit: what it says, and that a long file costs no more than a new one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careplans.models import FundingDecision, Recommendation
from clients.models import TimelineEntry
from practice.brief import news, people
from providers.models import Referral
from records.actions import sign_contact
from tests.access.practice import file_of
from tests.factories.audit import AuditEventFactory
from tests.factories.careplans import GoalFactory
from tests.factories.clients import (
    AlertFactory,
    ConsentFactory,
    PersonAroundFactory,
    PromiseFactory,
    RiskFactory,
    TimelineEntryFactory,
)
from tests.factories.records import ContactRecordFactory
from tests.test_queries import MOST, NOT_COUNTED

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
FILE = ("practice:brief", "practice:client_summary", "records:timeline", "practice:person", "clients:safety")
MONTHS = 120


def where(client, route="practice:brief"):
    return reverse(route, args=[client.reference])


def ten_years_of_visits(client, by):
    for month in range(MONTHS):
        at = NOW - timedelta(days=30 * month + 2)
        record = ContactRecordFactory(client=client, author=by, happened_at=at, signed_at=at)
        TimelineEntryFactory(client=client, at=at, entered_at=at, route="records:contact_record", target=str(record.pk))
        AuditEventFactory(client=client.reference, verb="timeline.opened", actor_id=str(by.pk), at=at)


def queries_of(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


@pytest.mark.parametrize("route", FILE)
def test_ten_years_of_monthly_visits_open_with_as_many_queries_as_a_new_file(
    signed_in, case_manager, client_file, route
):
    browser = signed_in(case_manager)
    TimelineEntryFactory(client=client_file)
    AuditEventFactory(
        client=client_file.reference, verb="timeline.opened", actor_id=str(case_manager.pk), at=NOW - timedelta(days=9)
    )
    new = queries_of(browser, where(client_file, route))
    ten_years_of_visits(client_file, case_manager)
    old = queries_of(browser, where(client_file, route))
    assert TimelineEntry.objects.filter(client=client_file).count() > MONTHS
    assert len(old) == len(new), "\n".join(sql[:120] for sql in old)


def test_the_brief_of_a_busy_file_asks_no_more_than_any_page_may(signed_in, case_manager):
    file = file_of(case_manager)
    AuditEventFactory(
        client=file.client.reference, verb="plan.opened", actor_id=str(case_manager.pk), at=NOW - timedelta(days=9)
    )
    TimelineEntryFactory(client=file.client)
    sent = {"sent_on": TODAY - timedelta(days=60), "consent": file.rows["clients.Consent"]}
    Referral.objects.update(state="sent", **sent)
    FundingDecision.objects.all().delete()
    Recommendation.objects.update(answer_due_on=TODAY)
    asked = queries_of(signed_in(case_manager), where(file.client))
    assert len(asked) <= MOST, "\n".join(sql[:120] for sql in asked)


def test_what_is_new_counts_from_the_last_opening_on_an_earlier_day(case_manager, client_file):
    assert news(client_file, case_manager, TODAY).since is None
    seen = NOW - timedelta(days=5)
    AuditEventFactory(client=client_file.reference, verb="plan.opened", actor_id=str(case_manager.pk), at=seen)
    AuditEventFactory(client=client_file.reference, verb="plan.opened", actor_id=str(case_manager.pk), at=NOW)
    TimelineEntryFactory(client=client_file, entered_at=seen - timedelta(hours=1), title="Old")
    TimelineEntryFactory(client=client_file, entered_at=seen + timedelta(hours=1), title="New")
    told = news(client_file, case_manager, TODAY)
    assert told.since == seen
    assert "New" in [entry.title for entry in told.entries.lines]
    assert "Old" not in [entry.title for entry in told.entries.lines]


def test_it_says_what_somebody_needs_at_the_door(signed_in, case_manager, client_file):
    GoalFactory(client=client_file, title="Cook alone")
    AlertFactory(client=client_file, words="Ring ahead")
    RiskFactory(client=client_file, hazard="Cooker left on")
    PromiseFactory(client=client_file, what="Send the leaflet", due_on=TODAY)
    page = signed_in(case_manager).get(where(client_file)).content.decode()
    for words in ("Cook alone", "Ring ahead", "Cooker left on", "Send the leaflet", "A. Rowe"):
        assert words in page, words


def test_people_to_call_begin_with_the_client(client_file):
    assert people(client_file, TODAY).lines[0].role == "Client"


def test_people_to_call_say_what_each_may_be_told(signed_in, case_manager, client_file):
    mother = PersonAroundFactory(client=client_file, name="Carol Ashby", may_be_told="everything")
    PersonAroundFactory(client=client_file, name="Dr Lowe", role="gp", may_be_told="progress")
    ConsentFactory(client=client_file, person=mother, scope="updates")
    barred = {"no_contact": True, "no_contact_reason": "Court order", "telephone": "0117 496 0199"}
    PersonAroundFactory(client=client_file, name="Kyle", **barred)

    told = {each.name: each.told for each in people(client_file, TODAY).lines}
    page = signed_in(case_manager).get(where(client_file)).content.decode()

    assert told["Carol Ashby"] == "everything, as the client"
    assert told["Dr Lowe"] == "arrangements only, no consent recorded"
    assert "Kyle" not in told
    assert 'href="tel:0117 496 0143"' in page
    assert "may be told: everything, as the client" in page
    assert "0117 496 0199" not in page


def test_a_file_with_many_people_says_that_there_are_more(client_file):
    for number in range(7):
        PersonAroundFactory(client=client_file, name=f"Cousin {number}")
    part = people(client_file, TODAY)
    assert [each.name for each in part.lines][-2:] == [
        "A. Rowe, Pike & Rowe Solicitors",
        "T. Bell, Northgate Insurance",
    ]
    assert part.more == 4


def test_advocacy_is_work_that_shows_on_the_timeline(signed_in, case_manager, client_file):
    sign_contact(
        client_file,
        kind="advocacy",
        on=TODAY,
        at=None,
        minutes=30,
        with_whom="Housing officer",
        with_client=False,
        text="Asked for a ramp.",
        late_reason="",
        by=case_manager,
        now=NOW,
    )
    page = signed_in(case_manager).get(where(client_file, "records:timeline")).content.decode()
    assert "Advocacy, Housing officer" in page
