"""Sign-in, its throttle, the limits of a session, and the second factor."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from tests.factories.accounts import PASSWORD, PracticeSettingsFactory, UserFactory

LOGIN = "/account/login/"
PAGE = "/clients/"


def sign_in(person, password=PASSWORD, address="198.51.100.7"):
    browser = Browser(REMOTE_ADDR=address)
    return browser, browser.post(LOGIN, {"login": person.email, "password": password})


def test_the_right_password_opens_the_app(case_manager):
    browser, response = sign_in(case_manager)
    assert response.status_code == 302
    assert browser.get(PAGE).status_code == 200


def test_the_wrong_password_does_not(case_manager):
    browser, response = sign_in(case_manager, "something else entirely")
    assert "_auth_user_id" not in browser.session
    assert response.status_code in (200, 422)


def test_a_deactivated_person_stays_out(db):
    person = UserFactory(is_active=False)
    browser, _ = sign_in(person)
    assert "_auth_user_id" not in browser.session


def test_the_throttle_counts_account_and_address_together(case_manager, outsider):
    for _ in range(5):
        sign_in(case_manager, "wrong")
    browser, response = sign_in(case_manager)
    assert "_auth_user_id" not in browser.session
    assert response.status_code == 429
    elsewhere, _ = sign_in(case_manager, address="203.0.113.9")
    assert "_auth_user_id" in elsewhere.session, "the colleague herself, at her own address, is not locked out"
    neighbour, _ = sign_in(outsider)
    assert "_auth_user_id" in neighbour.session, "another account at the same address is not locked out"


def test_nobody_can_sign_up(db):
    response = Browser().post("/account/signup/", {"email": "new@practice.example", "password1": PASSWORD})
    assert response.status_code == 200
    assert b"closed" in response.content.lower() or b"invit" in response.content.lower()


@pytest.mark.parametrize(("minutes", "still_in"), [(59, True), (61, False)])
def test_an_idle_session_ends_after_the_practices_minutes(case_manager, signed_in, minutes, still_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = signed_in(case_manager)
        assert browser.get(PAGE).status_code == 200
        clock.move_to(start + timedelta(minutes=minutes))
        assert (browser.get(PAGE).status_code == 200) is still_in


def test_the_limit_is_the_practices_own(case_manager, signed_in):
    PracticeSettingsFactory().__class__.objects.update(idle_minutes=30)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = signed_in(case_manager)
        browser.get(PAGE)
        clock.move_to(start + timedelta(minutes=31))
        assert browser.get(PAGE).status_code == 302


def test_a_session_in_constant_use_ends_after_twelve_hours(case_manager, signed_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = signed_in(case_manager)
        for step in range(0, 720, 30):
            clock.move_to(start + timedelta(minutes=step))
            assert browser.get(PAGE).status_code == 200
        clock.move_to(start + timedelta(hours=12, minutes=1))
        assert browser.get(PAGE).status_code == 302


def test_staying_signed_in_starts_the_idle_clock_again(case_manager, signed_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = signed_in(case_manager)
        browser.get(PAGE)
        clock.move_to(start + timedelta(minutes=50))
        assert browser.post("/stay/").status_code == 204
        clock.move_to(start + timedelta(minutes=100))
        assert browser.get(PAGE).status_code == 200


def test_without_a_second_factor_one_can_only_set_it_up(case_manager, signed_in, settings):
    settings.REQUIRE_MFA = True
    browser = signed_in(case_manager)
    response = browser.get(PAGE)
    assert response.status_code == 302
    assert response["Location"] == "/account/2fa/"


def test_pages_are_never_kept_by_browsers(case_manager, signed_in):
    response = signed_in(case_manager).get(PAGE)
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'self'" in response["Content-Security-Policy"]
