from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ui.actions import keep_typed_text

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Pages are never kept by a browser or a proxy, and search engines never list them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


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
