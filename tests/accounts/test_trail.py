"""What signing in leaves in the log: each thing that a reader of it would look for."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.urls import reverse

from accounts import sign_ins
from accounts.adapter import StaffAdapter
from audit.models import AuditEvent
from tests.accounts.ground import (
    AGAIN,
    CODE,
    LOGIN,
    NEW,
    PHONE,
    RESET,
    device,
    is_signed_in,
    reset_password,
    right_code,
    try_password,
    with_app,
)
from tests.factories.accounts import PASSWORD

FIREFOX_HERE = "device: Firefox on Windows"


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


def told(person=None):
    """Verb and fields of what was noted about a person's account, oldest first."""
    found = sign_ins.events(person=str(person.pk) if person else "").order_by("number")
    return [(event.verb, event.fields) for event in found]


def verbs(person):
    return [verb for verb, _ in told(person)]


def test_signing_in(case_manager):
    try_password(case_manager)
    assert told(case_manager) == [("sign_in.succeeded", [FIREFOX_HERE, "password"])]
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.origin) == (str(case_manager.pk), "198.51.100.7")


def test_signing_in_with_both_steps(case_manager):
    secret = with_app(case_manager)
    browser, _ = try_password(case_manager)
    assert not told(case_manager), "half-way is not in"
    browser.post(CODE, {"code": right_code(secret)})
    assert told(case_manager) == [("sign_in.succeeded", [FIREFOX_HERE, "password", "totp"])]


def test_failure_and_success_after_failure(case_manager):
    try_password(case_manager, "wrong")
    try_password(case_manager)
    try_password(case_manager)
    assert verbs(case_manager) == ["sign_in.failed", "sign_in.succeeded_after_failures", "sign_in.succeeded"]
    assert AuditEvent.objects.first().actor_id == "", "who failed is not known"


def test_a_lock_is_noted_once_and_what_it_turns_away_no_more(case_manager):
    for _ in range(9):
        try_password(case_manager, "wrong")
    assert verbs(case_manager) == ["sign_in.failed"] * 5 + ["sign_in.locked"]


def test_a_failed_second_step(case_manager):
    with_app(case_manager)
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"code": "000000"})
    assert told(case_manager) == [("second_factor.failed", [FIREFOX_HERE, "totp"])]


def test_a_passkey_that_is_refused_as_second_step(case_manager):
    with_app(case_manager)
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"credential": '{"made": "up"}'})
    assert told(case_manager) == [("second_factor.failed", [FIREFOX_HERE, "webauthn"])]


def test_a_recovery_code(case_manager):
    with_app(case_manager)
    codes = RecoveryCodes(Authenticator.objects.get(user=case_manager, type="recovery_codes"))
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"code": codes.get_unused_codes()[0]})
    assert verbs(case_manager) == ["recovery_code.used", "sign_in.succeeded"]


def test_an_account_that_does_not_exist_is_named_nowhere(db):
    typed = "my secret password typed into the wrong box"
    device().post(LOGIN, {"login": f"{typed.replace(' ', '.')}@practice.example", "password": "x"})
    (verb, fields) = told()[0]
    assert (verb, fields) == ("sign_in.failed", [FIREFOX_HERE, "password"])
    assert "secret" not in AuditEvent.objects.get().text


def test_nobody_fills_the_log_with_made_up_accounts(db):
    for number in range(20):
        device().post(LOGIN, {"login": f"nobody{number}@practice.example", "password": "x"})
    assert AuditEvent.objects.count() == 1
    device(address="203.0.113.9").post(LOGIN, {"login": "nobody@practice.example", "password": "x"})
    assert AuditEvent.objects.count() == 2


def page_of(response):
    """What somebody sees, without what is new on each page."""
    return [line for line in response.content.decode().splitlines() if "csrf" not in line and 'value="' not in line]


def test_pages_do_not_tell_which_accounts_exist(case_manager):
    for where, fields in ((LOGIN, {"password": "wrong"}), (RESET, {})):
        answers = []
        for address in (case_manager.email, "stranger@practice.example"):
            response = device().post(where, {"login": address, "email": address, **fields}, follow=True)
            answers.append((response.status_code, response.redirect_chain, page_of(response)))
        assert answers[0] == answers[1], where


def test_a_mail_server_that_is_away_tells_nothing_either(case_manager, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert device().post(RESET, {"email": case_manager.email}).status_code == 302


def test_control_as_the_library_sends_it_only_addresses_on_the_staff_fail(case_manager, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monkeypatch.delattr(StaffAdapter, "send_password_reset_mail")
    assert device().post(RESET, {"email": "stranger@practice.example"}).status_code == 302
    with pytest.raises(ConnectionRefusedError):
        device().post(RESET, {"email": case_manager.email})


def test_asking_for_a_reset_and_doing_it(case_manager):
    reset_password(case_manager, device(PHONE))
    assert verbs(case_manager) == ["password.reset_asked", "password.reset"]
    assert AuditEvent.objects.get(verb="password.reset_asked").actor_id == ""


def test_changes_of_what_one_signs_in_with(case_manager, django_capture_on_commit_callbacks):
    browser, _ = try_password(case_manager)
    browser.post(AGAIN, {"password": PASSWORD})
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/account/2fa/totp/activate/", {"code": right_code(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/account/2fa/recovery-codes/generate/", {})
    browser.post("/account/2fa/totp/deactivate/", {})
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [(verb, fields[1]) for verb, fields in told(case_manager)[1:]] == [
        ("second_factor.added", "totp"),
        ("second_factor.added", "recovery_codes"),
        ("second_factor.renewed", "recovery_codes"),
        ("second_factor.removed", "totp"),
        ("second_factor.removed", "recovery_codes"),
        ("password.changed", "password"),
    ]


def test_every_event_of_an_account_has_words():
    written = {
        "sign_in.succeeded",
        "sign_in.succeeded_after_failures",
        "sign_in.failed",
        "sign_in.locked",
        "password.reset_asked",
        "recovery_code.used",
        "second_factor.failed",
    }
    assert written <= set(sign_ins.WORDS)


def test_one_sees_ones_own_log_and_nobody_elses(case_manager, outsider):
    try_password(case_manager, "wrong", device(PHONE, "203.0.113.9"))
    try_password(outsider, "wrong", device(address="192.0.2.44"))
    browser, _ = try_password(case_manager)

    page = browser.get(reverse("accounts:own_sign_ins")).content.decode()

    assert "Sign-in failed" in page
    assert "Signed in after failures" in page
    assert "Safari on iPhone" in page
    assert "203.0.113.9" in page
    assert "192.0.2.44" not in page


def test_an_admin_sees_and_filters_the_log_of_all(admin, case_manager, outsider, signed_in):
    try_password(case_manager)
    try_password(outsider, "wrong")
    device().post(LOGIN, {"login": "nobody@practice.example", "password": "x"})
    browser, where = signed_in(admin), reverse("accounts:sign_in_log")

    def rows(**query):
        return [(name, row["what"]) for name, row in browser.get(where, query).context["rows"]]

    assert rows() == [
        ("Unknown account", "Sign-in failed"),
        ("Daniel Owens", "Sign-in failed"),
        ("Priya Kaur", "Signed in"),
    ]
    assert rows(person=str(outsider.pk)) == [("Daniel Owens", "Sign-in failed")]
    assert rows(result="in") == [("Priya Kaur", "Signed in")]
    assert rows(result="changed") == []
    assert len(rows(person="' OR 1=1 --\x00", result="nonsense")) == 3
    assert signed_in(case_manager).get(where).status_code == 403


def test_nothing_typed_stands_in_the_log(case_manager):
    try_password(case_manager, "a wrong password with a mark")
    with_app(case_manager)
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"code": "739155"})
    texts = json.dumps(list(AuditEvent.objects.values_list("text", flat=True)))
    assert not [word for word in ("a mark", "739155", case_manager.email) if word in texts]
    assert not is_signed_in(browser)
