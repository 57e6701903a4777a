from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import PracticeSettings
from audit.whence import address_of

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY_SECONDS = 60
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SessionLimits:
    """Ends a session that was idle, or lasted, longer than the practice's settings allow."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.practice = PracticeSettings.current()  # type: ignore[attr-defined]
            self._check(request, request.practice)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _check(self, request: HttpRequest, practice: PracticeSettings) -> None:
        now = timezone.now().timestamp()
        started = request.session.setdefault("started_at", now)
        seen = request.session.setdefault("seen_at", now)
        if now - seen > practice.idle_minutes * 60 or now - started > practice.session_hours * 3600:
            logout(request)
        elif now - seen > SEEN_EVERY_SECONDS:
            request.session["seen_at"] = now
            request.session["address"] = address_of(request)[:60]


class SecondFactor:
    """Where REQUIRE_MFA is on, a person without a second factor can only set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lacks_second_factor = (  # type: ignore[attr-defined]
            settings.REQUIRE_MFA
            and request.user.is_authenticated
            and not request.path.startswith(("/static/", "/healthz", "/drafts/"))
            and not is_mfa_enabled(request.user, SECOND_FACTORS)
        )
        if request.lacks_second_factor and not request.path.startswith("/account/"):  # type: ignore[attr-defined]
            return redirect("mfa_index")
        return self.get_response(request)
