"""The forms of django-allauth in our words: labels, no placeholders, and what to do about an empty field."""

import logging
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError
from django.forms import EmailField

from accounts.encryption import Unreadable

log = logging.getLogger(__name__)

WORDS = {
    "login": ("E-mail address", "Enter your e-mail address"),
    "email": ("E-mail address", "Enter your e-mail address"),
    "password": ("Password", "Enter your password"),
    "oldpassword": ("Current password", "Enter your current password"),
    "password1": ("New password", "Enter a new password"),
    "password2": ("New password again", "Enter the new password again"),
    "code": ("Code", "Enter the code"),
}


class InOurWords:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address such as name@example.org."
            if name in WORDS:
                field.label, field.error_messages["required"] = WORDS[name]


class LoginForm(InOurWords, account.LoginForm):
    pass


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class ReadableOrRefused:
    """A second factor whose key is gone lets nobody in, and says what helps."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except Unreadable as problem:
            log.error("A second factor cannot be read: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
            raise ValidationError(
                "Your second step cannot be read. Ask your practice admin to reset it, or use a passkey."
            ) from problem


class AuthenticateForm(InOurWords, ReadableOrRefused, second_step.AuthenticateForm):
    pass


class ConfirmCodeForm(InOurWords, ReadableOrRefused, second_step.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    pass
