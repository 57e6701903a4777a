"""A form is carried out once, however often it arrives."""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from ui.actions import forget_saved, keep_typed_text
from ui.models import OnceKey
from ui.tokens import FIELD, read_token

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """The answer to a POST that did what it was asked."""

    status_code = 303


def see_other(where: Any) -> SeeOther:
    """303 to a record's own page or a path."""
    return SeeOther(where if isinstance(where, str) else where.get_absolute_url())


def once(view: View) -> View:
    """Wraps a POST in one transaction: its one-time key, the action, and where the answer leads.

    The same key and body again lead to the same page and change nothing. The same key with another body answers 409 and
    keeps the changed text as a draft. A form that is refused (no 303) leaves nothing behind, its key included.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key, digest = _key(request), _digest(request)
        action = partial(view, request, *args, **kwargs)
        try:
            response = _carry_out(action, key, digest, request)
        except IntegrityError:
            earlier = OnceKey.objects.filter(key=key).first()
            if earlier is not None:
                return _again(request, earlier, digest)
            # Somebody else took the same number or place a moment ago: the second try finds the next one.
            response = _carry_out(action, key, digest, request)
        if response.status_code == 409:
            keep_typed_text(request.POST, now=timezone.now())
        return response

    guarded.once = True  # type: ignore[attr-defined]
    return guarded


def _carry_out(action: Callable[[], HttpResponse], key: str, digest: str, request: Any) -> HttpResponse:
    with transaction.atomic():
        OnceKey.objects.create(key=key, person=request.user, body_digest=digest)
        response = action()
        if response.status_code == 303:
            OnceKey.objects.filter(key=key).update(location=response["Location"])
            _forget_draft(request)
        else:
            transaction.set_rollback(True)
    return response


def _key(request: Any) -> str:
    """The form's key, made the person's own. A form without one is known by its content for an hour."""
    given = request.POST.get("once_key") or f"{_digest(request)}{timezone.now():%Y%m%d%H}"
    return hashlib.sha256(f"{request.user.pk} {given}".encode(errors="surrogatepass")).hexdigest()


def _again(request: Any, earlier: OnceKey, digest: str) -> HttpResponse:
    if earlier.body_digest == digest:
        return SeeOther(earlier.location)
    keep_typed_text(request.POST, now=timezone.now())
    messages.info(request, "This form had been saved before. What you changed since is kept as a draft.")
    return render(request, "ui/saved_before.html", {"location": earlier.location, "path": request.path}, status=409)


def _forget_draft(request: Any) -> None:
    token = read_token(request.POST.get(FIELD, ""))
    if token and token.person == str(request.user.pk):
        forget_saved(token, request.POST)


def _digest(request: Any) -> str:
    typed = sorted(
        (name, given) for name, given in request.POST.lists() if name not in {"csrfmiddlewaretoken", FIELD, "once_key"}
    )
    sent = sorted((name, _content(file)) for name, given in request.FILES.lists() for file in given)
    whole = f"{request.path}{typed!r}{sent or ''}"
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()


def _content(file: Any) -> str:
    """What is in a file that was sent: another file under the same key is another form."""
    file.seek(0)
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()
    file.seek(0)
    return digest
