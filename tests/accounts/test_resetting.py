"""A reset password opens nothing by itself: password and second factor are asked for as ever."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import Session
from audit.models import AuditEvent
from tests.accounts.ground import (
    CODE,
    NEW,
    device,
    is_signed_in,
    reset_link,
    reset_password,
    right_code,
    try_password,
    with_app,
)
from tests.factories.accounts import PASSWORD

PAGE = "/clients/"


@pytest.fixture(autouse=True)
def second_factor_is_asked_for(settings):
    cache.clear()
    settings.REQUIRE_MFA = True
    yield
    cache.clear()


def skipped(browser, response):
    """What a reset let somebody skip: the password, the second factor, or nothing."""
    if is_signed_in(browser):
        return "both"
    return "the password" if browser.get(CODE).status_code == 200 else "nothing"


def test_a_reset_skips_neither_password_nor_second_factor(case_manager):
    secret, browser = with_app(case_manager), device()

    assert skipped(browser, reset_password(case_manager, browser)) == "nothing"

    assert browser.get(PAGE)["Location"].startswith("/account/login/")
    assert not is_signed_in(try_password(case_manager, PASSWORD)[0])
    browser, response = try_password(case_manager, NEW, browser)
    assert response["Location"].startswith(CODE)
    assert browser.get(PAGE)["Location"].startswith("/account/login/")
    browser.post(CODE, {"code": right_code(secret)})
    assert browser.get(PAGE).status_code == 200


def test_control_a_reset_that_signs_in_skips_the_password(case_manager, settings):
    """What django-allauth's other way would do, seen with the same eyes."""
    settings.ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
    with_app(case_manager)
    browser = device()
    assert skipped(browser, reset_password(case_manager, browser)) == "the password"


def test_control_without_a_second_factor_it_would_skip_both(case_manager, settings):
    settings.ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
    browser = device()
    assert skipped(browser, reset_password(case_manager, browser)) == "both"


def test_nobody_sets_up_a_second_factor_with_a_reset_link_alone(case_manager):
    browser = device()
    assert skipped(browser, reset_password(case_manager, browser)) == "nothing"
    browser, _ = try_password(case_manager, NEW, browser)
    assert browser.get(PAGE)["Location"] == "/account/2fa/"
    assert browser.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")


def test_somebody_with_a_passkey_alone_is_asked_for_it(case_manager):
    Authenticator.objects.create(user=case_manager, type="webauthn", data={"name": "Laptop", "credential": {}})
    browser = device()
    assert skipped(browser, reset_password(case_manager, browser)) == "nothing"
    assert try_password(case_manager, NEW, browser)[1]["Location"].startswith(CODE)


def test_a_reset_ends_every_session_and_leaves_a_trail(case_manager, signed_in):
    stolen = signed_in(case_manager)
    browser = device(address="203.0.113.9")

    reset_password(case_manager, browser)

    assert stolen.get(PAGE)["Location"].startswith("/account/login/")
    assert not Session.objects.of(case_manager).exists()
    assert AuditEvent.objects.get(verb="password.reset", target_id=str(case_manager.pk)).origin == "203.0.113.9"


def test_a_link_works_once(case_manager):
    link = reset_link(case_manager)
    browser = device()
    browser.post(browser.get(link)["Location"], {"password1": NEW, "password2": NEW})
    assert "This link has ended" in device().get(link).content.decode()
