import contextlib

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from reminders.many import insert_like
from reminders.models import Channel, Reminder, State
from tests.factories.accounts import UserFactory
from tests.factories.reminders import ReminderFactory
from ui.among import Among
from ui.ids import uuid7

pytestmark = pytest.mark.django_db


def rows_like(row, **differing):
    example = Reminder(channel=Channel.MAIL, send_after=row.send_after, made_at=row.made_at)
    names = ("kind", "subject_id", "client_id", "client_reference", "due_on", "stage", "person_id")
    count = len(differing["id"])
    insert_like(example, {name: [getattr(row, name)] * count for name in names} | differing)


def test_rows_come_back_as_the_orm_would_have_written_them():
    there = ReminderFactory()
    ids = [uuid7(), uuid7()]
    references = ['CM-"1"', "CM-{\\2},"]

    rows_like(there, id=ids, subject_id=[uuid7(), uuid7()], client_reference=references)

    made = list(Reminder.objects.filter(Among("pk", ids)).order_by("id"))
    assert [row.client_reference for row in made] == references
    assert {(row.state, row.due_on, row.person, row.send_after, row.message_id, row.lease_until) for row in made} == {
        (State.DUE, there.due_on, there.person, there.send_after, "", None)
    }


def test_a_row_that_is_there_already_stays_as_it_is():
    there = ReminderFactory(state=State.SENT, sent_at=timezone.now())

    rows_like(there, id=[uuid7()])

    assert Reminder.objects.get() == there


def test_what_is_too_long_is_never_cut():
    """PostgreSQL refuses it; SQLite does not measure words."""
    too_long = "CM-" + "1" * 40

    with contextlib.suppress(DatabaseError), transaction.atomic():
        rows_like(ReminderFactory(), id=[uuid7()], subject_id=[uuid7()], client_reference=[too_long])

    assert set(Reminder.objects.values_list("client_reference", flat=True)) <= {"CM-0001", too_long}


def test_among_finds_those_that_are_there_and_nothing_in_an_empty_list():
    people = [UserFactory(), UserFactory(), UserFactory()]
    wanted = {person.pk for person in people[:2]}

    assert set(User.objects.filter(Among("pk", [*wanted, uuid7()])).values_list("pk", flat=True)) == wanted
    assert not User.objects.filter(Among("pk", [])).exists()
