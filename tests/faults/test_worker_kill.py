"""The worker's process group is killed again and again while reminders fall due: nothing is lost, nothing doubled."""

import random
import time

import pytest
from django.urls import reverse

from reminders.letters import escalation_id
from reminders.models import Channel, Reminder, State
from tests.faults.ground import Worker, environment, mail_server, wait_until
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db(transaction=True)

REMINDERS = 100
KILLS = 5


def test_five_kills_lose_nothing_and_double_nothing(case_manager, signed_in, tmp_path):
    supervisor = supervisor_of(case_manager)
    chance = random.Random(20260322)  # noqa: S311 - the same kills every time
    subjects = set()
    with mail_server(answers_after=0.04) as sink:
        settings = environment(tmp_path, sink)
        for kill in range(KILLS):
            subjects |= fall_due(REMINDERS // KILLS, case_manager)
            with Worker(tmp_path, settings) as worker:
                sink.wait_for(sink.seen.total() + 1, log=worker.log)
                time.sleep(chance.uniform(0, 0.5))
            if kill == 2:
                for ring in (tmp_path / "broker").iterdir():  # the queue is lost as well
                    ring.unlink()
        with Worker(tmp_path, settings) as last:
            wait_until(lambda: settled(REMINDERS), log=last.log)

    mailed = Reminder.objects.mail().filter(person=supervisor)
    unknown = {escalation_id(row.pk) for row in mailed if row.state == State.UNKNOWN}
    expected = {escalation_id(row.pk) for row in mailed}
    assert {row.subject_id for row in mailed} == subjects
    lost = expected - set(sink.seen) - unknown
    doubled = [message for message, times in sink.seen.items() if times > 1]
    assert (lost, doubled) == (set(), [])
    assert len(unknown) <= KILLS  # only what was on its way at a kill
    assert in_app() == {(subject, person) for subject in subjects for person in (case_manager.pk, supervisor.pk)}
    page = signed_in(supervisor).get(reverse("reminders:undelivered")).content.decode()
    assert all(row.client_reference in page for row in mailed if row.state == State.UNKNOWN)


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


def fall_due(count, case_manager):
    return {review_due(-8, lead=case_manager).pk for _ in range(count)}


def settled(count):
    mailed = Reminder.objects.mail()
    return mailed.count() == count and not mailed.filter(state__in=[State.DUE, State.SENDING]).exists()


def in_app():
    rows = Reminder.objects.filter(channel=Channel.IN_APP, state=State.SENT).values_list("subject_id", "person_id")
    assert len(rows) == len(set(rows))
    return set(rows)
