from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import PracticeSettings, User
from accounts.roles import Permission


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
