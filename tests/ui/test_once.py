"""However often a form arrives, it is carried out once."""

import threading
import urllib.parse
from datetime import timedelta
from http.client import HTTPConnection

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Risk
from tests.factories.ui import OnceKeyFactory
from ui.models import Draft, OnceKey
from ui.tasks import forget_old_keys

pytestmark = pytest.mark.urls("tests.ui.pages")


@pytest.fixture
def page(client_file, case_manager, signed_in):
    """The page's path, a browser on it, and the hidden fields the page came with."""
    browser, path = signed_in(case_manager), f"/notes/{client_file.reference}/add/"
    return browser, path, browser.get(path).json()["hidden"]


def test_the_same_form_twice_does_its_work_once(page):
    browser, path, hidden = page
    first = browser.post(path, hidden | {"title": "Seizures"})
    second = browser.post(path, hidden | {"title": "Seizures"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Risk.objects.count() == 1
    assert AuditEvent.objects.filter(verb="risk.raised").count() == 1


def test_another_text_under_a_used_key_answers_409_and_is_kept(page, case_manager):
    browser, path, hidden = page
    browser.post(path, hidden | {"title": "Seizures"})
    response = browser.post(path, hidden | {"title": "Seizures", "text": "Written after the first click"})
    assert response.status_code == 409
    assert Risk.objects.count() == 1
    assert Draft.objects.get(author=case_manager).values["text"] == ["Written after the first click"]
    assert browser.get(path).json()["initial"]["text"] == "Written after the first click"


def test_a_refused_form_keeps_its_key(page):
    browser, path, hidden = page
    refused = browser.post(path, hidden | {"title": "", "text": "Kept"})
    assert refused.status_code == 422
    assert refused.json()["hidden"]["once_key"] == hidden["once_key"]
    assert not OnceKey.objects.exists()
    assert browser.post(path, hidden | {"title": "Seizures", "text": "Kept"}).status_code == 303


def test_a_form_without_a_key_is_still_carried_out_once(page):
    browser, path, _ = page
    assert browser.post(path, {"title": "Seizures"}).status_code == 303
    assert browser.post(path, {"title": "Seizures"}).status_code == 303
    assert Risk.objects.count() == 1
    assert browser.post(path, {"title": "Another"}).status_code == 303
    assert Risk.objects.count() == 2


def test_somebody_elses_key_does_not_answer_for_them(page, client_file, sole_practitioner, signed_in):
    browser, path, hidden = page
    browser.post(path, hidden | {"title": "Seizures"})
    stranger = signed_in(sole_practitioner)
    assert stranger.post(path, hidden | {"title": "Seizures"}).status_code in (403, 404)


def test_a_page_without_a_post_uses_no_key(page):
    assert not OnceKey.objects.exists()


def test_keys_are_forgotten_after_a_month(db):
    kept, old = OnceKeyFactory(), OnceKeyFactory()
    OnceKey.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    forget_old_keys()
    assert list(OnceKey.objects.all()) == [kept]


@pytest.mark.parametrize("typed", [["Seizures"] * 8, [f"Seizures {n}" for n in range(8)]], ids=["same", "different"])
def test_parallel_posts_make_one_row(transactional_db, live_server, page, typed):
    browser, path, hidden = page
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()} | {"csrf": "c" * 32}
    barrier, statuses = threading.Barrier(len(typed)), []

    def post(title):
        body = urllib.parse.urlencode(hidden | {"title": title, "csrfmiddlewaretoken": "c" * 32})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        connection = HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=60)
        barrier.wait()
        connection.request("POST", path, body, headers)
        statuses.append(connection.getresponse().status)
        connection.close()

    threads = [threading.Thread(target=post, args=[title]) for title in typed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Risk.objects.count() == 1
    assert AuditEvent.objects.filter(verb="risk.raised").count() == 1
    assert sorted(statuses) == ([303] * 8 if len(set(typed)) == 1 else [303] + [409] * 7)
