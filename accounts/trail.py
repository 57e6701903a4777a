"""Leaves an audit event when somebody changes what they sign in with; allauth makes these changes itself."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from accounts.sign_in_actions import end_sessions
from audit.actions import record


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request, now=timezone.now())


@receiver(password_changed)
def note_changed_password(request: HttpRequest, user: User, **_: Any) -> None:
    record("password.changed", user, by=user, fields=["password"])
    _end_others(request, user)


@receiver(password_reset)
def note_reset_password(request: HttpRequest, user: User, **_: Any) -> None:
    record("password.reset", user, by=user, fields=["password"])
    _end_others(request, user)


@receiver(authenticator_added)
def note_added_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.added", user, by=user, fields=[authenticator.type])
    _end_others(request, user)


@receiver(authenticator_removed)
def note_removed_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.removed", user, by=user, fields=[authenticator.type])
    _end_others(request, user)


@receiver(authenticator_reset)
def note_renewed_codes(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.renewed", user, by=user, fields=[authenticator.type])
    _end_others(request, user)


def _end_others(request: HttpRequest, user: User) -> None:
    """Whoever was signed in with what no longer holds is signed out; the device at hand stays."""
    end_sessions(user, keep=request.session.session_key, by=user, now=timezone.now())
