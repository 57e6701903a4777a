"""How allauth and axes meet our staff: nobody signs up, one throttle, a deactivated person stays out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone

from accounts import encryption
from accounts.devices import MARK, device_of
from accounts.models import NoticeKind, PracticeSettings, User
from accounts.sign_in_actions import notify
from audit.actions import record
from audit.whence import address_of

# How somebody shows again who they are, in our words.
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use your passkey",
}


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display_name(self, user: User) -> str:
        return user.name

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Written down and mailed by the worker: the answer takes as long for an address nobody has."""
        device = device_of(self.request.headers.get("User-Agent", ""))
        notify(user, NoticeKind.RESET_LINK, now=timezone.now(), device=device, address=address_of(self.request))
        record("password.reset_asked", user, by="somebody signed out", fields=[f"{MARK}{device}"])

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS.get(way["id"], way["description"])} for way in ways]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are throttled by axes alone: allauth's count knows no address and would lock colleagues out."""


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return device_of(context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site's name, by which browsers keep passkeys apart; an IP address is no name, and they refuse it."""
        return {**super().get_public_key_credential_rp_entity(), "name": PracticeSettings.current().name}


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The address somebody tried to sign in with, lower case, for django-axes."""
    given = credentials or {}
    tried = given.get("email") or given.get("username") or (request.POST.get("login", "") if request else "")
    return str(tried).strip().lower()[:254]
