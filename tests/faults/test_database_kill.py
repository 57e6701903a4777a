"""F8: the database is killed again and again under twenty writers. What was answered with 303 is there, and once.

PostgreSQL loses its postmaster (kill -9) and the web server, which stays, must find the new one. SQLite has no server:
there the web server itself is killed.
"""

import contextlib
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from tests.faults.cluster import cluster
from tests.faults.counts import small_and_full
from tests.faults.ground import ROOT, database_url, mail_server, wait_until
from tests.faults.web import Person, Web

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 20
TEXTS = "SELECT text FROM records_contactrecord"


class Postgres:
    """The database is killed, the web server is not."""

    CARELESS = ("synchronous_commit=off", "wal_writer_delay=10s")  # a commit is answered before it is on the disk

    def __init__(self, folder, sink, stack, *, careless):
        self.scratch = stack.enter_context(cluster("max_connections=60", *(self.CARELESS if careless else [])))
        self.scratch.copy(database_url())
        self.web = stack.enter_context(Web(folder, sink, threads=WRITERS, DATABASE_URL=self.scratch.url))

    def kill(self):
        self.scratch.kill()

    def start(self):
        self.scratch.start()

    def texts(self):
        with psycopg.connect(self.scratch.url) as there:
            return [text for (text,) in there.execute(TEXTS)]


class Sqlite:
    """The database lives in the web server, so that is killed."""

    CARELESS = "commits_before_answers"

    def __init__(self, folder, sink, stack, *, careless):
        self.web = stack.enter_context(Web(folder, sink, threads=WRITERS, OFF=self.CARELESS if careless else ""))

    def kill(self):
        self.web.kill()

    def start(self):
        self.web.start()

    def texts(self):
        with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as there:
            return [text for (text,) in there.execute(TEXTS)]


DATABASE = {"postgresql": Postgres, "sqlite": Sqlite}


class Writers:
    """Twenty people who write one contact record after another; whoever hears no 303 sends the same one again."""

    def __init__(self, person, path):
        self.person, self.path = person, path
        self.acknowledged, self.refused, self.ended = [], Counter(), threading.Event()

    def write(self, writer):
        for number in range(10_000):
            words = f"Writer {writer} wrote text {number}"
            body = {"kind": "visit", "on": "today", "text": words, "once_key": words}
            while (status := self.person.post(self.path, body).status) != 303:
                self.refused[status] += 1
                if self.ended.wait(0.05):
                    return
            self.acknowledged.append(words)
            if self.ended.is_set():
                return

    def __enter__(self):
        self.threads = [threading.Thread(target=self.write, args=[number]) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def wait_for_more(self, count, log):
        enough = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= enough, seconds=60, log=log)


def write_through_kills(database, writers, kills):
    """The longest time from a start to the next save, in seconds."""
    chance, longest = random.Random(8), 0.0  # noqa: S311 - the same kills every time
    with writers:
        for _ in range(kills):
            writers.wait_for_more(5, database.web.log)
            time.sleep(chance.uniform(0, 0.3))
            database.kill()
            database.start()
            started = time.monotonic()
            writers.wait_for_more(1, database.web.log)
            longest = max(longest, time.monotonic() - started)
        writers.wait_for_more(5, database.web.log)
    return longest


@pytest.fixture
def writers(client_file, case_manager):
    return Writers(Person(case_manager, None), reverse("practice:add_contact", args=[client_file.reference]))


@contextlib.contextmanager
def served_to(writers, folder, *, careless=False):
    with mail_server() as sink, contextlib.ExitStack() as stack:
        database = DATABASE[connection.vendor](folder, sink, stack, careless=careless)
        writers.person.at = database.web.address
        yield database


@small_and_full("kills", 3, 50)
def test_what_was_answered_is_there_once_after_every_kill(writers, tmp_path, kills, figures):
    with served_to(writers, tmp_path) as database:
        longest = write_through_kills(database, writers, kills)
        texts = Counter(database.texts())
        verified = verify_audit(database.web)

    figures(
        saved=len(writers.acknowledged), refused=dict(writers.refused), seconds_until_the_next_save=round(longest, 2)
    )
    assert set(writers.acknowledged) - set(texts) == set()
    assert set(texts.values()) == {1}
    assert writers.refused, "nobody noticed the kills"
    assert verified.startswith("The audit log is whole."), verified


def test_control_a_database_that_answers_before_it_has_written_loses_what_was_answered(writers, tmp_path):
    with served_to(writers, tmp_path, careless=True) as database:
        write_through_kills(database, writers, 2)
        texts = set(database.texts())

    assert set(writers.acknowledged) - texts


def verify_audit(web):
    command = [sys.executable, "manage.py", "verify_audit"]
    done = subprocess.run(command, cwd=ROOT, env=web.environment, capture_output=True, text=True)
    return done.stdout + done.stderr
