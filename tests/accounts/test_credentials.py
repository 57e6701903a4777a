"""Guessing codes, resetting passwords, and the trail that a change of credentials leaves."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import NoReverseMatch, path, reverse
from django.urls import include as included
from django.utils import timezone

from accounts.models import Notice
from audit.models import AuditEvent
from reminders.notice_actions import send_notices
from tests.factories.accounts import PASSWORD

LOGIN, CODE, RESET = "/account/login/", "/account/2fa/authenticate/", "/account/password/reset/"
AGAIN = "/account/reauthenticate/"
NEW = "another four unrelated words"

urlpatterns = [path("account/", included("accounts.sign_in_urls")), path("", included("casemgmt.urls"))]


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def secret(case_manager):
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(case_manager, secret)
    RecoveryCodes.activate(case_manager)
    return secret


def right_code(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def after_the_password(person, address="198.51.100.7"):
    browser = Browser(REMOTE_ADDR=address)
    response = browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert response["Location"].startswith(CODE)
    return browser


def test_the_right_code_opens_the_app(case_manager, secret):
    browser = after_the_password(case_manager)
    assert "_auth_user_id" not in browser.session
    browser.post(CODE, {"code": right_code(secret)})
    assert "_auth_user_id" in browser.session


def test_codes_cannot_be_guessed_from_many_addresses(case_manager, secret):
    for guess in range(5):
        after_the_password(case_manager, f"198.51.100.{guess}").post(CODE, {"code": "000000"})
    browser = after_the_password(case_manager, "203.0.113.9")
    browser.post(CODE, {"code": right_code(secret)})
    assert "_auth_user_id" not in browser.session


def test_wrong_passwords_elsewhere_lock_nobody_out(case_manager):
    for guess in range(12):
        Browser(REMOTE_ADDR=f"198.51.100.{guess}").post(LOGIN, {"login": case_manager.email, "password": "wrong"})
    browser = Browser(REMOTE_ADDR="203.0.113.9")
    browser.post(LOGIN, {"login": case_manager.email, "password": PASSWORD})
    assert "_auth_user_id" in browser.session


def test_behind_a_proxy_the_throttle_counts_the_clients_address(case_manager, settings):
    settings.PROXY_COUNT = 1

    def sign_in(forwarded, password):
        browser = Browser(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
        browser.post(LOGIN, {"login": case_manager.email, "password": password})
        return "_auth_user_id" in browser.session

    for guess in range(5):
        assert not sign_in(f"192.0.2.{guess}, 198.51.100.7", "wrong"), "what the client sends itself counts for nothing"
    assert not sign_in("192.0.2.99, 198.51.100.7", PASSWORD)
    assert sign_in("203.0.113.9", PASSWORD)


def test_reset_mail_is_not_sent_without_end(case_manager):
    for _ in range(12):
        Browser().post(RESET, {"email": case_manager.email})
    send_notices(now=timezone.now())
    assert 1 <= len(mail.outbox) <= 5


def test_reset_mail_goes_to_staff_only(db):
    response = Browser().post(RESET, {"email": "stranger@elsewhere.example"})
    assert response.status_code == 302
    assert not Notice.objects.exists()


def test_the_reset_link_leads_to_the_practices_own_address(case_manager, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://cases.example.org", ["localhost"]
    Browser().post(RESET, {"email": case_manager.email}, headers={"host": "localhost"})
    send_notices(now=timezone.now())
    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert [
        link for link in links if not link.startswith("https://cases.example.org/account/password/reset/key/")
    ] == []
    assert case_manager.name not in mail.outbox[0].subject


def test_a_changed_password_leaves_a_trail_and_ends_other_sessions(case_manager, signed_in):
    here, elsewhere = signed_in(case_manager), signed_in(case_manager)
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert AuditEvent.objects.filter(verb="password.changed", actor_id=str(case_manager.pk)).exists()
    assert elsewhere.get("/clients/").status_code == 302
    assert here.get("/clients/").status_code == 200


def test_a_second_factor_that_goes_leaves_a_trail(case_manager, secret, django_capture_on_commit_callbacks):
    browser = after_the_password(case_manager)
    browser.post(CODE, {"code": right_code(secret)})
    browser.post(AGAIN, {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/account/2fa/recovery-codes/generate/", {})
    browser.post("/account/2fa/totp/deactivate/", {})
    verbs = AuditEvent.objects.filter(target_id=str(case_manager.pk)).values_list("verb", flat=True)
    assert {"second_factor.renewed", "second_factor.removed"} <= set(verbs)


def test_a_new_second_factor_leaves_a_trail(case_manager, django_capture_on_commit_callbacks):
    browser, activate = Browser(), "/account/2fa/totp/activate/"
    browser.post(LOGIN, {"login": case_manager.email, "password": PASSWORD})
    assert browser.get(activate).status_code == 302, "a session alone is not enough"
    browser.post(AGAIN, {"password": PASSWORD})
    secret = browser.get(activate).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(activate, {"code": right_code(secret)})
    assert AuditEvent.objects.filter(verb="second_factor.added", target_id=str(case_manager.pk)).exists()


@pytest.mark.urls("accounts.sign_in_urls")
@pytest.mark.parametrize(
    "name", ["account_email", "account_confirm_login_code", "account_email_verification_sent", "account_set_password"]
)
def test_no_page_changes_how_staff_sign_in_behind_the_practices_back(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.urls(__name__)
def test_the_pages_that_are_left_work_on_their_own(case_manager, signed_in):
    for page in (LOGIN, RESET, "/account/signup/", "/account/inactive/", "/account/password/reset/done/"):
        assert Browser().get(page).status_code == 200, page
    for page in ("/account/password/change/", "/account/2fa/"):
        assert signed_in(case_manager).get(page).status_code == 200, page
