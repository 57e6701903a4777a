"""The sweep asks the database as often for thirty rows of a message as for three."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reminders import actions
from reminders.models import Reminder, State
from reminders.sources import given
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db


def swept(person, rows):
    """The queries of a sweep that tells one person of so many reviews, and of one that finds nothing new after it."""
    Reminder.objects.all().delete()
    for _ in range(rows):
        review_due(3, lead=person)
    return queries_of_a_sweep(), queries_of_a_sweep()


def queries_of_a_sweep():
    with CaptureQueriesContext(connection) as captured:
        actions.sweep(now=timezone.now())
    return [query["sql"][:120] for query in captured.captured_queries]


@pytest.fixture
def counted(case_manager):
    supervisor_of(case_manager)
    actions.sweep(now=timezone.now())  # the first one makes the row that says when the last one was
    few = swept(case_manager, 3)
    return lambda: (few, swept(case_manager, 27))


def test_it_asks_no_more_often_with_more_rows(counted):
    (first, again), (first_of_many, again_of_many) = counted()

    assert len(first_of_many) == len(first), set(first_of_many) - set(first)
    assert len(again_of_many) == len(again), set(again_of_many) - set(again)
    assert again != first
    assert len(mail.outbox) == 2
    assert Reminder.objects.mail().filter(state=State.SENT).count() == 30


def test_a_sweep_that_asks_for_each_client_is_caught(counted, monkeypatch):
    """The negative control."""
    of_all = given.responsible_for
    monkeypatch.setattr(given, "responsible_for", lambda ids, now: {pk: of_all({pk}, now)[pk] for pk in ids})

    (first, again), (first_of_many, again_of_many) = counted()

    assert len(first_of_many) > len(first)
    assert len(again_of_many) > len(again)
