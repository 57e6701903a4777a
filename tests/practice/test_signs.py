"""What a supervisor's page says about the files of those they supervise."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PracticeSettings
from audit.actions import record
from clients.models import Client
from clients.wall_actions import build_wall
from practice.supervision.signs import lines_for, totals
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.careplans import GoalFactory, GoalRatingFactory
from tests.factories.clients import AssignmentFactory, ClientFactory
from tests.factories.ui import DraftFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def read(supervisor, case_manager):
    def lines(person=supervisor, of=case_manager):
        return lines_for(person, [of.pk], practice=PracticeSettings.current(), now=NOW)[of.pk]

    return lines


def carried(by, **values):
    client = ClientFactory(**{"status": "active", "last_contact_on": TODAY} | values)
    AssignmentFactory(client=client, staff=by)
    opened(client, by, days=1)
    return client


def opened(client, by, *, days):
    record("summary.opened", client, by=by, client=client, now=NOW - timedelta(days=days))


def signs_of(line):
    return {tag.word for tag in line.tags}


def test_a_file_in_order_shows_nothing(case_manager, read):
    carried(case_manager, next_review_on=TODAY)
    assert [line.amounts for line in read()] == [{}]


def test_a_review_that_is_late_shows(case_manager, read):
    carried(case_manager, next_review_on=ago(3))
    assert [signs_of(line) for line in read()] == [{"Review 3 days late"}]


def test_silence_counts_from_the_last_contact_or_else_from_the_beginning(case_manager, read):
    carried(case_manager, last_contact_on=ago(29))
    carried(case_manager, last_contact_on=ago(28))
    carried(case_manager, last_contact_on=None, created_at=NOW - timedelta(days=40))
    carried(case_manager, last_contact_on=ago(90), status="closed")

    assert sorted(word for line in read() for word in signs_of(line)) == [
        "No contact for 29 days",
        "No contact for 40 days",
    ]


def test_a_goal_needs_an_update_when_it_was_neither_set_nor_rated_lately(case_manager, read):
    client = carried(case_manager)
    stale, rated, new, closed = (GoalFactory(client=client, set_on=ago(day)) for day in (60, 60, 10, 60))
    GoalRatingFactory(goal=stale, client=client, rated_on=ago(31))
    GoalRatingFactory(goal=rated, client=client, rated_on=ago(30))
    type(closed).objects.filter(pk=closed.pk).update(closed_on=ago(40))

    (line,) = read()

    assert line.amounts == {"goals": 1}
    assert new.is_open


def test_drafts_are_counted_and_aged_and_never_shown(case_manager, supervisor, read, signed_in):
    client = carried(case_manager)
    DraftFactory(
        author=case_manager,
        client=client.reference,
        started_at=NOW - timedelta(days=12),
        values={"text": ["Nobody has read this"]},
    )
    DraftFactory(author=UserFactory(), client=client.reference)
    DraftFactory(author=case_manager, client="CM-9999")

    (line,) = read()
    page = signed_in(supervisor).get(f"/practice/supervision/{case_manager.pk}/").content.decode()

    assert signs_of(line) == {"1 draft, 12 days old"}
    assert "1 draft, 12 days old" in page
    assert "Nobody has read this" not in page


def test_a_file_that_nobody_opened_shows(case_manager, read):
    client = ClientFactory(status="active", last_contact_on=TODAY)
    AssignmentFactory(client=client, staff=case_manager)
    opened(client, case_manager, days=31)
    record("client.changed", client, by=case_manager, client=client)  # a change is no opening

    assert [signs_of(line) for line in read()] == [{"Not opened for 31 days"}]
    opened(client, UserFactory(), days=0)
    assert [signs_of(line) for line in read()] == [set()]


def test_closed_files_and_files_behind_a_wall_show_no_trace(case_manager, supervisor, admin, read):
    carried(case_manager, status="closed", next_review_on=ago(3))
    walled = carried(case_manager, next_review_on=ago(3))
    DraftFactory(author=case_manager, client=walled.reference)
    build_wall(walled, staff=supervisor, by=admin, now=NOW, reason="A cousin")

    assert read() == []


def test_somebody_whom_the_reader_does_not_supervise_shows_nothing(case_manager, outsider, read):
    carried(case_manager)
    other = SupervisionFactory(supervisee=outsider).supervisor

    assert read(other, of=case_manager) == []


def test_each_number_leads_to_its_files(case_manager, supervisor, signed_in):
    late = carried(case_manager, next_review_on=ago(3), family_name="Latecomer")
    fine = carried(case_manager, next_review_on=TODAY, family_name="Finefile")
    browser = signed_in(supervisor)

    (row,) = browser.get("/practice/supervision/").context["rows"]
    review = next(sign for sign in row.signs if sign.label == "Overdue reviews")
    page = browser.get(review.url).content.decode()

    assert (row.files, review.count) == (2, 1)
    assert late.reference in page
    assert fine.reference not in page


def test_the_next_session_is_due_by_the_rhythm(case_manager, supervisor, signed_in):
    (row,) = signed_in(supervisor).get("/practice/supervision/").context["rows"]
    assert row.next_due.word == f"{90 - 42} days late"  # supervised for 90 days, every six weeks, and no session yet


def test_the_page_asks_as_often_for_sixty_people_as_for_one(supervisor, case_manager, signed_in):
    carried(case_manager)
    browser, few = signed_in(supervisor), asked(signed_in(supervisor))
    for _ in range(59):
        person = SupervisionFactory(supervisor=supervisor).supervisee
        for _ in range(3):
            GoalFactory(client=carried(person, next_review_on=ago(3)), set_on=ago(90))

    assert asked(browser) == few
    assert Client.objects.count() == 178
    assert few <= 25


def asked(browser):
    browser.get("/practice/supervision/")
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/practice/supervision/").status_code == 200
    return len(queries)


def test_totals_count_files_not_signs(case_manager, read):
    client = carried(case_manager)
    for _ in range(2):
        GoalFactory(client=client, set_on=ago(60))
    assert totals(read()) == {"goals": 1}
