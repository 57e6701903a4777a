"""What falls due, and who is to hear of it: handed in at start by `casemgmt/wiring.py`.

`reminders` stands below the packages that know, so they hand it their functions instead of being imported.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID


class DueRow(NamedTuple):
    """One thing that is not finished and has a day."""

    kind: str
    subject_id: UUID
    client_id: UUID
    client_reference: str
    due_on: date


class OwnRow(NamedTuple):
    """One thing about a member of staff that has a day."""

    kind: str
    subject_id: UUID
    staff_id: UUID
    initials: str
    due_on: date


@dataclass(frozen=True)
class People:
    """Staff, by id: who works on a client's file now, and who supervises them.

    Whoever is away is neither. `standing_in` are the supervisors while all who work on the file are away.
    """

    working: tuple[UUID, ...] = ()
    supervisors: tuple[UUID, ...] = ()
    standing_in: tuple[UUID, ...] = ()

    @property
    def told(self) -> tuple[UUID, ...]:
        """Who hears of what falls due, at every stage."""
        return self.working or self.standing_in


Due = Callable[[date, Any], Iterable[DueRow]]


@dataclass(frozen=True)
class Source:
    """Everything of one kind that is not finished and due by a day; `name` is the plural, for sentences.

    `due` is also told whose: ids of clients, or a query for them; None stands for the whole practice. `together` gives
    the rows of several sources in one query, for a page that shows them all; those sources name the same function.
    """

    kind: str
    name: str
    due: Due
    together: Due | None = None


Ladder = Sequence[tuple[str, int]]  # each stage, and how many days before the day it comes


@dataclass(frozen=True)
class OwnSource:
    """Everything of one kind that runs out with the staff. It says itself who hears of it, and when.

    `due` is also told whose: ids of staff; None stands for everybody.
    """

    kind: str
    name: str
    due: Callable[[date, Collection[UUID] | None], Iterable[OwnRow]]
    responsible_for: Callable[[Collection[UUID], datetime], Mapping[UUID, People]]
    ladder: Callable[[Any], Ladder]


@dataclass
class Given:
    """`known_to` gives those of the clients whose reference the person may see."""

    sources: Sequence[Source] = ()
    responsible_for: Callable[[Collection[UUID], datetime], Mapping[UUID, People]] = field(default=lambda ids, now: {})
    known_to: Callable[[Any, Collection[UUID]], set[UUID]] = field(default=lambda user, ids: set())
    own_sources: Sequence[OwnSource] = ()


given = Given()


def hand_in(
    sources: Sequence[Source],
    *,
    responsible_for: Callable[[Collection[UUID], datetime], Mapping[UUID, People]],
    known_to: Callable[[Any, Collection[UUID]], set[UUID]],
    own_sources: Sequence[OwnSource] = (),
) -> None:
    given.sources, given.responsible_for, given.known_to = sources, responsible_for, known_to
    given.own_sources = own_sources
