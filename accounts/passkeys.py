"""Passkeys: django-allauth's pages, of which we ask that every key checks its owner (finger, face or PIN)."""

import json
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from accounts.trail import note_unknown_account
from ui.fields import LineField

LONGEST_ANSWER = 20_000
NOT_ACCEPTED = "The passkey was not accepted. Try again, or use another way."


class AnswerField(forms.CharField):
    """What a browser's authenticator answered, as JSON. It is only looked at, never shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_ANSWER, **kwargs)
        self.error_messages |= {"required": NOT_ACCEPTED, "max_length": NOT_ACCEPTED}

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        try:
            answer = json.loads(text)
            json.dumps(answer, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as problem:
            raise ValidationError(NOT_ACCEPTED) from problem
        if not isinstance(answer, dict) or not answer or "\\u0000" in text:  # no database stores a NUL
            raise ValidationError(NOT_ACCEPTED)
        return answer


class Checked(forms.Form):
    """A made-up answer can fail anywhere inside the library; to its sender it is always the same refusal."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
            refused = any(error.code == "incorrect_code" for found in self.errors.as_data().values() for error in found)
        except Exception:  # whatever a parser may raise on bytes that somebody made up
            refused = True
        if refused:
            self._errors = ErrorDict()
            self.cleaned_data = {}
            self.add_error("credential", NOT_ACCEPTED)
            self.note_refusal()

    def note_refusal(self) -> None:
        """For the sign-in log, where the answer was to open something."""


class OfKnownPerson(Checked):
    user: Any

    def note_refusal(self) -> None:
        passkey = Authenticator(type=Authenticator.Type.WEBAUTHN)
        authentication_failed.send(Authenticator, request=context.request, user=self.user, authenticator=passkey)


class AddPasskeyForm(Checked, webauthn._BaseAddWebAuthnForm):
    name = LineField(
        label="Name", max_length=60, required=False, help_text="To tell your passkeys apart, such as “work laptop”"
    )
    credential = AnswerField()


class UsePasskeyForm(OfKnownPerson, webauthn.AuthenticateWebAuthnForm):
    credential = AnswerField()


class SignInWithPasskeyForm(Checked, webauthn.LoginWebAuthnForm):
    credential = AnswerField()

    def note_refusal(self) -> None:
        note_unknown_account(context.request, [Authenticator.Type.WEBAUTHN])


class ConfirmWithPasskeyForm(OfKnownPerson, webauthn.ReauthenticateWebAuthnForm):
    credential = AnswerField()


class NamePasskeyForm(webauthn.EditWebAuthnForm):
    name = LineField(label="Name", max_length=60, error_messages={"required": "Enter a name"})


class AddPasskey(AddWebAuthnView):
    """The key must be able to sign in by itself, so it is told to store the account and to check its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context


add_passkey = AddPasskey.as_view()
