"""F25: the session ends, or its cookies change, while somebody types. The words are on the server and come back.

tests/browser/test_lost_words.py plays the same in Chromium: autosave within seconds, the sign-in, the way back.
"""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings
from records.models import ContactRecord
from tests.factories.accounts import PASSWORD
from tests.faults.bodies import form_on
from ui.models import Draft

pytestmark = pytest.mark.django_db

WORDS = "Typed for forty minutes, then somebody rang."


@pytest.fixture
def editor(client_file):
    return reverse("practice:add_contact", args=[client_file.reference])


@pytest.fixture
def browser(case_manager):
    """Signs in as a person does, and checks CSRF as the product does."""
    browser = Browser(enforce_csrf_checks=True)
    sign_in(browser, case_manager)
    return browser


def sign_in(browser, person):
    browser.get("/account/login/")
    typed = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": csrf(browser)}
    return browser.post("/account/login/", typed)


def csrf(browser):
    return browser.cookies[settings.CSRF_COOKIE_NAME].value


def typed_into(browser, editor):
    """The form as the page had it when the typing began, with its words."""
    form = form_on(browser.get(editor))
    hidden = {"form_token": form.token.signed(), "once_key": form.once_key, "csrfmiddlewaretoken": csrf(browser)}
    return hidden | {"kind": "visit", "on": "today", "text": WORDS}


def comes_back(browser, editor):
    return form_on(browser.get(editor)).initial.get("text")


def test_after_forty_idle_minutes_too_many_the_words_wait_behind_the_sign_in(browser, editor, case_manager):
    body = typed_into(browser, editor)
    later = timezone.now() + timedelta(minutes=PracticeSettings.current().idle_minutes + 40)
    with time_machine.travel(later):
        sent = browser.post(editor, body)
        assert sent.status_code == 302
        assert sent["Location"] == f"/account/login/?next={editor}"
        assert not ContactRecord.objects.exists()
        sign_in(browser, case_manager)

        assert comes_back(browser, editor) == WORDS


def test_cookies_that_changed_in_another_tab_refuse_the_form_and_keep_its_words(browser, editor, case_manager):
    body = typed_into(browser, editor)
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)  # signed out in the other tab, and in again
    sign_in(browser, case_manager)

    refused = browser.post(editor, body)

    assert refused.status_code == 403
    assert "is kept as a draft" in refused.content.decode()
    assert not ContactRecord.objects.exists()
    assert comes_back(browser, editor) == WORDS


def test_control_without_the_signed_token_the_words_are_lost(browser, editor, case_manager):
    body = typed_into(browser, editor) | {"form_token": "not a token"}
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)
    sign_in(browser, case_manager)

    refused = browser.post(editor, body)

    assert refused.status_code == 403
    assert "copy what you typed" in refused.content.decode()
    assert not Draft.objects.exists()
