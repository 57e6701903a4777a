from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

from files.uploads import Nowhere, OntoDisk

GetResponse = Callable[[HttpRequest], HttpResponse]
BLOCK = 1 << 16
READ_PAST = 200_000_000  # bytes; a browser shows our answer only when what it sends is taken from it


class Uploads:
    """Decides, before a form is read, whether its files are kept, and turns away what is too large to be looked at.

    Stands before the middleware that reads forms. Files are written for signed-in people on pages that take some.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.UPLOAD_MOST_BYTES:
            return _too_large(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if _broke_off(request):
            return HttpResponse(status=400)  # nobody is there to read it
        kept = getattr(view, "takes_files", False) and request.user.is_authenticated
        request.upload_handlers = [OntoDisk(request) if kept else Nowhere(request)]
        return None


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH", "")
    return int(given) if given.isascii() and given.isdigit() else 0


def _broke_off(request: HttpRequest) -> bool:
    """Text whose sender went away in the middle. Django would take what there is; for files see `files.uploads`."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return False
    try:
        return len(request.body) < _length(request)
    except UnreadablePostError:
        return True


def _too_large(request: HttpRequest) -> HttpResponse:
    left = min(_length(request), READ_PAST)
    with suppress(UnreadablePostError):
        while left > 0 and (block := request.read(min(BLOCK, left))):
            left -= len(block)
    megabytes = settings.UPLOAD_MOST_BYTES // 1_000_000
    return HttpResponse(render_to_string("413.html", {"megabytes": megabytes}), status=413)
