"""A person's own account: where they are signed in, and what has happened to it."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sign_in_actions, sign_ins
from accounts.http import StaffRequest, must_have_just_shown, shows_again
from accounts.models import Session
from ui.dates import counted
from ui.once import once, see_other

PER_PAGE = 25


@shows_again
@once
def sessions(request: StaffRequest) -> HttpResponse:
    """Where the person is signed in, with a way to end each of them."""
    if request.method == "POST":
        must_have_just_shown(request)
        return _end(request)
    found = Session.objects.of(request.user).alive(request.practice, now=timezone.now()).order_by("-seen_at")
    rows = [(session, session.session_key == request.session.session_key) for session in found]
    context = {"rows": rows, "others": len(rows) > 1, "once_key": secrets.token_urlsafe(16)}
    return render(request, "accounts/sessions.html", context)


def _end(request: StaffRequest) -> HttpResponse:
    person, now = request.user, timezone.now()
    if request.POST.get("end") == "others":
        ended = sign_in_actions.end_sessions(person, keep=request.session.session_key, by=person, now=now)
        messages.success(request, f"Signed out of {counted(ended, 'other device')}.")
    elif sign_in_actions.end_session(person, handle=request.POST.get("end", ""), by=person, now=now):
        messages.success(request, "Signed out of that device.")
    else:
        messages.info(request, "That device was signed out already.")
    return see_other(reverse("accounts:sessions"))


@require_safe
def own_sign_ins(request: StaffRequest) -> HttpResponse:
    """What happened at signing in to the person's own account, newest first."""
    events = sign_ins.events(person=str(request.user.pk))
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [sign_ins.row(event) for event in page], "query": ""}
    return render(request, "accounts/own_sign_ins.html", context)
