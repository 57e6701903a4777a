"""Leads from the address of a file that was merged to the file in which it goes on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from clients.access import FileMoved
from clients.merge_actions import take_along
from ui.actions import keep_typed_text


class MergedFiles:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """What was typed into a form of the old address waits at the new one as a draft."""
        if not isinstance(problem, FileMoved):
            return None
        where = request.path.replace(f"/{problem.old}/", f"/{problem.new}/", 1)
        if request.method not in ("GET", "HEAD"):
            kept = keep_typed_text(request.POST, now=timezone.now())
            take_along(now=timezone.now())
            saved = " Nothing was saved; what you typed is kept as a draft." if kept else " Nothing was saved."
            messages.warning(request, f"{problem.old} was merged into {problem.new}.{saved}")
        response = redirect(where)
        response.status_code = 302 if request.method in ("GET", "HEAD") else 303
        return response
