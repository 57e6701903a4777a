"""Sends the mail about people's own accounts that `accounts` has written down, each at most once."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.models import Notice, NoticeState
from accounts.notices import letter
from reminders.actions import LEASE, TRIES, pause
from reminders.models import State
from reminders.postbox import Outcome, Postbox

AT_A_TIME = 100
LONGEST_PASS = timedelta(seconds=15)  # the next tick goes on


def send_notices(*, now: datetime) -> None:
    """One pass. Two at once take turns; what a worker was sending when it died becomes `unknown` and stays so."""
    dead = Notice.objects.filter(state=NoticeState.SENDING, claimed_at__lt=now - LEASE)
    dead.update(state=NoticeState.UNKNOWN, problem="The worker stopped while it was sending.")
    postbox, started = Postbox(), timezone.now()
    try:
        for notice in (
            Notice.objects.to_send(now).select_related("person", "invitation").order_by("send_after", "id")[:AT_A_TIME]
        ):
            if timezone.now() - started > LONGEST_PASS or _send(notice, postbox, now=now).server_is_away:
                return
    finally:
        postbox.close()


def _send(notice: Notice, postbox: Postbox, *, now: datetime) -> Outcome:
    still_due = Notice.objects.to_send(now).filter(pk=notice.pk)
    if not _still_wanted(notice, now=now):
        still_due.update(state=NoticeState.CANCELLED)
        return Outcome(State.CANCELLED)
    if not still_due.update(state=NoticeState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1):
        return Outcome(State.DUE)
    outcome = postbox.send(letter(notice))
    values: dict[str, Any] = {"state": outcome.state, "problem": outcome.problem}
    if outcome.state == State.DUE:
        tries = notice.attempts + 1
        values |= {"send_after": now + pause(tries)} if tries < TRIES else {"state": NoticeState.FAILED}
    Notice.objects.filter(pk=notice.pk).update(**values)
    return outcome


def _still_wanted(notice: Notice, *, now: datetime) -> bool:
    """Nobody writes to whoever has left, or about an invitation that was used or has ended."""
    if notice.invitation:
        return notice.invitation.accepted_at is None and notice.invitation.expires_at > now
    return bool(notice.person and notice.person.is_active)
