"""F3: worker and beat against a real redis-server, which goes away and comes back empty. Saves go on meanwhile."""

import contextlib
import time
from datetime import timedelta

import pytest
from celery import current_app
from django.urls import reverse
from django.utils import timezone
from kombu import Connection

from reminders.models import Reminder, State, Sweep
from tests.factories.ui import OnceKeyFactory
from tests.faults.broker import redis_server
from tests.faults.counts import small_and_full
from tests.faults.ground import Worker, environment, free_port, mail_server, wait_until
from tests.faults.web import Person, Web
from tests.reminders.ground import review_due, supervisor_of
from ui.models import OnceKey

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True), pytest.mark.one_leg]

IN_FLIGHT = 0.3  # a message is being handed over, so a task is running, when Redis goes
CAUGHT_UP = 120  # seconds, with a tick every half of one


@small_and_full("away", 2, 30)
def test_saves_go_on_without_redis_and_an_empty_one_is_caught_up_with(
    case_manager, client_file, tmp_path, away, figures
):
    supervisor_of(case_manager)
    port = free_port()
    with mail_server(answers_after=IN_FLIGHT) as sink, contextlib.ExitStack() as stack:
        settings = environment(tmp_path, sink, CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0")
        with redis_server(port, tmp_path):
            web = stack.enter_context(Web(tmp_path / "web", sink, CELERY_BROKER_URL=settings["CELERY_BROKER_URL"]))
            worker = stack.enter_context(Worker(tmp_path, settings))
            review_due(-8, lead=case_manager)
            sink.wait_for(1, log=worker.log)
        statuses = saves_for(away, Person(case_manager, web.address), client_file, case_manager)
        with redis_server(port, tmp_path):
            back = time.monotonic()
            sink.wait_for(1 + len(statuses), log=worker.log, seconds=CAUGHT_UP)
            figures(saves=len(statuses), seconds_until_all_was_sent=round(time.monotonic() - back, 1))
            swept = Sweep.objects.get().finished_at
            wait_until(lambda: Sweep.objects.get().finished_at > swept, log=worker.log)
            worker.kill()

    assert set(statuses) == {303}
    assert set(sink.seen.values()) == {1}
    assert set(Reminder.objects.mail().values_list("state", flat=True)) == {State.SENT}


@pytest.mark.long
def test_control_without_ticks_what_redis_loses_is_lost(case_manager, tmp_path):
    supervisor_of(case_manager)
    port = free_port()
    with mail_server() as sink, contextlib.ExitStack() as stack:
        settings = environment(tmp_path, sink, CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0", SILENT="1")
        with redis_server(port, tmp_path):
            worker = stack.enter_context(Worker(tmp_path, settings))
            wait_until(lambda: Sweep.objects.exists(), log=worker.log)  # the one at the start
        review_due(-8, lead=case_manager)
        key = old_key()
        with redis_server(port, tmp_path), Connection(settings["CELERY_BROKER_URL"]) as there:
            current_app.send_task("ui.forget_old_keys", connection=there)
            wait_until(lambda: not OnceKey.objects.filter(pk=key).exists(), log=worker.log)  # it works again

    assert not sink.seen


def old_key():
    key = OnceKeyFactory().pk
    OnceKey.objects.filter(pk=key).update(at=timezone.now() - timedelta(days=31))
    return key


def saves_for(seconds, person, client, case_manager):
    """The answers to saves, one after another, each with a reminder that falls due."""
    path, statuses, until = reverse("practice:add_contact", args=[client.reference]), [], time.monotonic() + seconds
    while time.monotonic() < until:
        words = f"Written without a broker, {len(statuses)}"
        body = {"kind": "visit", "on": "today", "text": words, "once_key": words}
        statuses.append(person.post(path, body).status)
        review_due(-8, lead=case_manager)
        time.sleep(0.2)
    return statuses
