"""F1, F2: the worker, or a child of its pool, is killed again and again while reminders fall due.

Nothing is lost and nothing doubled.
"""

import contextlib
import os
import random
import signal
import time

import pytest
from django.urls import reverse

from reminders.delivery_actions import MESSAGES_IN_A_BLOCK
from reminders.letters import escalation_id
from reminders.models import Channel, Reminder, State
from tests.faults.broker import redis_server
from tests.faults.ground import Pool, Worker, environment, free_port, mail_server, wait_until
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db(transaction=True)

LEFT_OVER = 0.5  # a kill comes within so many seconds of a message


class Groups:
    """Worker and beat are killed as one process group, and started again."""

    kind = Worker

    def __init__(self, folder, settings):
        self.folder, self.settings, self.worker = folder, settings, None

    @classmethod
    @contextlib.contextmanager
    def working(cls, folder, sink):
        prey = cls(folder, environment(folder, sink))
        try:
            yield prey
        finally:
            prey.end()

    def start(self):
        self.worker = self.worker or self.kind(self.folder, self.settings)
        return self.worker

    def kill(self, chance):
        self.end()

    def end(self):
        if self.worker:
            self.worker.kill()
        self.worker = None


class Children(Groups):
    """One child of the pool is killed; the worker replaces it by itself. With Redis, for then they share no lock."""

    kind = Pool

    @classmethod
    @contextlib.contextmanager
    def working(cls, folder, sink):
        port = free_port()
        with redis_server(port, folder):
            prey = cls(folder, environment(folder, sink, CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0"))
            try:
                yield prey
            finally:
                prey.end()

    def kill(self, chance):
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(self.worker.children()), signal.SIGKILL)


@pytest.mark.parametrize(
    ("victim", "kills", "reminders"),
    [
        pytest.param(Groups, 5, 100, id="groups-5"),
        pytest.param(Groups, 200, 1000, id="groups-200", marks=pytest.mark.long),
        pytest.param(Children, 5, 100, id="children-5", marks=[pytest.mark.redis, pytest.mark.long]),
        pytest.param(Children, 200, 1000, id="children-200", marks=[pytest.mark.redis, pytest.mark.long]),
    ],
)
def test_kills_lose_nothing_and_double_nothing(case_manager, signed_in, tmp_path, victim, kills, reminders, figures):
    supervisor = supervisor_of(case_manager)
    chance = random.Random(20260322)  # noqa: S311 - the same kills every time
    subjects = set()
    with mail_server(answers_after=0.04) as sink, victim.working(tmp_path, sink) as prey:
        for kill in range(kills):
            subjects |= fall_due(reminders // kills, case_manager)
            sink.wait_for(sink.seen.total() + 1, log=prey.start().log)
            time.sleep(chance.uniform(0, LEFT_OVER))
            prey.kill(chance)
            if kill == 2:
                lose_the_queue(tmp_path)
        wait_until(lambda: settled(reminders), log=prey.start().log)

    mailed = Reminder.objects.mail().filter(person=supervisor)
    unknown = {escalation_id(row.pk) for row in mailed if row.state == State.UNKNOWN}
    lost = {escalation_id(row.pk) for row in mailed} - set(sink.seen) - unknown
    doubled = [message for message, times in sink.seen.items() if times > 1]
    figures(reminders=len(mailed), lost=len(lost), doubled=len(doubled), unknown=len(unknown))
    assert {row.subject_id for row in mailed} == subjects
    assert (lost, doubled) == (set(), [])
    assert len(unknown) <= kills * MESSAGES_IN_A_BLOCK  # only what was on its way at a kill
    assert in_app() == {(subject, person) for subject in subjects for person in (case_manager.pk, supervisor.pk)}
    listed = all_pages(signed_in(supervisor), reverse("reminders:undelivered"))
    assert all(row.client_reference in listed for row in mailed if row.state == State.UNKNOWN)


def all_pages(browser, where):
    first = browser.get(where)
    further = [browser.get(f"{where}?page={number}") for number in first.context["page"].paginator.page_range[1:]]
    return "".join(answer.content.decode() for answer in [first, *further])


def test_control_without_the_protection_a_kill_doubles_a_message(case_manager, tmp_path):
    supervisor_of(case_manager)
    fall_due(3, case_manager)
    with mail_server(answers_after=0.5) as sink:
        settings = environment(tmp_path, sink, RESEND="1")
        with Worker(tmp_path, settings) as worker:
            sink.wait_for(1, log=worker.log)  # taken, and the worker has not heard of it yet
        with Worker(tmp_path, settings) as last:
            wait_until(lambda: settled(3), log=last.log)

    assert max(sink.seen.values()) == 2


def killed_in_a_block(case_manager, folder, **switches):
    """A quick mail server gets a block; the worker is killed while it waits for the answer to the fifth message."""
    supervisor_of(case_manager)
    fall_due(15, case_manager)
    with mail_server() as sink:
        sink.never_answers = 5
        settings = environment(folder, sink, **switches)
        with Worker(folder, settings) as worker:
            sink.wait_for(5, log=worker.log)
        with Worker(folder, settings) as last:
            wait_until(lambda: settled(15), log=last.log)
    return sink


def test_a_kill_within_a_block_leaves_no_more_than_the_block_unclear(case_manager, tmp_path):
    sink = killed_in_a_block(case_manager, tmp_path)

    rows = Reminder.objects.mail()
    unknown = {escalation_id(row.pk) for row in rows if row.state == State.UNKNOWN}
    assert 1 <= len(unknown) <= MESSAGES_IN_A_BLOCK
    assert set(sink.seen) | unknown == {escalation_id(row.pk) for row in rows}
    assert set(sink.seen.values()) == {1}


def test_control_without_the_protection_a_kill_within_a_block_doubles_messages(case_manager, tmp_path):
    sink = killed_in_a_block(case_manager, tmp_path, RESEND="1")

    assert max(sink.seen.values()) == 2


def lose_the_queue(folder):
    for ring in (folder / "broker").iterdir():
        ring.unlink(missing_ok=True)


def fall_due(count, case_manager):
    return {review_due(-8, lead=case_manager).pk for _ in range(count)}


def settled(count):
    mailed = Reminder.objects.mail()
    return mailed.count() == count and not mailed.filter(state__in=[State.DUE, State.SENDING]).exists()


def in_app():
    rows = Reminder.objects.filter(channel=Channel.IN_APP, state=State.SENT).values_list("subject_id", "person_id")
    assert len(rows) == len(set(rows))
    return set(rows)
