"""A mail server that counts, and a worker that can be killed: both real, both on this machine only."""

import asyncio
import contextlib
import email
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller
from django.db import connection

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]


class Sink:
    """Takes every message, counts its Message-ID, and only then, after `answers_after` seconds, says so.

    The message with the number `never_answers` gets no answer at all.
    """

    def __init__(self, answers_after):
        self.answers_after, self.never_answers = answers_after, None
        self.seen = Counter()
        self.arrived = threading.Condition()

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content)
        with self.arrived:
            self.seen[message["Message-ID"]] += 1
            self.arrived.notify_all()
            number = self.seen.total()
        await asyncio.sleep(60 if number == self.never_answers else self.answers_after)
        return "250 taken"

    def wait_for(self, count, *, log, seconds=30):
        with self.arrived:
            came = self.arrived.wait_for(lambda: self.seen.total() >= count, timeout=seconds)
        assert came, f"{self.seen.total()} of {count} messages.\n{log.read_text()[-3000:]}"


@contextlib.contextmanager
def mail_server(answers_after=0.0):
    sink = Sink(answers_after)
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def environment(folder, sink, **more):
    """What the product needs to serve the test's own database."""
    broker = folder / "broker"
    for made in (broker, folder / "broker-control"):
        made.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "SECRET_KEY": "tests only",
        "SECURE": "false",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "BROKER_FOLDER": str(broker),
        "CELERY_BROKER_URL": "filesystem://",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def database_url():
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def children_of(process):
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    return [int(child) for child in found.stdout.split()]


class Group:
    """A process that is killed with everything it has started."""

    def __init__(self, command, environment, log):
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.kill()


CELERY = ("celery", "--app=tests.faults.worker")
QUIETLY = ("--without-gossip", "--without-mingle", "--loglevel=INFO")


class Worker(Group):
    """Worker and beat as one process group."""

    def __init__(self, folder, environment):
        command = [*CELERY, "worker", "--pool=solo", "--beat", f"--schedule={folder / 'beat'}", *QUIETLY]
        super().__init__(command, environment, folder / "worker.log")


class Pool(Group):
    """A worker whose two children do the work, and beat apart from it."""

    def __init__(self, folder, environment):
        beat = [*CELERY, "beat", f"--schedule={folder / 'beat'}", f"--pidfile={folder / 'beat.pid'}", "--loglevel=INFO"]
        self.beat = Group(beat, environment, folder / "beat.log")
        super().__init__([*CELERY, "worker", "--concurrency=2", *QUIETLY], environment, folder / "worker.log")

    def children(self):
        return children_of(self.process)

    def kill(self):
        self.beat.kill()
        super().kill()


def wait_until(holds, *, seconds=40, log=None):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds} seconds.\n{log.read_text()[-3000:] if log else ''}")
        time.sleep(0.05)
