"""F8: the database is killed again and again under twenty writers. What was answered with 303 is there, and once.

PostgreSQL loses its postmaster (kill -9) and the web server, which stays, must find the new one. SQLite has no server:
there the web server itself is killed.
"""

import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.faults.counts import small_and_full
from tests.faults.ground import ROOT
from tests.faults.writers import served_to, writers_on

pytestmark = pytest.mark.django_db(transaction=True)


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
    return writers_on(client_file, case_manager)


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


@pytest.mark.long
def test_control_a_database_that_answers_before_it_has_written_loses_what_was_answered(writers, tmp_path):
    with served_to(writers, tmp_path, careless=True) as database:
        write_through_kills(database, writers, 2)
        texts = set(database.texts())

    assert set(writers.acknowledged) - texts


def verify_audit(web):
    command = [sys.executable, "manage.py", "verify_audit"]
    done = subprocess.run(command, cwd=ROOT, env=web.environment, capture_output=True, text=True)
    return done.stdout + done.stderr
