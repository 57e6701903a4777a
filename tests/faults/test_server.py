"""Faults of a database server, so of PostgreSQL alone: F10, every connection slot is taken; and the control of F7."""

import contextlib

import psycopg
import pytest
from django.urls import reverse

from records.models import ContactRecord
from tests.faults.cluster import cluster
from tests.faults.ground import database_url, mail_server, wait_until
from tests.faults.test_connections import audited, saved_while_disturbed
from tests.faults.web import Person, Web

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Walked to the shop and back."


@pytest.mark.long
def test_control_without_transactions_saves_are_torn(client_file, case_manager, tmp_path):
    """A session has to be ended between two statements of a save, so this may take a few rounds."""

    def torn(number):
        folder = tmp_path / str(number)
        folder.mkdir()
        with saved_while_disturbed(client_file, case_manager, folder, 60, OFF="transactions"):
            return audited() != ContactRecord.objects.count()

    assert any(torn(number) for number in range(10))


def test_when_every_slot_is_taken_a_page_asks_to_try_again_and_keeps_the_text(client_file, case_manager, tmp_path):
    person, path = Person(case_manager, None), reverse("practice:add_contact", args=[client_file.reference])
    body = {"kind": "visit", "on": "today", "text": WORDS, "once_key": "one", "form_token": "as the page had it"}
    with mail_server() as sink, cluster("max_connections=12") as scratch:
        scratch.copy(database_url())
        with Web(tmp_path, sink, DATABASE_URL=scratch.url) as web:
            person.at = web.address
            with every_slot(scratch.url):
                refused = person.post(path, body)
            wait_until(lambda: person.get(path).status == 200, log=web.log)
            saved = person.post(path, body)

    assert refused.status == 503
    assert WORDS in refused.text
    assert saved.status == 303


@contextlib.contextmanager
def every_slot(url):
    """Takes connections until the server has none left, not even for its owner."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                stack.enter_context(psycopg.connect(url, autocommit=True))
        yield
