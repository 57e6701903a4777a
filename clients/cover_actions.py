"""Cover for somebody who is away: begins with the absence, and ends by itself or when the return is entered."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import absence_actions
from accounts.models import Absence, User
from clients.handover_actions import Move, hand_over, undo
from clients.models import Assignment, Client, Handover, HandoverKind, HandoverLine, HandoverState, LineState
from clients.spell_actions import end_at, lock


def cover(absence: Absence, chosen: Mapping[Client, User], *, by: User, now: datetime, reason: str = "") -> Handover:
    """Who covers which client for as long as somebody is away; one transaction, however many clients.

    Raises clients.handover_actions.HandoverRefused. Clients left out have no cover: `uncovered` names them.
    """
    return hand_over(
        [Move(client, giver=absence.person, receiver=staff) for client, staff in chosen.items()],
        kind=HandoverKind.COVER,
        by=by,
        now=now,
        starts_at=_midnight(absence.starts_on),
        ends_at=_end_of(absence),
        reason=reason or f"Cover while {absence.person.name} is away",
        absence=absence,
        as_job=False,
    )


@transaction.atomic
def end_absence(absence: Absence, *, by: User, now: datetime) -> None:
    """The person is back, or does not go: cover ends now, and what had not begun is taken back."""
    absence_actions.note_return(absence, by=by, now=now)
    for handover in Handover.objects.filter(absence=absence, starts_at__gt=now).exclude(state=HandoverState.UNDONE):
        undo(handover, by=by, now=now)
    for spell in _cover_of(absence):
        end_at(spell, now, by=by, now=now)


@transaction.atomic
def change_end(absence: Absence, *, ends_on: date | None, by: User, now: datetime) -> None:
    """The absence lasts longer or shorter than thought (None: nobody knows); cover that has not ended goes with it."""
    absence_actions.change_last_day(absence, ends_on=ends_on, by=by, now=now)
    until = _end_of(absence)
    for spell in _cover_of(absence):
        end_at(spell, until, by=by, now=now)
    for handover in Handover.objects.filter(absence=absence).exclude(state=HandoverState.UNDONE):
        last = max(until, handover.starts_at) if until else None
        Handover.objects.filter(pk=handover.pk).update(ends_at=last)


def _cover_of(absence: Absence) -> Iterator[Assignment]:
    """The spells of cover, each behind its client's lock."""
    lines = HandoverLine.objects.filter(handover__absence=absence, state=LineState.MOVED)
    for line in lines.select_related("started__client").order_by("client"):
        lock(line.client)
        spell = Assignment.objects.select_related("client").get(pk=line.started_id)
        yield spell


def _end_of(absence: Absence) -> datetime | None:
    return _midnight(absence.ends_on + timedelta(days=1)) if absence.ends_on else None


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min), timezone.get_default_timezone())
