"""Mail about one's own account: written with its cause, sent by the worker, at most once."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from accounts.models import KnownDevice, Notice, NoticeKind, NoticeState
from accounts.notices import SAID, SUBJECTS, letter
from accounts.sign_in_actions import forget_old_sign_ins, notify
from reminders import notice_actions
from reminders.notice_actions import send_notices
from tests.accounts.ground import LOGIN, PHONE, device, is_signed_in, reset_password, try_password
from tests.factories.accounts import PASSWORD, InvitationFactory, KnownDeviceFactory, NoticeFactory


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


def kinds(person):
    return list(Notice.objects.filter(person=person).order_by("at", "id").values_list("kind", flat=True))


def sent():
    send_notices(now=timezone.now())
    return [message.subject for message in mail.outbox]


def test_the_first_sign_in_from_a_browser_is_told_and_later_ones_are_not(case_manager):
    browser, _ = try_password(case_manager)
    browser.post("/account/logout/")
    try_password(case_manager, browser=browser)
    assert sent() == ["Sign-in from a new device"]
    assert mail.outbox[0].to == [case_manager.email]
    assert "Firefox on Windows, address 198.51.100.7" in mail.outbox[0].body
    assert f"{django_settings.SITE_URL}/account/sessions/" in mail.outbox[0].body
    assert "Was this you?" in mail.outbox[0].body


def test_control_a_browser_that_keeps_no_cookie_is_new_each_time(case_manager):
    try_password(case_manager)
    try_password(case_manager)
    assert sent() == ["Sign-in from a new device"] * 2


def test_another_address_alone_is_no_new_device(case_manager):
    browser, _ = try_password(case_manager)
    browser.post("/account/logout/")
    browser.post(LOGIN, {"login": case_manager.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    assert is_signed_in(browser)
    assert kinds(case_manager) == [NoticeKind.NEW_DEVICE]


def test_a_browser_that_a_colleague_uses_is_new_to_the_other(case_manager, outsider):
    browser, _ = try_password(case_manager)
    browser.post("/account/logout/")
    try_password(outsider, browser=browser)
    assert kinds(outsider) == [NoticeKind.NEW_DEVICE]


def test_a_made_up_device_cookie_is_no_known_device(case_manager):
    KnownDeviceFactory(person=case_manager)
    browser = device()
    browser.cookies[django_settings.DEVICE_COOKIE_NAME] = "made up:signature"
    try_password(case_manager, browser=browser)
    assert kinds(case_manager) == [NoticeKind.NEW_DEVICE]


def test_the_cookie_is_kept_from_scripts_and_other_sites(case_manager):
    browser, _ = try_password(case_manager)
    cookie = browser.cookies[django_settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 400 * 24 * 60 * 60
    assert not KnownDevice.objects.filter(digest__contains=cookie.value[:16]).exists()


def test_a_wrong_password_from_a_new_browser_is_not_mailed(case_manager):
    try_password(case_manager, "wrong")
    assert not Notice.objects.exists()


def test_a_reset_is_told_after_it_was_asked_for(case_manager):
    reset_password(case_manager, device(PHONE))
    assert sent() == ["Choose a new password", "Your password was reset"]


def test_the_link_of_a_reset_lies_in_no_table(case_manager):
    notice = NoticeFactory(person=case_manager, kind=NoticeKind.RESET_LINK)
    assert "/account/password/reset/key/" in letter(notice).body
    assert "key" not in str(Notice.objects.values().get()).replace("session_key", "")


def test_signing_in_does_not_wait_for_the_mail_server(case_manager, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    browser, _ = try_password(case_manager)
    assert is_signed_in(browser)

    send_notices(now=timezone.now())

    notice = Notice.objects.get()
    assert (notice.state, notice.attempts) == (NoticeState.DUE, 1)
    assert notice.send_after > timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_notices(now=timezone.now() + timedelta(minutes=2))
    assert len(mail.outbox) == 1


def test_two_passes_send_a_notice_once(db):
    NoticeFactory()
    assert sent() == sent() == ["Sign-in from a new device"]


def test_two_workers_that_saw_the_same_notice_send_it_once(db):
    """The second has read the row before the first one claims it."""
    notice, now = NoticeFactory(), timezone.now()
    for _ in range(2):
        notice_actions._send(notice, notice_actions.Postbox(), now=now)
    assert len(mail.outbox) == 1


def test_control_without_the_claim_both_would_send(db, monkeypatch):
    notice, now = NoticeFactory(), timezone.now()
    for _ in range(2):
        notice_actions._send(notice, notice_actions.Postbox(), now=now)
        Notice.objects.update(state=NoticeState.DUE)
    assert len(mail.outbox) == 2


def test_what_a_dead_worker_was_sending_is_not_sent_again(db):
    now = timezone.now()
    NoticeFactory(state=NoticeState.SENDING, claimed_at=now - timedelta(minutes=6))
    send_notices(now=now)
    assert Notice.objects.get().state == NoticeState.UNKNOWN
    assert not mail.outbox


def test_nobody_who_was_deactivated_gets_a_link(case_manager):
    NoticeFactory(person=case_manager, kind=NoticeKind.RESET_LINK)
    type(case_manager).objects.update(is_active=False)
    send_notices(now=timezone.now())
    assert Notice.objects.get().state == NoticeState.CANCELLED
    assert not mail.outbox


def test_it_goes_to_the_address_the_account_had_then(case_manager):
    notify(case_manager, NoticeKind.PASSWORD_CHANGED, now=timezone.now())
    type(case_manager).objects.update(email="new@practice.example")
    sent()
    assert mail.outbox[0].to == [case_manager.email]


@pytest.mark.parametrize("kind", NoticeKind.values)
def test_each_kind_of_notice_has_words(db, kind):
    assert kind in SUBJECTS
    assert kind in SAID or kind in (NoticeKind.RESET_LINK, NoticeKind.INVITATION)
    invitation = InvitationFactory() if kind == NoticeKind.INVITATION else None
    message = letter(NoticeFactory(kind=kind, what="A passkey", invitation=invitation))
    assert "{" not in message.body
    assert message.extra_headers["Message-ID"].startswith("<account.")


def test_old_records_of_signing_in_are_forgotten(db):
    now = timezone.now()
    old = now - timedelta(days=91)
    NoticeFactory(at=old, state=NoticeState.SENT)
    kept = [NoticeFactory(at=old, state=NoticeState.DUE), NoticeFactory(state=NoticeState.SENT)]
    KnownDeviceFactory(last_seen_at=now - timedelta(days=401))
    device_kept = KnownDeviceFactory(last_seen_at=now - timedelta(days=399))
    for at in (old, now):
        AccessAttempt.objects.create(
            username="someone", ip_address="198.51.100.7", user_agent=str(at), failures_since_start=1
        )
        AccessLog.objects.create(username="someone", ip_address="198.51.100.7")
    AccessAttempt.objects.filter(user_agent=str(old)).update(attempt_time=old)
    AccessLog.objects.filter(pk=AccessLog.objects.first().pk).update(attempt_time=old)
    forget_old_sign_ins(now=now)
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (1, 1)
    assert set(Notice.objects.all()) == set(kept)
    assert list(KnownDevice.objects.all()) == [device_kept]
