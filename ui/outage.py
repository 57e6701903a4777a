"""The pages of last resort. They need no database, no session and no template of a page that does.

A database that does not answer, and one that is too busy, are 503: nothing was done, and trying again is right. What a
person had sent comes back on the page, for drafts cannot be saved now and browsers forget forms that must not be kept.
"""

import base64
import hashlib
import re
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.views import defaults

from ui.logs import request_id
from ui.tokens import FIELD

PAGE = Path(settings.BASE_DIR) / "static" / "503.html"  # the proxy shows the same file when we do not answer
RELOAD = re.compile(r"<!-- reload -->.*?<!-- /reload -->", re.DOTALL)
MAIN = re.compile(r"<main>.*</main>", re.DOTALL)
TITLE, _SORRY = re.compile(r"<title>.*</title>"), "<title>Sorry, something went wrong</title>"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
RETRY_AFTER = 30  # seconds
SHORT = 60
NEVER_SHOWN = ("password", "passcode")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is being handled."""
    if database_is_away(sys.exc_info()[1]):
        return out_of_reach(request)
    told = render_to_string("500.html", {"reference": request_id()})
    page = PAGE.read_text()
    response = HttpResponse(MAIN.sub(lambda _: f"<main>{told}</main>", TITLE.sub(_SORRY, page)), status=500)
    response["Content-Security-Policy"] = content_security_policy(page)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a session that could not be saved is reported as the browser's mistake, which it is not."""
    return out_of_reach(request) if database_is_away(exception) else defaults.bad_request(request, exception)


def database_is_away(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, OperationalError | InterfaceError):
            return not str(problem).startswith("no such")  # SQLite: a missing table is our mistake, not an outage
        problem = problem.__cause__ or problem.__context__
    return False


def out_of_reach(request: HttpRequest) -> HttpResponse:
    page = PAGE.read_text()
    typed = _form(request)
    response = HttpResponse(RELOAD.sub(lambda _: typed, page) if typed else page, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Content-Security-Policy"] = content_security_policy(page)
    return response


def content_security_policy(page: str) -> str:
    style = STYLE.search(page)
    digest = base64.b64encode(hashlib.sha256(style[1].encode() if style else b"").digest()).decode()
    rest = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    return f"default-src 'none'; style-src 'sha256-{digest}'; {rest}"


def _form(request: HttpRequest) -> str:
    """The same form again, to be sent once more with its one-time key. Sign-in and passcodes are not repeated."""
    try:
        posted = [(name, text) for name, given in request.POST.lists() for text in given]
    except (UnreadablePostError, RequestDataTooBig, SuspiciousOperation):
        return ""
    names = {name for name, _ in posted}
    if FIELD not in names or any(word in name for name in names for word in NEVER_SHOWN):
        return ""
    return format_html(
        '<form method="post" action="{}"><p>What you typed is on this page. <strong>Do not close it.</strong> '
        "In a minute, send it again; it is never saved twice.</p>{}{}<p><button>Send again</button></p></form>",
        request.get_full_path(),
        "Files must be chosen anew. " if request.FILES else "",
        format_html_join("", "{}", ((_field(name, text),) for name, text in posted)),
    )


def _field(name: str, text: str) -> Any:
    if (len(text) <= SHORT and "\n" not in text) or name in (FIELD, "csrfmiddlewaretoken", "once_key"):
        return format_html('<input type="hidden" name="{}" value="{}">', name, text)
    words = name.replace("_", " ").replace("-", " ").strip().capitalize()
    box = '<label>{}<textarea name="{}" rows="6" readonly>\n{}</textarea></label>'
    return format_html(box, words, name, text)
