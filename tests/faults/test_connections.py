"""F7: connections to the database break in the middle of saves. What was answered is there once, and audited once.

PostgreSQL ends sessions (pg_terminate_backend). On SQLite, which has none, another process takes the write lock again
and again, and every save waits for it.
"""

import contextlib
import random
import sqlite3
import threading
import time
from collections import Counter

import psycopg
import pytest
from django.db import connection

from audit.models import AuditEvent
from records.models import ContactRecord
from tests.faults.counts import small_and_full
from tests.faults.ground import database_url, mail_server
from tests.faults.web import Web
from tests.faults.writers import writers_on

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "faulty"
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s LIMIT 2"


def end_sessions(ended, often):
    with psycopg.connect(database_url(), autocommit=True) as server:
        while not ended.wait(often()):
            server.execute(TERMINATE, [NAME])


def take_the_lock(ended, often):
    with contextlib.closing(
        sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)
    ) as file:
        while not ended.wait(often()):
            file.execute("BEGIN IMMEDIATE")
            time.sleep(0.1)
            file.execute("ROLLBACK")


DISTURB = {"postgresql": end_sessions, "sqlite": take_the_lock}
ADDRESS = {"postgresql": lambda: f"{database_url()}?application_name={NAME}", "sqlite": database_url}


@contextlib.contextmanager
def disturbed():
    chance, ended = random.Random(7), threading.Event()  # noqa: S311 - the same pauses every time
    pauses = lambda: chance.uniform(0.02, 0.2)  # noqa: E731
    thread = threading.Thread(target=DISTURB[connection.vendor], args=[ended, pauses])
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextlib.contextmanager
def saved_while_disturbed(client, user, folder, saves, **settings):
    """The writers, after so many of their saves were answered while connections broke."""
    writers = writers_on(client, user)
    with mail_server() as sink, Web(folder, sink, DATABASE_URL=ADDRESS[connection.vendor](), **settings) as web:
        writers.person.at = web.address
        with disturbed(), writers:
            writers.wait_for_more(saves, web.log)
        yield writers


@small_and_full("saves", 40, 500)
def test_saves_whose_connection_breaks_are_whole_or_not_there(client_file, case_manager, tmp_path, saves, figures):
    with saved_while_disturbed(client_file, case_manager, tmp_path, saves) as writers:
        texts = Counter(ContactRecord.objects.values_list("text", flat=True))

    figures(saved=len(writers.acknowledged), refused=dict(writers.refused))
    assert set(writers.acknowledged) - set(texts) == set()
    assert set(texts.values()) == {1}
    assert audited() == texts.total()
    assert bool(writers.refused) == (connection.vendor == "postgresql"), "sessions were ended; locks only wait"


def audited():
    return AuditEvent.objects.filter(verb="contact.signed").count()
