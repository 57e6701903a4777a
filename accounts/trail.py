"""Leaves an audit event when somebody changes what they sign in with; allauth makes these changes itself."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from accounts.models import User
from audit.actions import record


@receiver(password_changed)
def note_changed_password(user: User, **_: Any) -> None:
    record("password.changed", user, by=user, fields=["password"])


@receiver(password_reset)
def note_reset_password(user: User, **_: Any) -> None:
    record("password.reset", user, by=user, fields=["password"])


@receiver(authenticator_added)
def note_added_factor(user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.added", user, by=user, fields=[authenticator.type])


@receiver(authenticator_removed)
def note_removed_factor(user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.removed", user, by=user, fields=[authenticator.type])


@receiver(authenticator_reset)
def note_renewed_codes(user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor.renewed", user, by=user, fields=[authenticator.type])
