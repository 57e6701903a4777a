"""Changes of hands: one client or three hundred, for good or as cover, now or from a day on.

The rows come first. Up to fifty clients move in the caller's transaction, all or none; more are a job, moved line by
line, each in a transaction of its own that both claims the line and changes the spells. So a worker may be killed
anywhere: a line is moved, once, or still waits.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Absence, User
from accounts.roles import Permission
from audit.actions import record
from clients.models import (
    Client,
    EntryKind,
    Handover,
    HandoverLine,
    HandoverState,
    LineState,
)
from clients.spell_actions import (
    REFUSALS,
    LeadChanged,
    Told,
    begin_cover,
    check_may_carry,
    lead_at,
    lock,
    lock_people,
    open_lead,
    pass_on_lead,
    take_back,
)
from clients.timeline_actions import add_entry
from reminders.bell import ring
from ui.dates import weekday_day

log = logging.getLogger(__name__)

AT_ONCE = 50  # clients that move in one transaction, all or none; more become a job
AT_A_TIME = 20
LONGEST_PASS = timedelta(seconds=45)  # then the worker is free for other work; the next tick goes on
MOVE_TASK = "clients.move_clients"


class HandoverRefused(Exception):
    """Nothing was moved; `problems` says why, a sentence for each client."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class TooLateToUndo(Exception): ...


@dataclass(frozen=True)
class Move:
    """A client, who carries it as far as the planner saw, and who takes it on (or covers)."""

    client: Client
    giver: User | None
    receiver: User


@transaction.atomic
def hand_over(
    moves: Sequence[Move],
    *,
    kind: str,
    by: User,
    now: datetime,
    reason: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    absence: Absence | None = None,
    as_job: bool | None = None,
) -> Handover:
    """Plans a change of hands and carries it out: at once for up to fifty clients, else as a job.

    `starts_at` None or past stands for now. Raises HandoverRefused, and then nothing is left behind. `as_job` decides
    for a caller that must have everything in its own transaction (False) or never (True).
    """
    if not moves:
        raise HandoverRefused(["Choose at least one client."])
    lock_people(move.receiver.pk for move in moves)
    starts_at = max(starts_at or now, now)
    handover = Handover.objects.create(
        kind=kind, by=by, made_at=now, starts_at=starts_at, ends_at=ends_at, reason=reason, absence=absence
    )
    record("handover.planned", handover, by=by, now=now)
    lines = [
        HandoverLine(handover=handover, client=move.client, giver=move.giver, receiver=move.receiver)
        for move in sorted(
            moves, key=lambda move: move.client.pk
        )  # one order for all, so that nobody waits in a circle
    ]
    HandoverLine.objects.bulk_create(lines, batch_size=100)
    if as_job or (as_job is None and len(lines) > AT_ONCE):
        ring(MOVE_TASK)
        return handover
    problems = [problem for line in lines if (problem := _tried(line, now=now))]
    if problems:
        raise HandoverRefused(problems)
    _settle(handover)
    return handover


def move_waiting(*, now: datetime) -> None:
    """The job: moves what waits, line by line, until nothing does or the pass has lasted long enough."""
    began = timezone.now()
    while timezone.now() - began < LONGEST_PASS:
        moment = now + (timezone.now() - began)
        block = list(HandoverLine.objects.waiting().order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
        for pk in block:
            _move_line(pk, now=moment)
        for handover in Handover.objects.filter(state=HandoverState.MOVING).exclude(lines__state=LineState.WAITING):
            _settle(handover)
        if not block:
            return


@transaction.atomic
def try_again(handover: Handover, *, by: User, now: datetime) -> int:
    """The failed lines wait once more; gives their number."""
    again = HandoverLine.objects.filter(handover=handover, handover__undone_at=None, state=LineState.FAILED)
    count = again.update(state=LineState.WAITING, problem="")
    if count:
        Handover.objects.filter(pk=handover.pk, undone_at=None).update(state=HandoverState.MOVING)
        record("handover.tried_again", handover, by=by, now=now)
        ring(MOVE_TASK)
    return count


@transaction.atomic
def undo(handover: Handover, *, by: User, now: datetime) -> None:
    """Takes a planned change back until its moment has come: who carried the clients goes on carrying them."""
    moment = max(now, timezone.now())
    planned = Handover.objects.filter(pk=handover.pk, undone_at=None, starts_at__gt=moment)
    if not planned.update(state=HandoverState.UNDONE, undone_at=now, undone_by=by):
        raise TooLateToUndo("This handover has begun or was undone before. Move the clients back instead.")
    record("handover.undone", handover, by=by, fields=["state"], now=now)
    lines = HandoverLine.objects.filter(handover=handover).order_by("client").values_list("pk", flat=True)
    for pk in list(lines):
        line = HandoverLine.objects.with_story().get(pk=pk)
        lock(line.client)
        line.refresh_from_db(fields=["state", "started", "ended"])
        if line.state == LineState.MOVED and line.started:
            take_back(line.started, line.ended, by=by, now=now)
            _tell(line, f"Handover to {line.receiver.name} taken back", by=by, now=now)
        HandoverLine.objects.filter(pk=pk).update(state=LineState.UNDONE)


def _move_line(pk: object, *, now: datetime) -> None:
    line = HandoverLine.objects.with_story().get(pk=pk)
    try:
        problem = _tried_alone(line, now=now)
    except Exception:  # one client whose move goes wrong must not hold up the others
        log.exception("A line of a handover could not be moved: %s", pk)
        problem = "Something went wrong here. Nothing was changed for this client."
    if problem:
        HandoverLine.objects.waiting().filter(pk=pk).update(state=LineState.FAILED, problem=problem[:300])


@transaction.atomic
def _tried_alone(line: HandoverLine, *, now: datetime) -> str:
    by = line.handover.by
    if not (by.is_active and by.may(Permission.ASSIGN_CASELOAD)):
        return f"{by.name}, who asked for this, may no longer assign clients."
    lock_people([line.receiver_id])
    problem = _tried(line, now=now)
    if problem:
        transaction.set_rollback(True)
    return problem


def _tried(line: HandoverLine, *, now: datetime) -> str:
    """Moves one client; gives a sentence where the practice's rules refuse it."""
    lock(line.client)
    if not HandoverLine.objects.waiting().filter(pk=line.pk).exists():
        return ""  # another worker has moved it, or the handover was undone
    try:
        check_may_carry(line.client, line.receiver, now=now)
        _move(line, now=now)
    except REFUSALS as refusal:
        return str(refusal) if line.client.short_name in str(refusal) else f"{line.client.short_name}: {refusal}"
    return ""


def _move(line: HandoverLine, *, now: datetime) -> None:
    """The spells and the line change together; the client's timeline says so."""
    handover, client = line.handover, line.client
    at = max(handover.starts_at, now)
    live = lead_at(client, at) if handover.is_cover else open_lead(client, now=now)
    if (live.staff_id if live else None) != line.giver_id:
        carrier = live.staff.name if live else "nobody"
        raise LeadChanged(f"{client.short_name} is carried by {carrier} by now. Look at the plan again.")
    told = Told(at=at, by=handover.by, now=now, reason=handover.reason)
    if handover.is_cover:
        line.started = begin_cover(client, line.receiver, until=handover.ends_at, told=told)
    else:
        line.started, line.ended = pass_on_lead(client, live, to=line.receiver, told=told), live
    moved = {"state": LineState.MOVED, "started": line.started, "ended": line.ended, "problem": ""}
    HandoverLine.objects.filter(pk=line.pk).update(**moved)
    _tell(line, title_of(line, now=now), by=handover.by, now=now)


def title_of(line: HandoverLine, *, now: datetime) -> str:
    giver = line.giver.name if line.giver else "nobody"
    at = line.started.starts_at if line.started else line.handover.starts_at
    on = f" from {weekday_day(at)}" if at > now else ""
    if line.handover.is_cover:
        return f"{line.receiver.name} covers for {giver}{on}"
    return f"{'Handover' if on else 'Handed over'} from {giver} to {line.receiver.name}{on}"


def _tell(line: HandoverLine, title: str, *, by: User, now: datetime) -> None:
    add_entry(
        line.client,
        at=now,
        now=now,
        kind=EntryKind.SYSTEM,
        title=title,
        excerpt=line.handover.reason,
        by=by,
        route="practice:read_handover",
        target=line,
    )


def _settle(handover: Handover) -> None:
    Handover.objects.filter(pk=handover.pk, state=HandoverState.MOVING).update(state=HandoverState.MOVED)
