"""Sends the mail that is due: claims it in blocks, asks whether it is still right, hands it over and notes how it went.

A worker may die anywhere and two may work at once: rows are claimed by conditional UPDATE for as long as a lease lasts.
What a dead worker had begun to send becomes `unknown`, and only a person sends it again.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from accounts.models import User
from reminders.asking import Subject
from reminders.letters import digest_id, escalation_id, letter
from reminders.local_days import local_day, next_midnight
from reminders.models import Reminder, Stage, State
from reminders.own_sources import ask_again
from reminders.postbox import Outcome, Postbox
from reminders.sources import People
from ui.among import Among
from ui.ids import uuid7

LEASE = timedelta(minutes=5)
LONGEST_MESSAGE = timedelta(minutes=4)  # eleven answers of the mail server, signing in included, 20 seconds each
MESSAGES_IN_A_BLOCK = 10
ROWS_IN_A_DIGEST = 200
LONGEST_PASS = timedelta(seconds=45)  # then the worker is free for other work; the next tick goes on
ON_THEIR_WAY = 0.1  # seconds; no longer is a group of messages meant to be on its way
TRIES = 29  # with the pauses below: 24 hours
LONGEST_PAUSE = timedelta(hours=1)

SENT = Outcome(State.SENT)
Message = list[Reminder]  # the rows that one message lists


class Pace:
    """How many messages are begun together.

    What is begun and not noted when a worker dies is unclear. A mail server that takes its time gets one message after
    the other, so that one is; the tens that a quick one gets are on their way for as short a time.
    """

    def __init__(self) -> None:
        self.one_takes = ON_THEIR_WAY

    def groups(self, messages: list[Message]) -> Iterator[list[Message]]:
        done = 0
        while done < len(messages):
            group = messages[done : done + self._size()]
            started = monotonic()
            yield group
            self.one_takes = (monotonic() - started) / len(group)
            done += len(group)

    def _size(self) -> int:
        return max(1, min(MESSAGES_IN_A_BLOCK, int(ON_THEIR_WAY / max(self.one_takes, 0.0001))))


def note_run_out(*, now: datetime) -> None:
    """What a dead worker had only claimed is free again; what it had begun to send, nobody can tell about."""
    run_out = Reminder.objects.run_out(now)
    run_out.filter(state=State.DUE, settled_by=None).update(claimed_by="", lease_until=None, message_id="")
    problem = "The worker stopped while it was sending."
    run_out.filter(state=State.SENDING).update(state=State.UNKNOWN, problem=problem, lease_until=None)


def send_due(*, now: datetime) -> None:
    """Sends block after block until nothing is due, the mail server is away, or the pass has lasted long enough."""
    postbox, pace, worker = Postbox(), Pace(), str(uuid7())
    started = timezone.now()
    try:
        while timezone.now() - started < LONGEST_PASS:
            moment = now + (timezone.now() - started)
            messages = claim(worker, now=moment)
            if not messages and not Reminder.objects.to_send(moment).exists():
                return
            for group in pace.groups(still_right(messages, worker=worker, now=moment)):
                if not send(group, postbox, worker=worker, now=now + (timezone.now() - started)):
                    return
    finally:
        release(worker)
        postbox.close()


@transaction.atomic
def claim(worker: str, *, now: datetime) -> list[Message]:
    """Takes up to ten messages for one worker.

    A person's row is the lock under which it is decided whether their digest of the day has gone; the locks are taken
    in one order, so that two sweeps wait for each other and never for ever.
    """
    due = Reminder.objects.to_send(now).order_by("send_after", "id")
    first = list(due[:MESSAGES_IN_A_BLOCK])
    if not first:
        return []
    locked = User.objects.select_for_update(no_key=True).filter(pk__in={row.person_id for row in first})
    people = {person.pk: person for person in locked.order_by("pk").only("email")}
    rows = [row for row in first if row.stage == Stage.ESCALATED]
    together = {row.person_id for row in first if row.stage != Stage.ESCALATED}
    rows += due.filter(person__in=together).exclude(stage=Stage.ESCALATED) if together else []
    for row in rows:
        row.person = people[row.person_id]
    nameless = {row.pk for row in rows if not row.message_id}
    messages = _messages(rows, now=now)[:MESSAGES_IN_A_BLOCK]
    named = [When(_these(of), then=Value(of[0].message_id)) for of in messages if of[0].pk in nameless]
    free = Reminder.objects.to_send(now).filter(_these(_rows(messages)))
    values = {"claimed_by": worker, "lease_until": now + LEASE, "message_id": Case(*named, default=F("message_id"))}
    if free.update(**values) == len(_rows(messages)):
        return messages
    held = set(Reminder.objects.held_by(worker).values_list("pk", flat=True))
    return [of for of in messages if held.issuperset(row.pk for row in of)]


def _messages(rows: list[Reminder], *, now: datetime) -> list[Message]:
    """Gives each row its message: its own, the day's digest or, when that has gone, none until tomorrow."""
    joining = {row.person_id for row in rows if _joins_digest(row)}
    digests = {person: digest_id(person, local_day(now)) for person in joining}
    gone = _gone(digests)
    late: list[Reminder] = []
    messages: dict[tuple[UUID, str], Message] = defaultdict(list)
    for row in rows:
        if _joins_digest(row) and row.person_id in gone:
            late.append(row)
            continue
        if not row.message_id:
            row.message_id = digests[row.person_id] if _joins_digest(row) else escalation_id(row.pk)
        messages[row.person_id, row.message_id].append(row)
    if late:
        Reminder.objects.unsent().filter(_these(late)).update(send_after=next_midnight(now))
    return [listed[:ROWS_IN_A_DIGEST] for listed in messages.values()]


def _joins_digest(row: Reminder) -> bool:
    return row.stage != Stage.ESCALATED and not row.message_id


def _gone(digests: dict[UUID, str]) -> set[UUID]:
    if not digests:
        return set()
    listed = Reminder.objects.filter(person__in=digests, message_id__in=digests.values())
    return set(listed.values_list("person_id", flat=True))


def still_right(messages: list[Message], *, worker: str, now: datetime) -> list[Message]:
    """Asks once more, just before the messages leave: is it still due, and may this person still hear of it?"""
    if not messages:  # another worker was quicker
        return []
    rows = _rows(messages)
    asked = ask_again(rows, now=now)
    right: list[Message] = []
    wrong: list[Reminder] = []
    for message in messages:
        kept: Message = []
        readable = [row for row in message if row.kind in asked.kinds]
        for row in readable:
            of_it = kept if _is_right(row, asked.subjects, asked.told(row)) else wrong
            of_it.append(row)
        if kept and len(readable) == len(message):
            right.append(kept)
    if wrong:
        held = Reminder.objects.held_by(worker).filter(_these(wrong))
        held.update(state=State.CANCELLED, message_id="", claimed_by="", lease_until=None)
    return right


def _is_right(row: Reminder, subjects: set[Subject], people: People) -> bool:
    entitled = people.supervisors if row.stage == Stage.ESCALATED else people.told
    return (row.kind, row.subject_id, row.due_on) in subjects and row.person_id in entitled


def send(messages: list[Message], postbox: Postbox, *, worker: str, now: datetime) -> bool:
    """Begin, hand over, note: between the first and the last step lies the only time at which a death is ambiguous.

    False when the mail server is away. Messages that were begun and then not tried are due as before: nobody begins
    one that might not be through before the lease ends.
    """
    letters = [letter(rows, to=rows[0].person.email, today=local_day(now)) for rows in messages]
    if not begin(_rows(messages), worker=worker, now=now):
        return True
    begun = timezone.now()
    outcomes: list[Outcome] = []
    try:
        for words in letters:
            if timezone.now() - begun > LEASE - LONGEST_MESSAGE:
                break
            outcomes.append(Outcome(State.UNKNOWN, "The worker stopped while it was sending."))
            outcomes[-1] = postbox.send(words)
            if outcomes[-1].server_is_away:
                return False
    finally:
        note_all(messages, outcomes, worker=worker, now=now)
    return True


@transaction.atomic
def begin(rows: list[Reminder], *, worker: str, now: datetime) -> bool:
    """All rows or none: a worker that slept past its lease must not send what another one took."""
    held = Reminder.objects.held_by(worker).filter(_these(rows))
    begun = held.update(state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    if begun != len(rows):
        transaction.set_rollback(True)
    return begun == len(rows)


def note_all(messages: list[Message], outcomes: list[Outcome], *, worker: str, now: datetime) -> None:
    """The outcomes of as many of the messages as were tried, in their order; the rest never left."""
    well = [rows for rows, outcome in zip(messages, outcomes, strict=False) if outcome == SENT]
    if well:
        note(_rows(well), SENT, worker=worker, now=now)
    for rows, outcome in zip(messages, outcomes, strict=False):
        if outcome != SENT:
            note(rows, outcome, worker=worker, now=now)
    if len(outcomes) < len(messages):
        give_back(_rows(messages[len(outcomes) :]), worker=worker)


@transaction.atomic
def give_back(rows: list[Reminder], *, worker: str) -> None:
    """What was begun and then not tried has certainly not left, whatever the end of its lease has made of it."""
    ours = Reminder.objects.being_sent_by(worker).filter(_these(rows))
    ours.filter(settled_by=None).update(message_id="")
    ours.update(state=State.DUE, problem="", attempts=F("attempts") - 1, claimed_by="", lease_until=None)


def note(rows: list[Reminder], outcome: Outcome, *, worker: str, now: datetime) -> None:
    ours = Reminder.objects.being_sent_by(worker).filter(_these(rows))
    values: dict[str, Any] = {"state": outcome.state, "problem": outcome.problem, "lease_until": None}
    if outcome.state == State.SENT:
        values |= {"sent_at": timezone.now()}
    if outcome.state == State.DUE:
        tries = max(row.attempts for row in rows) + 1
        values |= {"send_after": now + pause(tries), "message_id": _kept_id(rows), "claimed_by": ""}
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


def _kept_id(rows: list[Reminder]) -> str:
    """A message that certainly did not leave is written anew tomorrow, unless a person asked for exactly this one."""
    return rows[0].message_id if rows[0].settled_by_id else ""


def _rows(messages: list[Message]) -> list[Reminder]:
    return [row for rows in messages for row in rows]


def _these(rows: list[Reminder]) -> Among:
    return Among("pk", [row.pk for row in rows])
