"""The sweep: makes the reminders of the day, withdraws what is no longer true, and has the mail sent that is due.

Everything is a row first. A worker may die anywhere and two sweeps may run at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record
from reminders.asking import Due, ask
from reminders.bell import ring
from reminders.delivery_actions import note_run_out, send_due
from reminders.letters import escalation_id
from reminders.local_days import local_day
from reminders.many import insert_like
from reminders.models import Channel, Reminder, Stage, State, Sweep
from reminders.own_sources import make_own
from reminders.sources import DueRow, OwnRow, given
from reminders.stages import Key, Wanted, all_wanted
from ui.among import Among
from ui.ids import uuid7

ABOUT = {DueRow: ("client_id", "client_reference"), OwnRow: ("staff_id", "initials")}
KEY = ("kind", "subject_id", "due_on", "stage", "person_id", "channel")


class SomethingUnread(Exception):
    """A source failed. The others were swept, but the pass does not count, so that `/healthz` tells."""


class NotOpen(Exception):
    """Somebody else has settled this message in the meantime."""


Settling = Callable[..., None]


def sweep(*, now: datetime) -> None:
    """One pass. Safe to run twice, and at the same time."""
    due = make_reminders(now=now)
    send_due(now=now)
    if due.unread:
        raise SomethingUnread(", ".join(due.unread))
    Sweep.objects.update_or_create(pk=1, defaults={"finished_at": timezone.now(), "swept_through": local_day(now)})


def make_reminders(*, now: datetime) -> Due:
    """Brings the ledger up to the day: what is missing is added, what is overtaken is cancelled. Sends nothing."""
    practice = PracticeSettings.current()
    today = local_day(now)
    due = ask(given.sources, until=today + timedelta(days=practice.remind_days_before))
    people = given.responsible_for({row.client_id for row in due.rows}, now)
    wanted = all_wanted(
        due.rows, people, today=today, days_before=practice.remind_days_before, days_after=practice.escalate_days_after
    )
    own = make_own(practice, today=today, now=now)
    wanted |= own.wanted
    note_run_out(now=now)
    unsent = unsent_mail(due.kinds | own.kinds)
    make(wanted, unsent=unsent, now=now)
    withdraw(wanted, unsent=unsent)
    return Due(due.rows, due.kinds | own.kinds, [*due.unread, *own.unread])


def unsent_mail(kinds: Collection[str]) -> dict[Key, UUID]:
    """What has not been sent and nobody holds, with its id.

    What a person has asked to send again is left to the questions asked before it leaves.
    """
    unsent = Reminder.objects.mail().unsent().filter(kind__in=kinds, claimed_by="", settled_by=None)
    return {tuple(key): pk for pk, *key in unsent.values_list("pk", *KEY)}


def make(wanted: dict[Key, Wanted], *, unsent: Container[Key], now: datetime) -> None:
    """Adds the reminders that are missing. In-app ones have arrived by being made; the constraint keeps each at one."""
    there, cancelled = set(), []
    for pk, state, key in _told({one.row for one in wanted.values()}):
        there.add(key)
        if state == State.CANCELLED and key in wanted:
            cancelled.append(pk)
    missing = [one for key, one in wanted.items() if key not in there and key not in unsent]
    alike = {"send_after": now, "made_at": now}
    _add(Reminder(channel=Channel.IN_APP, state=State.SENT, sent_at=now, **alike), missing)
    _add(Reminder(channel=Channel.MAIL, state=State.DUE, **alike), missing)
    if cancelled:  # the date was moved away and back before anything was sent
        again = Reminder.objects.mail().filter(Among("pk", cancelled), state=State.CANCELLED, settled_by=None)
        again.update(state=State.DUE, send_after=now, attempts=0, problem="", claimed_by="")


def _add(example: Reminder, missing: list[Wanted]) -> None:
    alone = Stage.ESCALATED if example.channel == Channel.MAIL else None  # an escalation has its Message-ID at once
    for kind, about in ABOUT.items():
        added = [(uuid7(), one) for one in missing if one.channel == example.channel and isinstance(one.row, kind)]
        differing: dict[str, list[Any]] = {
            "id": [pk for pk, _ in added],
            "kind": [str(one.row.kind) for _, one in added],
            "subject_id": [one.row.subject_id for _, one in added],
            **{name: [getattr(one.row, name) for _, one in added] for name in about},
            "due_on": [one.row.due_on for _, one in added],
            "stage": [str(one.stage) for _, one in added],
            "person_id": [one.person for _, one in added],
            "message_id": [escalation_id(pk) if one.stage == alone else "" for pk, one in added],
        }
        if added:
            insert_like(example, differing)


def withdraw(wanted: Container[Key], *, unsent: dict[Key, UUID]) -> None:
    """Cancels unsent mail that a finished subject, a moved date, another person or a later stage has overtaken."""
    gone = [pk for key, pk in unsent.items() if key not in wanted]
    if gone:
        Reminder.objects.unsent().filter(Among("pk", gone), claimed_by="").update(state=State.CANCELLED)


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


def _told(rows: Iterable[DueRow | OwnRow]) -> Iterator[tuple[UUID, str, Key]]:
    """What the ledger has about the subjects of these rows, without unsent mail: id, state and key."""
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        subjects[row.kind].add(row.subject_id)
    for kind, ids in subjects.items():
        found = Reminder.objects.filter(Among("subject_id", ids), kind=kind)
        found = found.exclude(channel=Channel.MAIL, state=State.DUE, claimed_by="", settled_by=None)
        for pk, state, *key in found.values_list("pk", "state", *KEY):
            yield pk, state, tuple(key)
