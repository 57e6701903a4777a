"""Worker and beat against a real redis-server, which loses everything on the way."""

import contextlib
import shutil
import subprocess

import pytest
from kombu import Connection, Queue
from redis import Redis
from redis.exceptions import ConnectionError as NotThere

from reminders.models import Reminder, State, Sweep
from tests.faults.ground import Worker, environment, free_port, mail_server, wait_until
from tests.reminders.ground import review_due, supervisor_of

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@contextlib.contextmanager
def redis_server(port, folder):
    program = shutil.which("redis-server")
    assert program, "redis-server is not installed"
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(
        [*command, "--dir", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        with Redis(port=port) as broker:
            wait_until(lambda: answers(broker), seconds=10)
        yield
    finally:
        server.kill()
        server.wait()


def answers(broker):
    try:
        return broker.ping()
    except NotThere:
        return False


def test_worker_and_beat_survive_a_broker_that_comes_back_empty(case_manager, tmp_path):
    supervisor_of(case_manager)
    port = free_port()
    # The broker goes while a message is being sent, so that the worker holds a task it has not acknowledged.
    with mail_server(answers_after=1.0) as sink, contextlib.ExitStack() as stack:
        settings = environment(tmp_path, sink, CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0")
        with redis_server(port, tmp_path):
            worker = stack.enter_context(Worker(tmp_path, settings))
            review_due(-8, lead=case_manager)
            sink.wait_for(1, log=worker.log)
        review_due(-8, lead=case_manager)
        with redis_server(port, tmp_path):
            sink.wait_for(2, log=worker.log, seconds=60)
            swept = Sweep.objects.get().finished_at
            wait_until(lambda: Sweep.objects.get().finished_at > swept, log=worker.log)
            wait_until(lambda: not Reminder.objects.mail().exclude(state=State.SENT).exists(), log=worker.log)
            worker.kill()

    assert list(sink.seen.values()) == [1, 1]


def let_go_with_a_task_in_hand(port, transport):
    """What a worker's reconnecting may come to: the transport is let go of before the channel is closed."""
    connection = Connection(f"redis://127.0.0.1:{port}/0", transport=transport)
    channel = connection.default_channel
    queue = Queue("bell", channel=channel)
    queue.declare()
    connection.Producer().publish({}, routing_key="bell")
    assert queue.get()
    connection.transport.client = None
    channel.close()


def test_a_lost_connection_with_a_task_in_hand_does_not_end_the_worker(tmp_path):
    port = free_port()
    with redis_server(port, tmp_path):
        let_go_with_a_task_in_hand(port, "casemgmt.doorbell:RedisTransport")


def test_control_the_library_s_own_transport_raises(tmp_path):
    port = free_port()
    with redis_server(port, tmp_path), pytest.raises(AttributeError):
        let_go_with_a_task_in_hand(port, "redis")
