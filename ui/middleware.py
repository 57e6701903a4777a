import re
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from ui.actions import keep_typed_text
from ui.logs import answering

GetResponse = Callable[[HttpRequest], HttpResponse]


METHODS = ("GET", "HEAD", "POST")


class RequestId:
    """A number for each request: in every log line about it, in its answer, and on the page when something went wrong.

    A proxy of ours may have given it one already. Anybody else's is not taken over: it would stand in our logs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.PROXY_COUNT else ""
        number = given if re.fullmatch(r"[0-9a-f-]{8,36}", given) else secrets.token_hex(8)
        with answering(number):
            response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


class OurMethods:
    """Pages are read and forms are posted; every other method is refused before anything is looked up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class PrivatePages:
    """Pages are never kept by a browser or a proxy, never part of another site, and never listed by search engines."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@receiver(user_logged_out)
def note_signing_out(request: Any, **_: Any) -> None:
    """The answer tells the browser to forget the pages it still holds, the one behind the back button included."""
    if request is not None:
        request.signed_out = True


class SignedInOrKept(LoginRequiredMiddleware):
    """Every page asks for a sign-in; a form posted without a session is kept as its author's draft first."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST":
            keep_typed_text(request.POST, now=timezone.now())
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            answer = HttpResponse(status=401)
            answer["HX-Redirect"] = response["Location"]
            return answer
        return response
