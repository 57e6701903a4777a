"""F4: the process dies between COMMIT and the bell. The next sweep sends all the same, and once."""

import subprocess
import sys

import pytest
from django.core import mail
from django.utils import timezone

from reminders import actions
from reminders.models import Reminder, State
from tests.faults.ground import ROOT, environment, mail_server
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def failed(case_manager):
    """An overdue message that failed."""
    supervisor_of(case_manager)
    review_due(-8, lead=case_manager)
    actions.sweep(now=timezone.now())
    Reminder.objects.mail().update(state=State.FAILED)
    mail.outbox.clear()
    return Reminder.objects.mail().get()


def crash(reminder, folder, **switches):
    with mail_server() as sink:
        command = [sys.executable, "-m", "tests.faults.crasher", str(reminder.pk)]
        died = subprocess.run(command, cwd=ROOT, env=environment(folder, sink, **switches), capture_output=True)
    assert died.returncode == 9, died.stderr.decode()
    return sink


def test_what_was_committed_before_the_crash_is_sent_by_the_next_sweep_and_once(failed, tmp_path):
    sink = crash(failed, tmp_path)

    for _ in range(2):
        actions.sweep(now=timezone.now())

    assert not sink.seen
    assert not list((tmp_path / "broker").iterdir()), "the bell has not rung"
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [failed.message_id]


def test_control_without_a_row_the_message_is_lost(failed, tmp_path):
    sink = crash(failed, tmp_path, DIRECT="1")

    assert not sink.seen
    assert not Reminder.objects.mail().exists()
