"""What the sources say just now."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reminders.sources import DueRow, Source

log = logging.getLogger(__name__)

Subject = tuple[str, UUID, date]


@dataclass(frozen=True)
class Due:
    """`kinds` are those that could be read, `unread` the names of the others."""

    rows: list[DueRow]
    kinds: frozenset[str]
    unread: list[str]

    def subjects(self) -> set[Subject]:
        return {(row.kind, row.subject_id, row.due_on) for row in self.rows}


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
