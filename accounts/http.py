import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings as sign_in
from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings, User
from accounts.roles import Permission
from ui.actions import keep_typed_text


class StaffRequest(HttpRequest):
    """A request whose user is a signed-in member of staff; the middleware read the practice's settings."""

    user: User
    practice: PracticeSettings


View = Callable[..., HttpResponse]


def requires(permission: Permission) -> Callable[[View], View]:
    """Refuses with 403 whoever holds no role with the permission; carries it on `view.permission` for the tests."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


class MustShowAgain(Exception):
    """The step needs somebody who has shown within the last minutes who they are."""


def must_have_just_shown(request: StaffRequest) -> None:
    shown = [step["at"] for step in get_authentication_records(request, request.user)]
    if not shown or time.time() - max(shown) > sign_in.REAUTHENTICATION_TIMEOUT:
        raise MustShowAgain


def shows_again(view: View) -> View:
    """Stands outside @once: leads to "Sign in again" and back, and keeps what was typed as a draft."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MustShowAgain:
            keep_typed_text(request.POST, now=timezone.now())
            return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")

    return guarded
