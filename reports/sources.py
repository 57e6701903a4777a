"""The numbered list of sources at the end of a report: each record once, in the order of first use."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.contents import Source, SourceRef


@dataclass
class Sources:
    _known: dict[Any, Source] = field(default_factory=dict)

    def cite(
        self, key: Any, *, short: str, label: str, on: date, recorded_on: date | None = None, late: bool = False
    ) -> SourceRef:
        """The reference to a source, which is listed from now on. `key` tells one record from another."""
        if key not in self._known:
            self._known[key] = Source(len(self._known) + 1, label, on, recorded_on, late)
        return SourceRef(self._known[key].number, short, on)

    def listed(self) -> tuple[Source, ...]:
        return tuple(self._known.values())
