"""Outcome measures: our own short item labels and the published scoring. The practice administers each instrument
from its own licensed form and enters the answers here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Answers = Mapping[str, int | None] | Sequence[int | None]


@dataclass(frozen=True)
class Item:
    key: str
    label: str
    low: int
    high: int


@dataclass(frozen=True)
class Score:
    """`total` is None when too few items are answered; an alert stands whatever the total."""

    total: Decimal | None
    band: str | None
    alert: str | None
    note: str


@dataclass(frozen=True)
class Measure:
    key: str
    name: str
    short_name: str
    items: tuple[Item, ...]
    highest: int
    direction: str
    source: str
    licence: str
    _rule: Callable[[tuple[int | None, ...]], Score]

    def score(self, answers: Answers) -> Score:
        """Answers by item key, or in item order; None is an item not answered or not applicable."""
        return self._rule(_checked(self, answers))


def _checked(measure: Measure, answers: Answers) -> tuple[int | None, ...]:
    if isinstance(answers, Mapping):
        unknown = sorted(set(answers) - {item.key for item in measure.items})
        if unknown:
            raise ValueError(f"{measure.short_name} has no item called {', '.join(unknown)}.")
        values = [answers.get(item.key) for item in measure.items]
    else:
        values = list(answers)
        if len(values) != len(measure.items):
            raise ValueError(
                f"{measure.short_name} has {len(measure.items)} items, but {len(values)} answers were given."
            )
    for item, value in zip(measure.items, values, strict=True):
        _check_answer(item, value)
    return tuple(values)


def _check_answer(item: Item, value: object) -> None:
    if value is None:
        return
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not item.low <= value <= item.high:  # type: ignore[operator]
        raise ValueError(f"{item.label}: enter a whole number from {item.low} to {item.high}.")


def _wsas(values: tuple[int | None, ...]) -> Score:
    given = [value for value in values if value is not None]
    missing = len(values) - len(given)
    if missing > 1:
        return Score(
            None, None, None, f"No score: {missing} of {len(values)} items are not answered; at most one may be."
        )
    total = Decimal(sum(given) * len(values)) / len(given)
    note = "One item is not answered or does not apply; the mean of the other four stands for it." if missing else ""
    return Score(total, _wsas_band(total), None, note)


def _wsas_band(total: Decimal) -> str:
    if total < 10:
        return "Subclinical"
    return "Significant impairment" if total <= 20 else "Moderately severe or worse"


def _phq9(values: tuple[int | None, ...]) -> Score:
    given = [value for value in values if value is not None]
    missing = len(values) - len(given)
    alert = "Item 9 (thoughts of self-harm) is above 0: ask about risk today and record what you did."
    shown = alert if values[8] else None
    if missing:
        verb = "is" if missing == 1 else "are"
        return Score(None, None, shown, f"No score: {missing} of {len(values)} items {verb} not answered.")
    total = sum(given)
    band = next(words for top, words in _PHQ9_BANDS if total <= top)
    return Score(Decimal(total), band, shown, "")


_PHQ9_BANDS = ((4, "Minimal"), (9, "Mild"), (14, "Moderate"), (19, "Moderately severe"), (27, "Severe"))


def _items(low: int, high: int, labels: dict[str, str]) -> tuple[Item, ...]:
    return tuple(Item(key, label, low, high) for key, label in labels.items())


WSAS = Measure(
    key="wsas",
    name="Work and Social Adjustment Scale",
    short_name="WSAS",
    items=_items(
        0,
        8,
        {
            "work": "Work or study",
            "home": "Running the home",
            "social_leisure": "Leisure with others",
            "private_leisure": "Leisure alone",
            "relationships": "Close relationships",
        },
    ),
    highest=40,
    direction="Lower is better",
    source="Work and Social Adjustment Scale (Marks); missing items as in the NHS Data Dictionary.",
    licence="Free to use; published with Professor Marks's permission. Use your own copy of the form.",
    _rule=_wsas,
)

PHQ9 = Measure(
    key="phq9",
    name="Patient Health Questionnaire, nine items",
    short_name="PHQ-9",
    items=_items(
        0,
        3,
        {
            "interest": "Interest or pleasure",
            "mood": "Low mood",
            "sleep": "Sleep",
            "energy": "Tiredness, energy",
            "appetite": "Appetite",
            "self_regard": "View of self",
            "concentration": "Concentration",
            "pace": "Slowed or restless",
            "self_harm": "Thoughts of self-harm",
        },
    ),
    highest=27,
    direction="Lower is better",
    source="Patient Health Questionnaire (Spitzer, Williams, Kroenke).",
    licence="Public domain: no permission needed to copy or use it. Use your own copy of the form.",
    _rule=_phq9,
)

MEASURES = {measure.key: measure for measure in (WSAS, PHQ9)}
