from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ui.actions import TooLong, discard_draft, keep_typed_text, save_draft
from ui.dates import clock
from ui.once import see_other
from ui.tokens import FIELD, read_token


@require_POST
def save_draft_now(request: Any) -> HttpResponse:
    """Autosave: stores what is in the form and answers with the time, as JSON."""
    token = read_token(request.POST.get(FIELD, ""))
    if token is None or token.person != str(request.user.pk):
        return JsonResponse(
            {"problem": "This page is too old to save a draft. Copy your text and open it again."}, status=409
        )
    try:
        draft = save_draft(token, request.POST, now=timezone.now())
    except TooLong as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    return JsonResponse({"saved": clock(draft.saved_at), "version": draft.version})


@require_POST
def discard_draft_now(request: Any) -> HttpResponse:
    token = read_token(request.POST.get(FIELD, ""))
    if token and token.person == str(request.user.pk):
        discard_draft(author=request.user.pk, form=token.form, subject=token.subject)
    back = request.POST.get("back", "/")
    return see_other(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@login_not_required
def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """The form came without its CSRF cookie: nothing is done, what was typed is kept."""
    draft = keep_typed_text(request.POST, now=timezone.now())
    return render(request, "403_csrf.html", {"draft": draft, "path": request.path}, status=403)


@require_POST
def stay_signed_in(request: Any) -> HttpResponse:
    """Somebody answered "Are you still there?": the idle clock starts again."""
    request.session["seen_at"] = timezone.now().timestamp()
    return HttpResponse(status=204)
