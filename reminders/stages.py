"""Which reminders there should be today: a sum over what falls due and who is to hear of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from reminders.models import Channel, Stage
from reminders.sources import DueRow, OwnRow, People

Key = tuple[str, UUID, date, str, UUID, str]  # what a reminder is unique in


class Wanted(NamedTuple):
    row: DueRow | OwnRow
    stage: Stage
    person: UUID
    channel: Channel


def stage_of(due_on: date, *, today: date, days_before: int, days_after: int) -> Stage | None:
    """The latest stage that has come; the earlier ones are passed over, as after an outage."""
    if today >= due_on + timedelta(days=days_after):
        return Stage.ESCALATED
    if today >= due_on:
        return Stage.ON_THE_DAY
    if today >= due_on - timedelta(days=days_before):
        return Stage.BEFORE
    return None


def wanted(row: DueRow | OwnRow, stage: Stage, people: People) -> Iterator[Wanted]:
    """Whoever works on the file is told at every stage; escalation goes to their supervisors as well, by mail too."""
    for person in people.told:
        yield Wanted(row, stage, person, Channel.IN_APP)
        if stage != Stage.ESCALATED:
            yield Wanted(row, stage, person, Channel.MAIL)
    if stage == Stage.ESCALATED:
        for person in people.supervisors:
            if person not in people.told:
                yield Wanted(row, stage, person, Channel.IN_APP)
            yield Wanted(row, stage, person, Channel.MAIL)


def all_wanted(
    rows: Iterable[DueRow], people: Mapping[UUID, People], *, today: date, days_before: int, days_after: int
) -> dict[Key, Wanted]:
    found: dict[Key, Wanted] = {}
    stages: dict[date, Stage | None] = {}
    for row in rows:
        if row.due_on not in stages:
            stages[row.due_on] = stage_of(row.due_on, today=today, days_before=days_before, days_after=days_after)
        stage = stages[row.due_on]
        if stage and row.client_id in people:
            for one in wanted(row, stage, people[row.client_id]):
                found[row.kind, row.subject_id, row.due_on, stage, one.person, one.channel] = one
    return found
