import threading
import time

import pytest
from celery import current_app

from ui.bell import ring


def until_it_has_rung():
    for thread in threading.enumerate():
        if thread.name == "bell":
            thread.join(30)


@pytest.fixture
def broker(monkeypatch):
    rung = []
    monkeypatch.setattr(current_app, "send_task", lambda task, **options: rung.append((task, options)))
    return rung


def test_the_bell_rings_after_the_commit(broker, django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        ring("reminders.sweep_due")
        before = list(broker)

    until_it_has_rung()
    assert before == []
    assert broker == [("reminders.sweep_due", {"expires": 55, "retry": False})]


def test_a_broker_that_is_away_is_logged_and_nobody_waits_for_it(caplog, transactional_db):
    with current_app.connection_for_write("redis://127.0.0.1:9/0") as away, pytest.MonkeyPatch.context() as patch:
        send = current_app.send_task
        patch.setattr(current_app, "send_task", lambda task, **options: send(task, connection=away, **options))
        started = time.monotonic()

        ring("reminders.sweep_due")

        waited = time.monotonic() - started
        until_it_has_rung()
    assert waited < 0.5
    assert "The bell for reminders.sweep_due did not ring" in caplog.text
