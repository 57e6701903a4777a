"""Twenty people who write at once, and the database they write to: one that can be killed."""

import contextlib
import sqlite3
import threading
import time
from collections import Counter

import psycopg
from django.db import connection
from django.urls import reverse

from tests.faults.cluster import cluster
from tests.faults.ground import database_url, mail_server, wait_until
from tests.faults.web import Person, Web

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
        self.sent = {}  # when each text was sent for the last time

    def write(self, writer):
        for number in range(10_000):
            words = f"Writer {writer} wrote text {number}"
            body = {"kind": "visit", "on": "today", "text": words, "once_key": words}
            while (status := self.send(words, body)) != 303:
                self.refused[status] += 1
                if self.ended.wait(0.05):
                    return
            self.acknowledged.append(words)
            if self.ended.is_set():
                return

    def send(self, words, body):
        self.sent[words] = time.monotonic()
        return self.person.post(self.path, body).status

    def __enter__(self):
        self.threads = [threading.Thread(target=self.write, args=[number]) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def tried(self):
        return len(self.acknowledged) + self.refused.total()

    def wait_for_more(self, count, log):
        enough = len(self.acknowledged) + count
        wait_until(lambda: len(self.acknowledged) >= enough, seconds=60, log=log)


@contextlib.contextmanager
def served_to(writers, folder, *, careless=False):
    with mail_server() as sink, contextlib.ExitStack() as stack:
        database = DATABASE[connection.vendor](folder, sink, stack, careless=careless)
        writers.person.at = database.web.address
        yield database


def writers_on(client, user):
    return Writers(Person(user, None), reverse("practice:add_contact", args=[client.reference]))
