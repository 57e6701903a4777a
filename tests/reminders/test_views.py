from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from clients.wall_actions import build_wall
from reminders.models import Reminder, State, Sweep
from reminders.undelivered import ROWS
from tests.factories.clients import ClientFactory
from tests.factories.reminders import ReminderFactory, SweepFactory
from tests.reminders.ground import review_due

pytestmark = pytest.mark.django_db

PAGE = "/reminders/"


@pytest.fixture
def unknown(case_manager):
    """A message to the case manager about two clients, whose fate nobody knows."""
    rows = []
    for _ in range(2):
        review = review_due(0, lead=case_manager)
        rows.append(
            ReminderFactory(
                client=review.client,
                subject_id=review.pk,
                person=case_manager,
                state=State.UNKNOWN,
                message_id="<digest@practice.example>",
                problem="The worker stopped while it was sending.",
            )
        )
    return rows


def test_healthz_is_well_after_a_fresh_sweep_and_503_when_it_is_late(client):
    assert client.get("/healthz").status_code == 503

    SweepFactory()
    well = client.get("/healthz")
    Sweep.objects.update(finished_at=timezone.now() - timedelta(minutes=4))
    late = client.get("/healthz")

    assert (well.status_code, well.json()) == (200, {"database": "ok", "sweep": "ok"})
    assert (late.status_code, late.json()) == (503, {"database": "ok", "sweep": "late"})


def test_healthz_says_that_the_database_is_down_and_nothing_else(client, monkeypatch):
    def down(*args, **kwargs):
        raise DatabaseError("password authentication failed for user casemgmt")

    monkeypatch.setattr(type(Sweep.objects.all()), "first", down)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (503, {"database": "down", "sweep": "unknown"})


def test_the_command_makes_one_pass(case_manager, capsys):
    review_due(0, lead=case_manager)

    call_command("sweep_due")

    assert capsys.readouterr().out == "Swept. Mail waiting: 0. For a person to look at: 0.\n"
    assert Reminder.objects.mail().get().state == State.SENT


def test_a_message_of_unknown_fate_is_one_row_with_references_only(unknown, case_manager, signed_in):
    page = signed_in(case_manager).get(PAGE).content.decode()

    assert page.count("Send again") == 1
    for row in unknown:
        assert row.client_reference in page
    assert "Ashby" not in page


def test_sending_again_makes_the_whole_message_due(unknown, case_manager, signed_in):
    answer = signed_in(case_manager).post(reverse("reminders:send_again", args=[unknown[1].pk]), {"once_key": "k"})

    assert answer.status_code == 303
    assert set(Reminder.objects.values_list("state", "message_id")) == {(State.DUE, "<digest@practice.example>")}


def test_an_admin_settles_what_arrived(unknown, admin, signed_in):
    answer = signed_in(admin).post(reverse("reminders:settle", args=[unknown[0].pk]), {"once_key": "k"})

    assert answer.status_code == 303
    assert set(Reminder.objects.values_list("state", "settled_by")) == {(State.SENT, admin.pk)}
    assert "Send again" not in signed_in(admin).get(PAGE).content.decode()


def test_what_is_settled_already_is_not_found(unknown, case_manager, signed_in):
    Reminder.objects.update(state=State.SENT)

    answer = signed_in(case_manager).post(reverse("reminders:settle", args=[unknown[0].pk]), {"once_key": "k"})

    assert answer.status_code == 404


def test_another_case_manager_sees_and_settles_nothing(unknown, outsider, signed_in):
    browser = signed_in(outsider)

    assert unknown[0].client_reference not in browser.get(PAGE).content.decode()
    assert browser.post(reverse("reminders:send_again", args=[unknown[0].pk])).status_code == 404
    assert set(Reminder.objects.values_list("state", flat=True)) == {State.UNKNOWN}


def test_an_admin_behind_a_wall_does_not_see_the_reference(unknown, admin, case_manager, signed_in):
    walled = ClientFactory()
    row = ReminderFactory(client=walled, person=case_manager, state=State.FAILED)
    build_wall(walled, staff=admin, by=case_manager, now=timezone.now(), reason="Family")

    page = signed_in(admin).get(PAGE).content.decode()

    assert unknown[0].client_reference in page
    assert row.client_reference not in page


def test_the_page_runs_the_same_queries_for_three_messages_and_for_thirty(
    case_manager, signed_in, django_assert_max_num_queries
):
    browser = signed_in(case_manager)
    browser.get(PAGE)  # the first page of a session also writes the session
    counts = []
    for number in (3, 27):
        for _ in range(number):
            review = review_due(0, lead=case_manager)
            ReminderFactory(client=review.client, person=case_manager, state=State.UNKNOWN)
        with django_assert_max_num_queries(25) as queries:
            browser.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_whatever_may_not_have_arrived_is_listed_however_much_it_is(case_manager, signed_in):
    client, foreign = review_due(0, lead=case_manager).client, ClientFactory()
    of = {"person": case_manager, "state": State.UNKNOWN, "send_after": timezone.now(), "made_at": timezone.now()}
    Reminder.objects.bulk_create(ReminderFactory.build_batch(ROWS + 2, client=client, **of))
    ReminderFactory(client=foreign, **of)
    browser = signed_in(case_manager)

    pages = [browser.get(f"{PAGE}?page={number}") for number in (1, 2)]

    assert [page.content.decode().count("Send again") for page in pages] == [ROWS, 2]
    assert "of 202" in pages[0].content.decode(), "what the reader may not know of is not counted"
