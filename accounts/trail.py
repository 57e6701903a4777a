"""Leaves an audit event, and where it matters a notice, when somebody signs in, fails to, or changes what with.

allauth and axes do these things themselves; their signals are all we hear. An event's fields name the way (password,
totp, …) and the device; nothing that was typed is kept, for some people type their password into the wrong box.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset
from allauth.account.signals import user_logged_in as came_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import devices, sessions
from accounts.adapter import name_tried
from accounts.models import NoticeKind, User
from accounts.sign_in_actions import end_sessions, meet_device, notify
from accounts.sign_ins import failed_since_last_time
from audit.actions import record
from audit.whence import address_of
from ui.dates import counted

NOBODY = User(id=UUID(int=0), name="unknown account")
SOMEBODY = "somebody signed out"
FEW_CODES = 3
KINDS = {Authenticator.Type.TOTP: "An authenticator app", Authenticator.Type.WEBAUTHN: "A passkey"}


@receiver(user_logged_in)
def begin_session(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request, now=timezone.now())


@receiver(came_in)
def note_sign_in(request: HttpRequest, response: HttpResponse, user: User, **_: Any) -> None:
    """Through every door of ours: allauth's own signal, sent when all steps are done."""
    ways = {step.get("type") or step["method"] for step in get_authentication_records(request, user)}
    verb = "sign_in.succeeded_after_failures" if failed_since_last_time(user) else "sign_in.succeeded"
    record(verb, user, by=user, fields=_seen(request, ways))
    token = devices.token_of(request) or devices.new_token()
    meet_device(user, token=token, now=timezone.now(), **_from(request))
    devices.remember(response, token)


@receiver(user_login_failed)
def note_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """The throttle has counted this try already. What it turns away once it has closed leaves nothing more."""
    tries = getattr(request, "axes_failures_since_start", None) or 0
    if request is None or tries > settings.AXES_FAILURE_LIMIT:
        return
    person = User.objects.filter(email__iexact=name_tried(request, credentials)).first()
    if person is None:
        note_unknown_account(request, ["password"])
        return
    record("sign_in.failed", person, by=SOMEBODY, fields=_seen(request, ["password"]))
    if tries == settings.AXES_FAILURE_LIMIT:
        record("sign_in.locked", person, by="sign-in throttle", fields=_seen(request, []))


def note_unknown_account(request: HttpRequest, ways: Iterable[str]) -> None:
    """At most once a minute for each address, or anybody could fill the log."""
    if cache.add(f"unknown-account-from-{address_of(request)}", True, timeout=60):
        record("sign_in.failed", NOBODY, by=SOMEBODY, fields=_seen(request, ways))


@receiver(authentication_failed)
def note_failed_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.failed", user, by=SOMEBODY, fields=_seen(request, [authenticator.type]))


@receiver(authenticator_used)
def note_used_code(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record("recovery_code.used", user, by=user, fields=_seen(request, []))
        authenticator.refresh_from_db()
        left = len(authenticator.wrap().get_unused_codes())
        _write(request, user, NoticeKind.CODE_USED, f"{counted(left, 'code')} left")
        if left <= FEW_CODES:
            messages.warning(
                request, f"You have {counted(left, 'recovery code')} left. Make new ones under Signing in."
            )


@receiver(password_changed)
def note_changed_password(request: HttpRequest, user: User, **_: Any) -> None:
    record("password.changed", user, by=user, fields=_seen(request, ["password"]))
    _changed(request, user, NoticeKind.PASSWORD_CHANGED)


@receiver(password_reset)
def note_reset_password(request: HttpRequest, user: User, **_: Any) -> None:
    record("password.reset", user, by=user, fields=_seen(request, ["password"]))
    _changed(request, user, NoticeKind.PASSWORD_RESET)


@receiver(authenticator_added)
def note_added_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.added", user, by=user, fields=_seen(request, [authenticator.type]))
    if authenticator.type in KINDS:  # the first recovery codes come with one of these
        _changed(request, user, NoticeKind.FACTOR_ADDED, KINDS[authenticator.type])


@receiver(authenticator_removed)
def note_removed_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.removed", user, by=user, fields=_seen(request, [authenticator.type]))
    if authenticator.type in KINDS:
        _changed(request, user, NoticeKind.FACTOR_REMOVED, KINDS[authenticator.type])


@receiver(authenticator_reset)
def note_renewed_codes(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.renewed", user, by=user, fields=_seen(request, [authenticator.type]))
    _changed(request, user, NoticeKind.CODES_RENEWED)


def _changed(request: HttpRequest, user: User, kind: NoticeKind, what: str = "") -> None:
    """Whoever was signed in with what no longer holds is signed out, except here; the person is written to."""
    end_sessions(user, keep=request.session.session_key, by=user, now=timezone.now())
    _write(request, user, kind, what)


def _write(request: HttpRequest, user: User, kind: NoticeKind, what: str = "") -> None:
    notify(user, kind, what=what, now=timezone.now(), **_from(request))


def _from(request: HttpRequest) -> dict[str, str]:
    return {"device": _device(request), "address": address_of(request)}


def _seen(request: HttpRequest, ways: Iterable[str]) -> list[str]:
    return [*ways, f"{devices.MARK}{_device(request)}"]


def _device(request: HttpRequest) -> str:
    return devices.device_of(request.headers.get("User-Agent", ""))
