"""How the scores of one measure have moved, in words and as a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.measures import MEASURES, Measure
from assessments.models import MeasureResult, plain_number
from ui import status
from ui.dates import day
from ui.status import Status

OPEN_ALERT = status.worded(status.OVERDUE, "Alert not answered")


@dataclass(frozen=True)
class Trend:
    """A measure's scores from the first to the latest; results without a score are not part of the line."""

    measure: Measure
    latest: MeasureResult
    values: tuple[float, ...]
    words: str

    @property
    def has_line(self) -> bool:
        return len(self.values) > 1

    @property
    def title(self) -> str:
        return f"{self.measure.short_name}: {self.words}"


@dataclass(frozen=True)
class ResultRow:
    result: MeasureResult
    change: str
    alert_status: Status = OPEN_ALERT


def change_words(first: Decimal | None, now: Decimal | None, *, since: date) -> str:
    if first is None or now is None:
        return "No score to compare"
    if first == now:
        return f"no change since {day(since)}"
    return f"{'up' if now > first else 'down'} {plain_number(abs(now - first))} since {day(since)}"


def trends_of(results: Iterable[MeasureResult]) -> list[Trend]:
    """One trend for each measure that was ever taken, in the order of the list of measures; oldest results first."""
    by_key: dict[str, list[MeasureResult]] = {}
    for result in results:
        by_key.setdefault(result.measure, []).append(result)
    return [_trend(measure, by_key[key]) for key, measure in MEASURES.items() if key in by_key]


def rows_of(results: Sequence[MeasureResult]) -> list[ResultRow]:
    """Each result with its change since the first score of its measure, newest first; takes them oldest first."""
    first: dict[str, MeasureResult] = {}
    rows = []
    for result in results:
        if result.total is None:
            rows.append(ResultRow(result, "No score to compare"))
        elif result.measure not in first:
            first[result.measure] = result
            rows.append(ResultRow(result, "First score"))
        else:
            start = first[result.measure]
            rows.append(ResultRow(result, change_words(start.total, result.total, since=start.taken_on)))
    return rows[::-1]


def _trend(measure: Measure, results: list[MeasureResult]) -> Trend:
    scored = [result for result in results if result.total is not None]
    values = tuple(float(result.total) for result in scored if result.total is not None)
    if not scored:
        words = "no score yet"
    elif len(scored) == 1:
        words = f"one score, {day(scored[0].taken_on)}"
    else:
        words = change_words(scored[0].total, scored[-1].total, since=scored[0].taken_on)
    return Trend(measure, results[-1], values, words)
