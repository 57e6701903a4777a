"""What somebody typed comes back: after a reload, an ended session, a lost cookie."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Session
from clients.actions import change_details
from clients.models import Risk
from tests.factories.ui import DraftFactory
from ui.actions import discard_drafts_about
from ui.models import Draft

pytestmark = pytest.mark.urls("tests.ui.pages")


@pytest.fixture
def path(client_file):
    return f"/notes/{client_file.reference}/add/"


@pytest.fixture
def browser(case_manager, signed_in):
    return signed_in(case_manager)


def hidden(browser, path):
    return browser.get(path).json()["hidden"]


def test_autosave_keeps_what_is_typed_valid_or_not(browser, path, case_manager, client_file):
    token = hidden(browser, path)
    answer = browser.post("/drafts/", token | {"title": "", "text": "  Half a sent\r\nence "})
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    draft = Draft.objects.get()
    assert (draft.author, draft.client, draft.path, draft.label) == (case_manager, client_file.reference, path, "Note")
    assert browser.get(path).json()["initial"] == {"title": "", "text": "  Half a sent\r\nence "}


def test_saving_the_form_ends_its_draft(browser, path):
    token = hidden(browser, path)
    browser.post("/drafts/", token | {"title": "Seizures"})
    assert browser.post(path, token | {"title": "Seizures"}).status_code == 303
    assert not Draft.objects.exists()


def test_a_refused_form_leaves_its_draft(browser, path):
    token = hidden(browser, path)
    browser.post("/drafts/", token | {"title": "", "text": "Typed"})
    assert browser.post(path, token | {"title": "", "text": "Typed"}).status_code == 422
    assert Draft.objects.get().values["text"] == ["Typed"]


def test_a_post_after_the_session_ended_is_kept_but_does_nothing(browser, path):
    token = hidden(browser, path)
    Session.objects.all().delete()
    response = browser.post(path, token | {"title": "Seizures", "text": "Typed for forty minutes"})
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")
    assert not Risk.objects.exists()
    assert Draft.objects.get().values["text"] == ["Typed for forty minutes"]


def test_a_post_without_its_csrf_cookie_is_kept_but_does_nothing(path, case_manager, browser):
    token = hidden(browser, path)
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(case_manager)
    response = strict.post(path, token | {"title": "Seizures", "text": "Typed"})
    assert response.status_code == 403
    assert not Risk.objects.exists()
    assert Draft.objects.get().values["text"] == ["Typed"]


def test_a_forged_or_old_token_keeps_nothing(browser, path):
    token = hidden(browser, path)
    Session.objects.all().delete()
    browser.post(path, token | {"form_token": token["form_token"] + "x", "text": "Typed"})
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        browser.post(path, token | {"text": "Typed"})
    assert not Draft.objects.exists()


def test_nobody_saves_or_discards_for_somebody_else(browser, path, outsider, signed_in):
    token = hidden(browser, path)
    browser.post("/drafts/", token | {"title": "Seizures"})
    stranger = signed_in(outsider)
    assert stranger.post("/drafts/", token | {"title": "Mine now"}).status_code == 409
    stranger.post("/drafts/discard/", token)
    assert Draft.objects.get().values["title"] == ["Seizures"]


def test_discarding(browser, path):
    token = hidden(browser, path)
    browser.post("/drafts/", token | {"title": "Seizures"})
    response = browser.post("/drafts/discard/", token | {"back": "//evil.example/"})
    assert response["Location"] == "/"
    assert not Draft.objects.exists()


def test_what_no_database_can_hold_does_not_lose_the_rest(browser, path):
    browser.post("/drafts/", hidden(browser, path) | {"text": "before\x00after"})
    assert Draft.objects.get().values["text"] == ["beforeafter"]


def test_a_draft_has_a_size(browser, path):
    answer = browser.post("/drafts/", hidden(browser, path) | {"text": "x" * 2_000_001})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_drafts_about_a_client_go_when_their_authors_may_no_longer_work_there(case_manager, outsider):
    DraftFactory(author=case_manager, client="CM-1")
    kept = [DraftFactory(author=case_manager, client="CM-2"), DraftFactory(author=outsider, client="CM-1")]
    discard_drafts_about("CM-1", authors=[case_manager])
    assert set(Draft.objects.all()) == set(kept)


def test_a_draft_does_not_overwrite_what_somebody_saved_since(browser, client_file, case_manager):
    page = f"/calls/{client_file.reference}/change/"
    token = hidden(browser, page)
    browser.post("/drafts/", token | {"communication": "Speak slowly", "telephone": ""})
    client_file.refresh_from_db()
    change_details(client_file, version=token["version"], by=case_manager, now=timezone.now(), telephone="01632 960001")
    again = browser.get(page).json()
    assert again["initial"]["communication"] == "Speak slowly"
    response = browser.post(page, again["hidden"] | {"communication": "Speak slowly", "telephone": ""})
    assert response.status_code == 409
    client_file.refresh_from_db()
    assert client_file.telephone == "01632 960001"


@pytest.mark.parametrize("cut_off", ["by the end of the session", "by a lost cookie"])
def test_a_text_too_long_for_a_draft_is_answered_all_the_same(path, browser, case_manager, cut_off):
    typed = hidden(browser, path) | {"title": "Seizures", "text": "x" * 2_000_001}
    if cut_off == "by a lost cookie":
        strict = Browser(enforce_csrf_checks=True)
        strict.force_login(case_manager)
        assert strict.post(path, typed).status_code == 403
    else:
        Session.objects.all().delete()
        assert browser.post(path, typed).status_code == 302
    assert not Draft.objects.exists()
