"""Where somebody is signed in: the list, signing out elsewhere, and what ends sessions by itself."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session
from accounts.sign_in_actions import forget_old_sign_ins
from audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, SessionFactory

LOGIN, PAGE, AGAIN = "/account/login/", "/account/sessions/", "/account/reauthenticate/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


def sign_in(person, agent=FIREFOX, address="198.51.100.7"):
    browser = Browser(REMOTE_ADDR=address, headers={"user-agent": agent})
    browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return browser


def row_of(browser):
    return Session.objects.get(session_key=browser.session.session_key)


def test_the_list_names_each_device_and_this_one(case_manager, outsider):
    laptop = sign_in(case_manager)
    sign_in(case_manager, PHONE, "203.0.113.9")
    sign_in(outsider, address="192.0.2.44")

    page = laptop.get(PAGE).content.decode()

    assert 'Firefox on Windows <span class="soft">(this one)</span>' in page
    assert "Safari on iPhone" in page
    assert "203.0.113.9" in page
    assert "192.0.2.44" not in page, "a colleague's sign-in"
    assert page.count("(this one)") == 1
    assert not any(session.session_key in page for session in Session.objects.all())


def test_one_device_is_signed_out(case_manager):
    laptop, phone, tablet = sign_in(case_manager), sign_in(case_manager, PHONE), sign_in(case_manager)

    response = laptop.post(PAGE, {"end": row_of(phone).handle})

    assert response.status_code == 303
    assert phone.get("/clients/").status_code == 302
    assert [browser.get("/clients/").status_code for browser in (laptop, tablet)] == [200, 200]
    event = AuditEvent.objects.get(verb="session.ended")
    assert (event.target_id, event.fields) == (str(case_manager.pk), ["device: Safari on iPhone"])


def test_all_others_are_signed_out(case_manager, outsider):
    here, there, theirs = sign_in(case_manager), sign_in(case_manager, PHONE), sign_in(outsider)

    here.post(PAGE, {"end": "others"})

    assert there.get("/clients/").status_code == 302
    assert [browser.get("/clients/").status_code for browser in (here, theirs)] == [200, 200]
    assert AuditEvent.objects.filter(verb="session.others_ended", target_id=str(case_manager.pk)).exists()


def test_nobody_ends_the_session_of_another(case_manager, outsider):
    mine, theirs = sign_in(case_manager), sign_in(outsider)
    mine.post(PAGE, {"end": row_of(theirs).handle})
    assert theirs.get("/clients/").status_code == 200


def test_an_old_session_ends_others_only_after_showing_again_who_it_is(case_manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        here, there = sign_in(case_manager), sign_in(case_manager, PHONE)
        clock.shift(timedelta(minutes=6))

        response = here.post(PAGE, {"end": "others"})

        assert response["Location"] == f"{AGAIN}?next={PAGE}"
        assert there.get("/clients/").status_code == 200
        assert here.post(response["Location"], {"password": PASSWORD, "next": PAGE})["Location"] == PAGE
        here.post(PAGE, {"end": "others"})
        assert there.get("/clients/").status_code == 302


def test_sessions_that_would_not_be_answered_are_not_listed(case_manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(case_manager, PHONE)
        clock.shift(timedelta(minutes=61))
        assert "iPhone" not in sign_in(case_manager).get(PAGE).content.decode()


def test_last_seen_is_written_at_most_once_a_minute(case_manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = sign_in(case_manager)
        seen = row_of(browser).seen_at
        clock.shift(timedelta(seconds=59))
        with CaptureQueriesContext(connection) as queries:
            browser.get("/clients/")
        assert not [query for query in queries.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]
        clock.shift(timedelta(seconds=2))
        browser.get("/clients/")
        assert row_of(browser).seen_at == seen + timedelta(seconds=61)


def test_a_new_session_gets_a_new_key(case_manager):
    browser = Browser()
    browser.get(LOGIN)
    browser.session.save()
    before = browser.session.session_key
    browser.post(LOGIN, {"login": case_manager.email, "password": PASSWORD})
    assert browser.session.session_key != before


def test_a_session_that_was_signed_out_cannot_be_played_again(case_manager):
    browser = sign_in(case_manager)
    kept = browser.cookies["session"].value
    browser.post("/account/logout/")
    thief = Browser()
    thief.cookies["session"] = kept
    assert thief.get("/clients/").status_code == 302


def test_a_second_factor_that_changes_signs_out_everywhere_else(case_manager, django_capture_on_commit_callbacks):
    here, there = sign_in(case_manager), sign_in(case_manager, PHONE)
    here.post(AGAIN, {"password": PASSWORD})
    secret = here.get("/account/2fa/totp/activate/").context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/account/2fa/totp/activate/", {"code": code})
    assert there.get("/clients/").status_code == 302
    assert here.get("/clients/").status_code == 200


def test_what_has_expired_is_forgotten_and_nothing_else(db):
    now = timezone.now()
    SessionFactory(expire_date=now - timedelta(seconds=1))
    kept = SessionFactory(expire_date=now + timedelta(seconds=1))
    forget_old_sign_ins(now=now)
    assert list(Session.objects.all()) == [kept]
