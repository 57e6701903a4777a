from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import StaffRequest
from reminders import actions
from reminders.models import Sweep
from reminders.undelivered import page_of, rows_for
from ui.once import once, see_other

SWEPT_WITHIN = timedelta(minutes=3)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """503 while the database does not answer or the sweep has not run for three minutes; says which, and no more."""
    try:
        sweep = Sweep.objects.filter(pk=1).first()
    except DatabaseError:
        return JsonResponse({"database": "down", "sweep": "unknown"}, status=503)
    swept = sweep is not None and sweep.finished_at > timezone.now() - SWEPT_WITHIN
    return JsonResponse({"database": "ok", "sweep": "ok" if swept else "late"}, status=200 if swept else 503)


@require_safe
def undelivered(request: StaffRequest) -> HttpResponse:
    """Mail whose fate is not known, or that failed, for its own reader and for the practice's admins."""
    page, found = page_of(request.user, request.GET.get("page"))
    return render(request, "reminders/undelivered.html", {"page": page, "found": found, "query": ""})


@require_POST
@once
def send_again(request: StaffRequest, reminder_id: UUID) -> HttpResponse:
    return _change(request, reminder_id, actions.send_again, "The message will be sent again within a minute.")


@require_POST
@once
def settle(request: StaffRequest, reminder_id: UUID) -> HttpResponse:
    return _change(request, reminder_id, actions.settle, "Noted.")


def _change(request: StaffRequest, reminder_id: UUID, action: actions.Settling, words: str) -> HttpResponse:
    reminder = next(iter(rows_for(request.user, pk=reminder_id)), None)
    if reminder is None:
        raise Http404
    try:
        action(reminder, by=request.user, now=timezone.now())
    except actions.NotOpen as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, words)
    return see_other("/reminders/")
