import secrets
from dataclasses import dataclass
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
from accounts.models import User
from accounts.roles import Role
from reminders import actions
from reminders.models import Reminder, State, Sweep
from reminders.sources import given
from ui import status
from ui.once import once, see_other
from ui.status import Status

SWEPT_WITHIN = timedelta(minutes=3)
MOST_ROWS = 200
WORDS = {State.UNKNOWN: status.UNKNOWN, State.FAILED: status.FAILED}


@dataclass
class Message:
    """A message to one person that may not have reached them, with the references it listed."""

    first: Reminder
    rows: list[Reminder]
    once_key: str

    @property
    def status(self) -> Status:
        return WORDS[State(self.first.state)]

    @property
    def done_words(self) -> str:
        return "It arrived" if self.first.state == State.UNKNOWN else "No longer needed"


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
    grouped: dict[tuple[UUID, str, str], Message] = {}
    for row in _allowed(request.user):
        key = (row.person_id, row.message_id or str(row.pk), row.state)
        grouped.setdefault(key, Message(row, [], secrets.token_urlsafe(24))).rows.append(row)
    return render(request, "reminders/undelivered.html", {"found": list(grouped.values())})


@require_POST
@once
def send_again(request: StaffRequest, reminder_id: UUID) -> HttpResponse:
    return _change(request, reminder_id, actions.send_again, "The message will be sent again within a minute.")


@require_POST
@once
def settle(request: StaffRequest, reminder_id: UUID) -> HttpResponse:
    return _change(request, reminder_id, actions.settle, "Noted.")


def _change(request: StaffRequest, reminder_id: UUID, action: actions.Settling, words: str) -> HttpResponse:
    reminder = next(iter(_allowed(request.user, pk=reminder_id)), None)
    if reminder is None:
        raise Http404
    try:
        action(reminder, by=request.user, now=timezone.now())
    except actions.NotOpen as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, words)
    return see_other("/reminders/")


def _allowed(user: User, **lookup: UUID) -> list[Reminder]:
    """The person's own, for an admin everybody's; always without clients whom they may not know of."""
    rows = (
        Reminder.objects.undelivered()
        .filter(**lookup)
        .select_related("person")
        .order_by("-send_after", "message_id", "id")
    )
    found = list((rows if user.holds(Role.PRACTICE_ADMIN) else rows.filter(person=user))[:MOST_ROWS])
    known = given.known_to(user, {row.client_id for row in found})
    return [row for row in found if row.client_id in known]
