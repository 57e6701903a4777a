"""A block of messages: what each of them ends as, whatever happens to the others."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from reminders import actions, delivery_actions
from reminders.delivery_actions import MESSAGES_IN_A_BLOCK, Pace
from reminders.models import Reminder, State
from reminders.postbox import Outcome
from tests.factories.reminders import ReminderFactory
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db

AWAY = Outcome(State.DUE, "The connection broke.", server_is_away=True)


@pytest.fixture
def overdue(case_manager):
    """Six escalations for one supervisor, claimed by one worker; gives messages and moment."""
    supervisor_of(case_manager)
    for _ in range(6):
        review_due(-8, lead=case_manager)
    now = timezone.now()
    actions.make_reminders(now=now)
    return delivery_actions.claim("worker one", now=now), now


class Answers:
    """A post box that ends messages as told, one after the other, and then with what comes last."""

    def __init__(self, *outcomes):
        self.outcomes, self.seen = list(outcomes), Counter()

    def send(self, message):
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome.state == State.SENT:
            self.seen[message.extra_headers["Message-ID"]] += 1
        return outcome


SENT, REFUSED = Outcome(State.SENT), Outcome(State.FAILED, "550 no such mailbox")


def send(messages, postbox, now):
    return delivery_actions.send(messages, postbox, worker="worker one", now=now)


def states():
    return [(row.state, row.attempts) for row in Reminder.objects.mail().order_by("send_after", "id")]


def test_each_message_of_a_block_ends_as_its_server_answered(overdue):
    messages, now = overdue

    assert send(messages, Answers(SENT, REFUSED, Outcome(State.UNKNOWN, "hung up"), SENT), now)

    expected = [State.SENT, State.FAILED, State.UNKNOWN, State.SENT, State.SENT, State.SENT]
    assert states() == [(state, 1) for state in expected]


def test_when_the_server_goes_away_the_rest_of_the_block_is_due_as_before_and_leaves_once(overdue):
    messages, now = overdue
    postbox = Answers(SENT, SENT, AWAY)

    went_on = send(messages, postbox, now)
    found = states()
    actions.sweep(now=now + timedelta(minutes=3))

    assert not went_on
    assert Counter(found) == {(State.SENT, 1): 2, (State.DUE, 1): 1, (State.DUE, 0): 3}
    sent = postbox.seen + Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
    assert set(sent.values()) == {1}
    assert len(sent) == len(messages)


def test_one_message_that_breaks_the_worker_leaves_the_others_clear(overdue):
    messages, now = overdue

    with pytest.raises(RuntimeError):
        send(messages, Answers(SENT, RuntimeError("no such charset")), now)

    assert [state for state, _ in states()] == [State.SENT, State.UNKNOWN] + [State.DUE] * 4


def test_no_message_is_tried_that_might_outlast_the_lease(overdue, monkeypatch):
    messages, now = overdue
    monkeypatch.setattr(delivery_actions, "LONGEST_MESSAGE", delivery_actions.LEASE + timedelta(seconds=1))
    postbox = Answers(SENT)

    send(messages, postbox, now)

    assert not postbox.seen
    assert set(states()) == {(State.DUE, 0)}


def test_what_a_sleeping_worker_did_not_try_it_gives_back_and_what_others_settled_it_leaves(overdue, case_manager):
    messages, now = overdue
    rows = [row for rows in messages for row in rows]
    delivery_actions.begin(rows, worker="worker one", now=now)
    delivery_actions.note_run_out(now=now + timedelta(minutes=6))
    again = Reminder.objects.get(pk=rows[0].pk)
    actions.send_again(again, by=again.person, now=now + timedelta(minutes=6))
    actions.sweep(now=now + timedelta(minutes=7))

    delivery_actions.give_back(rows, worker="worker one")

    assert [state for state, _ in states()].count(State.DUE) == len(rows) - 1
    assert Reminder.objects.get(pk=rows[0].pk).state == State.SENT


def test_a_worker_that_lost_one_row_of_its_block_begins_none(overdue):
    messages, now = overdue
    Reminder.objects.filter(pk=messages[2][0].pk).update(claimed_by="worker two")
    postbox = Answers(SENT)

    assert send(messages, postbox, now)

    assert not postbox.seen
    assert not Reminder.objects.filter(state=State.SENDING).exists()


def test_a_block_holds_ten_messages_however_many_rows_they_list(case_manager, outsider):
    supervisor_of(case_manager)
    for days in [-8] * 12 + [0] * 15:
        review_due(days, lead=case_manager)
    for _ in range(5):
        review_due(0, lead=outsider)
    now = timezone.now()
    actions.make_reminders(now=now)

    blocks = []
    while block := delivery_actions.claim("worker one", now=now):
        blocks.append(block)

    assert max(len(block) for block in blocks) == MESSAGES_IN_A_BLOCK
    assert sorted(len(message) for block in blocks for message in block) == [1] * 12 + [5, 15]


def test_a_digest_that_is_to_leave_again_leaves_although_the_days_has_gone(case_manager):
    review = review_due(0, lead=case_manager)
    now = timezone.now()
    actions.sweep(now=now)
    row = Reminder.objects.mail().get()
    Reminder.objects.filter(pk=row.pk).update(state=State.UNKNOWN)
    row.refresh_from_db()
    late = review_due(0, lead=case_manager)

    actions.send_again(row, by=case_manager, now=now)
    actions.sweep(now=now)

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [row.message_id] * 2
    assert review.client.reference in mail.outbox[1].body
    assert late.client.reference not in mail.outbox[1].body


def test_a_row_that_was_never_given_its_message_id_gets_one_when_it_is_claimed(case_manager):
    row = ReminderFactory(stage="escalated")

    ((claimed,),) = delivery_actions.claim("worker one", now=timezone.now())

    assert claimed == row
    row.refresh_from_db()
    assert row.message_id == claimed.message_id == f"<overdue.{row.pk}@localhost>"


@pytest.mark.parametrize(("one_takes", "together"), [(0.5, 1), (0.04, 2), (0.001, MESSAGES_IN_A_BLOCK)])
def test_the_slower_the_server_the_fewer_messages_are_begun_together(one_takes, together):
    pace = Pace()
    pace.one_takes = one_takes

    assert len(next(pace.groups(list(range(20))))) == together


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_one_moment_share_the_block_out(case_manager):
    supervisor_of(case_manager)
    for _ in range(3 * MESSAGES_IN_A_BLOCK):
        review_due(-8, lead=case_manager)
    now = timezone.now()
    actions.make_reminders(now=now)
    taken, together = {}, threading.Barrier(2)

    def work(name):
        try:
            together.wait()
            taken[name] = delivery_actions.claim(name, now=now)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    rows = [row.pk for block in taken.values() for message in block for row in message]
    assert rows
    assert len(rows) == len(set(rows)) == Reminder.objects.exclude(claimed_by="").count()
