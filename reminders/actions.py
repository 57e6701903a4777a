"""The sweep: makes the reminders of the day, withdraws what is no longer true, and sends the mail that is due.

Everything is a row first. A worker may die anywhere and two sweeps may run at once: rows are claimed by conditional
UPDATE, in small blocks, for as long as a lease lasts. What a dead worker had begun to send becomes `unknown`, and only
a person sends it again.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record
from reminders.bell import ring
from reminders.letters import digest_id, escalation_id, letter
from reminders.models import Channel, Reminder, Stage, State, Sweep
from reminders.postbox import Outcome, Postbox
from reminders.sources import DueRow, People, Source, given
from reminders.stages import Wanted, all_wanted
from ui.ids import uuid7

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than one message can take: five answers of the mail server, 20 seconds each
MESSAGES_IN_A_BLOCK = 10
ROWS_LOOKED_AT = 200  # from which a block is chosen; a digest lists many rows
LONGEST_PASS = timedelta(seconds=45)  # then the worker is free for other work; the next tick goes on
TRIES = 29  # with the pauses below: 24 hours
LONGEST_PAUSE = timedelta(hours=1)
AT_A_TIME = 500  # ids in one query


class SomethingUnread(Exception):
    """A source failed. The others were swept, but the pass does not count, so that `/healthz` tells."""


class NotOpen(Exception):
    """Somebody else has settled this message in the meantime."""


Subject = tuple[str, UUID, date]
Settling = Callable[..., None]


@dataclass(frozen=True)
class Due:
    """What the sources say just now; `kinds` are those that could be read."""

    rows: list[DueRow]
    kinds: frozenset[str]
    unread: list[str]

    def subjects(self) -> set[Subject]:
        return {(row.kind, row.subject_id, row.due_on) for row in self.rows}


def sweep(*, now: datetime) -> None:
    """One pass. Safe to run twice, and at the same time."""
    due = make_reminders(now=now)
    send_due(now=now)
    if due.unread:
        raise SomethingUnread(", ".join(due.unread))
    Sweep.objects.update_or_create(pk=1, defaults={"finished_at": timezone.now(), "swept_through": _today(now)})


def make_reminders(*, now: datetime) -> Due:
    """Brings the ledger up to the day: what is missing is added, what is overtaken is cancelled. Sends nothing."""
    practice = PracticeSettings.current()
    today = _today(now)
    due = ask(given.sources, until=today + timedelta(days=practice.remind_days_before))
    people = given.responsible_for({row.client_id for row in due.rows}, now)
    wanted = all_wanted(
        due.rows, people, today=today, days_before=practice.remind_days_before, days_after=practice.escalate_days_after
    )
    note_run_out(now=now)
    make(wanted, now=now)
    withdraw(wanted, kinds=due.kinds)
    return due


def ask(sources: Iterable[Source], *, until: date, clients: Collection[UUID] | None = None) -> Due:
    rows: list[DueRow] = []
    kinds, unread = set(), []
    for source in sources:
        try:
            rows += list(source.due(until, clients))
            kinds.add(source.kind)
        except Exception:  # the others must still be swept
            log.exception("What falls due could not be read: %s", source.name)
            unread.append(source.name)
    return Due(rows, frozenset(kinds), unread)


def make(wanted: dict[Any, Wanted], *, now: datetime) -> None:
    """Adds the reminders that are missing. In-app ones have arrived by being made; the constraint keeps each at one."""
    existing = _existing({one.row.subject_id for one in wanted.values()})
    missing = [_reminder(one, now) for key, one in wanted.items() if key not in existing]
    Reminder.objects.bulk_create(missing, batch_size=AT_A_TIME, ignore_conflicts=True)
    again = [existing[key][0] for key in wanted if key in existing and existing[key][1] == State.CANCELLED]
    for ids in _blocks(again):  # the date was moved away and back before anything was sent
        cancelled = Reminder.objects.mail().filter(pk__in=ids, state=State.CANCELLED, settled_by=None)
        cancelled.update(state=State.DUE, send_after=now, attempts=0, problem="")


def withdraw(wanted: dict[Any, Wanted], *, kinds: Collection[str]) -> None:
    """Cancels unsent mail that a finished subject, a moved date, another person or a later stage has overtaken.

    What a person has asked to send again (it has its Message-ID) is left to the questions asked before it leaves.
    """
    unsent = Reminder.objects.mail().unsent().filter(kind__in=kinds, message_id="")
    columns = ("kind", "subject_id", "due_on", "stage", "person_id", "channel")
    gone = [pk for pk, *key in unsent.values_list("pk", *columns) if tuple(key) not in wanted]
    for ids in _blocks(gone):
        Reminder.objects.unsent().filter(pk__in=ids).update(state=State.CANCELLED)


def note_run_out(*, now: datetime) -> None:
    """What a dead worker had only claimed is free again; what it had begun to send, nobody can tell about."""
    run_out = Reminder.objects.run_out(now)
    run_out.filter(state=State.DUE, settled_by=None).update(claimed_by="", lease_until=None, message_id="")
    problem = "The worker stopped while it was sending."
    run_out.filter(state=State.SENDING).update(state=State.UNKNOWN, problem=problem, lease_until=None)


def send_due(*, now: datetime) -> None:
    """Sends block after block until nothing is due, the mail server is away, or the pass has lasted long enough."""
    postbox, worker = Postbox(), str(uuid7())
    started = timezone.now()
    try:
        while timezone.now() - started < LONGEST_PASS:
            moment = now + (timezone.now() - started)
            messages = claim(worker, now=moment)
            if not messages:
                return
            for rows in still_right(messages, worker=worker, now=moment):
                if _send(rows, postbox, worker=worker, now=now + (timezone.now() - started)).server_is_away:
                    return
    finally:
        release(worker)
        postbox.close()


def claim(worker: str, *, now: datetime) -> list[list[Reminder]]:
    """Takes up to ten messages for one worker; each is the list of its rows."""
    waiting = Reminder.objects.to_send(now).order_by("send_after", "id")
    messages: list[list[Reminder]] = []
    for person in dict.fromkeys(waiting.values_list("person_id", flat=True)[:ROWS_LOOKED_AT]):
        room = MESSAGES_IN_A_BLOCK - len(messages)
        if not room:
            break
        messages += _claim_of(person, worker, room=room, now=now)
    return messages


@transaction.atomic
def _claim_of(person: UUID, worker: str, *, room: int, now: datetime) -> list[list[Reminder]]:
    """The person's row is the lock under which it is decided whether their digest of the day has gone."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk"))
    rows = list(Reminder.objects.to_send(now).filter(person=person).order_by("send_after", "id")[:ROWS_LOOKED_AT])
    _put_off_if_gone(rows, digest_id(person, _today(now)), now=now)
    rows = sorted((row for row in rows if row.message_id), key=lambda row: row.message_id)
    messages = [list(of_one) for _, of_one in groupby(rows, key=lambda row: row.message_id)][:room]
    for message in messages:
        held = Reminder.objects.to_send(now).filter(pk__in=[row.pk for row in message])
        held.update(claimed_by=worker, lease_until=now + LEASE, message_id=message[0].message_id)
    return messages


def _put_off_if_gone(rows: list[Reminder], digest: str, *, now: datetime) -> None:
    """Gives each row its message: its own, the day's digest or, when that has gone, none until tomorrow."""
    gone = Reminder.objects.filter(message_id=digest).exists()
    for row in rows:
        if not row.message_id and row.stage == Stage.ESCALATED:
            row.message_id = escalation_id(row.pk)
        elif not row.message_id and not gone:
            row.message_id = digest
    late = [row.pk for row in rows if not row.message_id]
    Reminder.objects.unsent().filter(pk__in=late).update(send_after=_tomorrow(now))


def still_right(messages: list[list[Reminder]], *, worker: str, now: datetime) -> Iterator[list[Reminder]]:
    """Asks once more, just before the messages leave: is it still due, and may this person still hear of it?"""
    rows = [row for message in messages for row in message]
    kinds = {row.kind for row in rows}
    clients, until = {row.client_id for row in rows}, max(row.due_on for row in rows)
    due = ask([source for source in given.sources if source.kind in kinds], until=until, clients=clients)
    subjects, people = due.subjects(), given.responsible_for(clients, now)
    for message in messages:
        readable = [row for row in message if row.kind in due.kinds]
        right = [row for row in readable if _is_right(row, subjects, people.get(row.client_id, People()))]
        wrong = [row.pk for row in readable if row not in right]
        held = Reminder.objects.held_by(worker)
        held.filter(pk__in=wrong).update(state=State.CANCELLED, message_id="", lease_until=None)
        if right and len(readable) == len(message):
            yield right


def _is_right(row: Reminder, subjects: set[Subject], people: People) -> bool:
    entitled = people.supervisors if row.stage == Stage.ESCALATED else people.told
    return (row.kind, row.subject_id, row.due_on) in subjects and row.person_id in entitled


def _send(rows: list[Reminder], postbox: Postbox, *, worker: str, now: datetime) -> Outcome:
    """Begin, hand over, note: between the first and the last step lies the only time at which a death is ambiguous."""
    if not begin(rows, worker=worker, now=now):
        return Outcome(State.DUE)
    address = User.objects.values_list("email", flat=True).get(pk=rows[0].person_id)
    outcome = postbox.send(letter(rows, to=address, today=_today(now)))
    note(rows, outcome, worker=worker, now=now)
    return outcome


@transaction.atomic
def begin(rows: list[Reminder], *, worker: str, now: datetime) -> bool:
    """All rows of the message or none: a worker that slept past its lease must not send what another one took."""
    held = Reminder.objects.held_by(worker).filter(pk__in=[row.pk for row in rows])
    begun = held.update(state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    if begun != len(rows):
        transaction.set_rollback(True)
    return begun == len(rows)


def note(rows: list[Reminder], outcome: Outcome, *, worker: str, now: datetime) -> None:
    ours = Reminder.objects.being_sent_by(worker).filter(pk__in=[row.pk for row in rows])
    values: dict[str, Any] = {"state": outcome.state, "problem": outcome.problem, "lease_until": None}
    if outcome.state == State.SENT:
        values |= {"sent_at": timezone.now()}
    if outcome.state == State.DUE:
        tries = max(row.attempts for row in rows) + 1
        values |= {"send_after": now + pause(tries), "message_id": _kept_id(rows)}
        if tries >= TRIES:
            values |= {"state": State.FAILED, "message_id": rows[0].message_id}
    ours.update(**values)


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4 … minutes, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_PAUSE)


def release(worker: str) -> None:
    """Gives back what was claimed and not begun."""
    held = Reminder.objects.held_by(worker)
    held.filter(settled_by=None).update(claimed_by="", lease_until=None, message_id="")
    held.update(claimed_by="", lease_until=None)


@transaction.atomic
def send_again(reminder: Reminder, *, by: User, now: datetime) -> None:
    """A person decides that a message whose fate is not known, or that failed, is to be sent once more."""
    _settle(reminder, "reminder.sent_again", by=by, now=now, state=State.DUE, send_after=now, attempts=0)
    ring("reminders.sweep_due")


@transaction.atomic
def settle(reminder: Reminder, *, by: User, now: datetime) -> None:
    """A person says that the message arrived, or that a failed one is needed no more."""
    state = State.SENT if reminder.state == State.UNKNOWN else State.CANCELLED
    _settle(reminder, "reminder.settled", by=by, now=now, state=state)


def _settle(reminder: Reminder, verb: str, *, by: User, now: datetime, **values: Any) -> None:
    open_rows = Reminder.objects.of_message(reminder).filter(state=reminder.state)
    rows = list(open_rows.undelivered())
    if not rows or open_rows.undelivered().update(settled_by=by, lease_until=None, problem="", **values) != len(rows):
        raise NotOpen("Somebody else has settled this message already.")
    for row in rows:
        record(verb, row, by=by, client=row, fields=["state"], now=now)


def _kept_id(rows: list[Reminder]) -> str:
    """A message that certainly did not leave is written anew tomorrow, unless a person asked for exactly this one."""
    return rows[0].message_id if rows[0].settled_by_id else ""


def _existing(subjects: set[UUID]) -> dict[Any, tuple[UUID, str]]:
    columns = ("kind", "subject_id", "due_on", "stage", "person_id", "channel")
    found = {}
    for ids in _blocks(sorted(subjects)):
        for pk, state, *key in Reminder.objects.filter(subject_id__in=ids).values_list("pk", "state", *columns):
            found[tuple(key)] = (pk, state)
    return found


def _reminder(one: Wanted, now: datetime) -> Reminder:
    in_app = one.channel == Channel.IN_APP
    return Reminder(
        kind=one.row.kind,
        subject_id=one.row.subject_id,
        client_id=one.row.client_id,
        client_reference=one.row.client_reference,
        due_on=one.row.due_on,
        stage=one.stage,
        person_id=one.person,
        channel=one.channel,
        state=State.SENT if in_app else State.DUE,
        sent_at=now if in_app else None,
        send_after=now,
        made_at=now,
    )


def _today(now: datetime) -> date:
    return timezone.localdate(now, timezone.get_default_timezone())


def _tomorrow(now: datetime) -> datetime:
    midnight = datetime.combine(_today(now) + timedelta(days=1), time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _blocks(ids: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(ids), AT_A_TIME):
        yield ids[start : start + AT_A_TIME]
