"""What falls due with a member of staff and not for a client: who is told, and when, its source says itself."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.models import PracticeSettings
from reminders.asking import Subject, ask
from reminders.models import Reminder, Stage
from reminders.sources import Ladder, OwnRow, OwnSource, People, given
from reminders.stages import Key, Wanted, wanted

log = logging.getLogger(__name__)

Wants = dict[Key, Wanted]


@dataclass(frozen=True)
class Own:
    """The reminders there should be today; `kinds` are those that could be read, `unread` the names of the others."""

    wanted: Wants
    kinds: frozenset[str]
    unread: list[str]


@dataclass(frozen=True)
class Asked:
    """What is due just now, and who is to hear of it, by the client or the member of staff it is about."""

    subjects: set[Subject]
    kinds: frozenset[str]
    people: Mapping[UUID, People]

    def told(self, row: Reminder) -> People:
        about = row.client_id or row.staff_id
        return self.people.get(about, People()) if about else People()


def make_own(practice: PracticeSettings, *, today: date, now: datetime) -> Own:
    found: Wants = {}
    kinds, unread = set(), []
    for source in given.own_sources:
        ladder = source.ladder(practice)
        rows = _read(source, until=today + timedelta(days=max(days for _, days in ladder)))
        if rows is None:
            unread.append(source.name)
            continue
        kinds.add(source.kind)
        people = source.responsible_for({row.staff_id for row in rows}, now) if rows else {}
        found |= _wanted(rows, people, ladder, today=today)
    return Own(found, frozenset(kinds), unread)


def ask_again(rows: Collection[Reminder], *, now: datetime) -> Asked:
    """Is what these reminders are about still due, and who may still hear of it?"""
    until, kinds = max(row.due_on for row in rows), {row.kind for row in rows}
    clients = {row.client_id for row in rows if row.client_id}
    due = ask([source for source in given.sources if source.kind in kinds], until=until, clients=clients)
    subjects, readable = due.subjects(), set(due.kinds)
    people = dict(given.responsible_for(clients, now)) if clients else {}
    for source in given.own_sources:
        staff = {row.staff_id for row in rows if row.staff_id and row.kind == source.kind}
        own = _read(source, until=until, staff=staff) if staff else None
        if own is not None:
            subjects |= {(row.kind, row.subject_id, row.due_on) for row in own}
            readable.add(source.kind)
            people |= source.responsible_for(staff, now)
    return Asked(subjects, frozenset(readable), people)


def stage_on(ladder: Ladder, due_on: date, *, today: date) -> Stage | None:
    """The latest stage that has come; the earlier ones are passed over, as after an outage."""
    come = [(days, stage) for stage, days in ladder if today >= due_on - timedelta(days=days)]
    return Stage(min(come)[1]) if come else None


def _wanted(rows: Iterable[OwnRow], people: Mapping[UUID, People], ladder: Ladder, *, today: date) -> Wants:
    found: Wants = {}
    for row in rows:
        stage = stage_on(ladder, row.due_on, today=today)
        if stage:
            for one in wanted(row, stage, people.get(row.staff_id, People())):
                found[row.kind, row.subject_id, row.due_on, stage, one.person, one.channel] = one
    return found


def _read(source: OwnSource, *, until: date, staff: Collection[UUID] | None = None) -> list[OwnRow] | None:
    try:
        return list(source.due(until, staff))
    except Exception:  # the others must still be swept
        log.exception("What falls due could not be read: %s", source.name)
        return None
