"""How allauth and axes meet our staff: nobody signs up, one throttle, a deactivated person stays out."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from audit.whence import address_of


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display_name(self, user: User) -> str:
        return user.name

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Leads to the practice's own address, whatever host the request named."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Passwords are throttled by axes alone: allauth's count knows no address and would lock colleagues out."""


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The address somebody tried to sign in with, lower case, for django-axes."""
    given = credentials or {}
    tried = given.get("email") or given.get("username") or (request.POST.get("login", "") if request else "")
    return str(tried).strip().lower()[:254]
