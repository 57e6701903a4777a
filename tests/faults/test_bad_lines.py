"""F24: lines that crawl or break off. Nobody else waits, nothing half is saved, and the draft is on the server.

A crawling sender holds a thread of gunicorn for as long as it sends, so as many of them as there are threads stop the
application. That is why a proxy that takes a request in whole stands before it in a practice.
"""

import threading

import pytest
from django.urls import reverse

from records.models import ContactRecord
from tests.access.pages import ask
from tests.faults.bodies import form_on
from tests.faults.ground import mail_server, wait_until
from tests.faults.proxy import Line
from tests.faults.web import LOST, Person, Web
from ui.models import Draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_leg]

THREADS = 4
WORDS = "Walked to the shop and back. " * 40


@pytest.fixture
def editor(client_file):
    return reverse("practice:add_contact", args=[client_file.reference])


@pytest.fixture
def web(tmp_path, transactional_db):
    with mail_server() as sink, Web(tmp_path, sink, threads=THREADS) as web:
        yield web


def written(words):
    return {"kind": "visit", "on": "today", "text": words, "once_key": words[:30]}


class Crawling:
    """So many people on one line that carries twenty bytes a second."""

    def __init__(self, web, user, path, people):
        self.line = Line(web.address)
        self.line.pause, self.line.piece = 0.05, 1
        far = Person(user, self.line.address)
        self.calls = [lambda: far.post(path, written(WORDS))] * people

    def __enter__(self):
        self.line.__enter__()
        self.threads = [threading.Thread(target=call) for call in self.calls]
        for thread in self.threads:
            thread.start()

    def __exit__(self, *problem):
        self.line.__exit__(*problem)
        for thread in self.threads:
            thread.join()


def test_while_some_crawl_others_read_and_save(web, case_manager, editor):
    person = Person(case_manager, web.address, patience=10)

    with Crawling(web, case_manager, editor, THREADS - 1):
        statuses = [(person.get("/clients/").status, person.post(editor, written(f"{n}")).status) for n in range(10)]

    assert statuses == [(200, 303)] * 10


def test_control_when_every_thread_is_held_others_wait_until_the_line_breaks(web, case_manager, editor):
    person = Person(case_manager, web.address, patience=2)

    with Crawling(web, case_manager, editor, 2 * THREADS):
        wait_until(lambda: person.get("/clients/") == LOST, log=web.log)
    wait_until(lambda: person.get("/clients/").status == 200, log=web.log)

    assert not ContactRecord.objects.exists()


def test_a_form_that_breaks_off_is_not_saved_and_its_draft_is_on_the_server(web, case_manager, editor, signed_in):
    browser, near = signed_in(case_manager), Person(case_manager, web.address)
    form = form_on(ask(browser, "GET", editor))
    body = written(WORDS) | {"form_token": form.token.signed()}
    assert near.post("/drafts/", body).status == 200

    with Line(web.address) as line:
        line.breaks_off_after = 1200  # in the middle of the words
        statuses = [Person(case_manager, line.address).post(editor, body).status for _ in range(2 * THREADS)]

    assert statuses == [LOST.status] * 2 * THREADS
    assert not ContactRecord.objects.exists()
    assert Draft.objects.get().values["text"] == [WORDS]
    assert near.post(editor, body).status == 303
    assert ContactRecord.objects.get().text == WORDS
