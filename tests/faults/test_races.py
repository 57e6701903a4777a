"""Sweeps at the same time, as processes: each message leaves once."""

import contextlib
import subprocess
import sys

import pytest

from reminders.models import Channel, Reminder, State
from tests.faults.counts import small_and_full
from tests.faults.ground import ROOT, Worker, environment, mail_server, wait_until
from tests.reminders.ground import review_due, supervisor_of

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 4
ESCALATED = 40


def sweep_together(folder, **switches):
    """The sink that four sweeps, let loose at one moment, have delivered to."""
    go = folder / "go"
    command = [sys.executable, "-m", "tests.faults.sweeper", str(go)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with mail_server(answers_after=0.01) as sink:
        settings = environment(folder, sink, **switches)
        sweeps = [subprocess.Popen(command, cwd=ROOT, env=settings, **pipes) for _ in range(PROCESSES)]
        assert [sweep.stdout.readline() for sweep in sweeps] == ["ready\n"] * PROCESSES
        go.touch()
        said = [sweep.communicate(timeout=60)[0] for sweep in sweeps]
    assert [sweep.returncode for sweep in sweeps] == [0] * PROCESSES, said
    return sink


@pytest.mark.parametrize("block", [1, 10])
def test_four_sweeps_at_once_send_each_message_once(case_manager, tmp_path, block):
    supervisor_of(case_manager)
    for days in [*[-8] * ESCALATED, 0, 1, 2]:
        review_due(days, lead=case_manager)

    sink = sweep_together(tmp_path, BLOCK=str(block))

    assert set(sink.seen.values()) == {1}
    assert len(sink.seen) == ESCALATED + 1  # and one digest
    assert not Reminder.objects.mail().exclude(state=State.SENT).exists()
    assert Reminder.objects.filter(channel=Channel.IN_APP).count() == 2 * ESCALATED + 3


def test_control_without_the_claim_messages_are_doubled(case_manager, tmp_path):
    supervisor_of(case_manager)
    for _ in range(10):
        review_due(-8, lead=case_manager)

    sink = sweep_together(tmp_path, UNCLAIMED=str(PROCESSES))

    assert max(sink.seen.values()) > 1


@small_and_full("messages", 30, 1000)
def test_two_workers_with_a_beat_each_send_each_message_once(case_manager, tmp_path, messages, figures):
    """F5: the practice has started everything twice. Four sweeps a second are let loose on the same rows."""
    supervisor_of(case_manager)
    for _ in range(messages):
        review_due(-8, lead=case_manager)

    with mail_server(answers_after=0.01) as sink, contextlib.ExitStack() as stack:
        workers = [stack.enter_context(Worker(folder, environment(tmp_path, sink))) for folder in two_folders(tmp_path)]
        sink.wait_for(messages, log=workers[0].log, seconds=120)
        wait_until(lambda: not Reminder.objects.mail().exclude(state=State.SENT).exists(), log=workers[0].log)

    figures(messages=len(sink.seen), doubled=sum(times > 1 for times in sink.seen.values()))
    assert set(sink.seen.values()) == {1}
    assert len(sink.seen) == messages
    assert Reminder.objects.filter(channel=Channel.IN_APP).count() == 2 * messages


def two_folders(folder):
    made = [folder / name for name in ("first", "second")]
    for one in made:
        one.mkdir()
    return made
