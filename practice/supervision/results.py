"""What an audit of records came to, as counts, percentages and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practice.models import Verdict
from ui.dates import counted


@dataclass(frozen=True)
class Tally:
    yes: int = 0
    partly: int = 0
    no: int = 0
    does_not_apply: int = 0

    @property
    def applied(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def percent(self) -> int | None:
        """Of the answers that apply, those that are a plain yes; None where none applies."""
        return _rounded(100 * self.yes, self.applied) if self.applied else None

    @property
    def words(self) -> str:
        if self.percent is None:
            return "Nothing applied"
        partly = f", {self.partly} partly" if self.partly else ""
        return f"{self.yes} of {self.applied} met ({self.percent}%){partly}"


def tally(verdicts: Iterable[str]) -> Tally:
    given = list(verdicts)
    return Tally(*(given.count(verdict) for verdict in Verdict.values))


def by_item(items: Sequence[str], answers: Iterable[tuple[int, str]]) -> list[tuple[str, Tally]]:
    """Each item of the checklist with its own tally."""
    given = list(answers)
    return [(words, tally(verdict for item, verdict in given if item == place)) for place, words in enumerate(items)]


def change_words(now: Tally, before: Tally | None) -> str:
    """How an audit stands to the one before it."""
    if before is None or before.percent is None or now.percent is None:
        return "Nothing to compare with"
    points = now.percent - before.percent
    if not points:
        return "As in the audit before"
    return f"{counted(abs(points), 'point')} {'more' if points > 0 else 'less'} than in the audit before"


def _rounded(part: int, whole: int) -> int:
    """To the nearest whole number, halves up."""
    return (2 * part + whole) // (2 * whole)
