"""F21: everything is restarted while people save and mail leaves. No request fails and no message is left in doubt."""

import os
import signal
from collections import Counter

import pytest

from records.models import ContactRecord
from reminders.models import Reminder, State
from tests.faults.counts import small_and_full
from tests.faults.ground import Worker, environment, mail_server, wait_until
from tests.faults.web import Web
from tests.faults.writers import writers_on
from tests.reminders.ground import review_due, supervisor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_leg]


def saved_through_restarts(client, user, folder, restarts, how):
    """The writers, after the web server's workers were replaced so many times under them."""
    writers = writers_on(client, user)
    with mail_server() as sink, Web(folder, sink, workers=2, threads=4) as web:
        writers.person.at = web.address
        with writers:
            for _ in range(restarts):
                writers.wait_for_more(10, web.log)
                before = web.workers()
                how(web)
                wait_until(lambda before=before: len(web.workers() - before) == 2, log=web.log)
            writers.wait_for_more(10, web.log)
    return writers


def gracefully(web):
    os.kill(web.process.pid, signal.SIGHUP)


def at_once(web):
    for worker in web.workers():
        os.kill(worker, signal.SIGKILL)


@small_and_full("restarts", 2, 20)
def test_no_request_fails_while_the_web_server_is_replaced(client_file, case_manager, tmp_path, restarts, figures):
    writers = saved_through_restarts(client_file, case_manager, tmp_path, restarts, gracefully)

    figures(saved=len(writers.acknowledged), refused=dict(writers.refused))
    assert writers.refused == Counter()
    assert sorted(writers.acknowledged) == sorted(ContactRecord.objects.values_list("text", flat=True))


@pytest.mark.long
def test_control_workers_that_are_killed_leave_requests_unanswered(client_file, case_manager, tmp_path):
    writers = saved_through_restarts(client_file, case_manager, tmp_path, 2, at_once)

    assert writers.refused


def mail_through_stops(case_manager, folder, stops, number):
    """The sink, after the worker was told to stop so many times in the middle of a message."""
    supervisor_of(case_manager)
    with mail_server(answers_after=0.2) as sink:
        settings = environment(folder, sink)
        for _ in range(stops):
            for _ in range(4):
                review_due(-8, lead=case_manager)
            with Worker(folder, settings) as worker:
                sink.wait_for(sink.seen.total() + 1, log=worker.log)
                os.kill(worker.process.pid, number)
                worker.process.wait(60)
        with Worker(folder, settings) as last:
            wait_until(lambda: not Reminder.objects.mail().filter(state__in=OPEN).exists(), log=last.log)
    return sink


OPEN = [State.DUE, State.SENDING]


@small_and_full("stops", 2, 20)
def test_a_worker_that_is_told_to_stop_ends_its_message_first(case_manager, tmp_path, stops):
    sink = mail_through_stops(case_manager, tmp_path, stops, signal.SIGTERM)

    assert set(sink.seen.values()) == {1}
    assert len(sink.seen) == 4 * stops
    assert set(Reminder.objects.mail().values_list("state", flat=True)) == {State.SENT}


@pytest.mark.long
def test_control_a_worker_that_is_killed_leaves_a_message_in_doubt(case_manager, tmp_path):
    mail_through_stops(case_manager, tmp_path, 1, signal.SIGKILL)

    assert Reminder.objects.filter(state=State.UNKNOWN).count() == 1
