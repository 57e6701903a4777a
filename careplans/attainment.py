from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

Score = int | Decimal

RHO = Decimal("0.3")  # the correlation between goals that goal attainment scaling assumes
PARTLY_ACHIEVED = Decimal("-0.5")


class Level(IntEnum):
    """How far a goal has come, against what was expected when it was agreed."""

    MUCH_LESS = -2
    LESS = -1
    AS_EXPECTED = 0
    BETTER = 1
    MUCH_BETTER = 2

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def short_words(self) -> str:
        """The same words where the heading already says "than expected"."""
        return self.words.removesuffix(" than expected")


_WORDS = {
    Level.MUCH_LESS: "Much less than expected",
    Level.LESS: "Less than expected",
    Level.AS_EXPECTED: "As expected",
    Level.BETTER: "Better than expected",
    Level.MUCH_BETTER: "Much better than expected",
}

# Some ability at the start, or none and no worse state to be thought of.
BASELINE_LEVELS = (Level.LESS, Level.MUCH_LESS)


@dataclass(frozen=True)
class GoalRating:
    baseline: Score | None
    now: Score | None
    weight: int = 1


@dataclass(frozen=True)
class Attainment:
    """The goals of one plan summed up; the T-scores are to one decimal place, as they are printed."""

    at_or_above: int
    rated: int
    total: int
    baseline_t: Decimal | None
    achieved_t: Decimal | None
    change: Decimal | None


def check_score(score: Score) -> None:
    if score != PARTLY_ACHIEVED and score not in tuple(Level):
        raise ValueError(f"A goal is rated -2, -1, -0.5, 0, 1 or 2, not {score}.")


def score_words(score: Score | None) -> str:
    if score is None:
        return "Not rated"
    check_score(score)
    return "Partially achieved" if score == PARTLY_ACHIEVED else Level(int(score)).words


def change_words(baseline: Score | None, now: Score | None) -> str:
    if baseline is None or now is None:
        return "Not rated"
    for score in (baseline, now):
        check_score(score)
    steps = Decimal(now) - Decimal(baseline)
    if not steps:
        return "No change"
    direction = "Up" if steps > 0 else "Down"
    size = abs(steps)
    if size == Decimal("0.5"):
        return f"{direction} half a level"
    number = f"{size.normalize():f}" if size == size.to_integral_value() else f"{int(size)}½"
    return f"{direction} {number} {'level' if size == 1 else 'levels'}"


def spread(weights: Iterable[int]) -> Decimal:
    """The square root under the sum of weighted scores (the formula as corrected in the 2009 article's erratum)."""
    values = [Decimal(weight) for weight in weights]
    squares = sum((value * value for value in values), Decimal(0))
    total = sum(values, Decimal(0))
    return ((1 - RHO) * squares + RHO * total * total).sqrt()


def t_score(scores: Sequence[Score | None], weights: Sequence[int] | None = None) -> Decimal | None:
    """The goal attainment T-score, unrounded. Unrated goals stay out of it; weights that are all zero count as one."""
    weights = [1] * len(scores) if weights is None else weights
    if len(weights) != len(scores):
        raise ValueError(f"There are {len(scores)} scores but {len(weights)} weights.")
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight cannot be negative.")
    rated = [(_for_t(score), weight) for score, weight in zip(scores, weights, strict=True) if score is not None]
    if not rated:
        return None
    if not any(weight for _, weight in rated):
        rated = [(score, 1) for score, _ in rated]
    weighted = sum((score * weight for score, weight in rated), Decimal(0))
    return 50 + 10 * weighted / spread(weight for _, weight in rated)


def summarise(goals: Sequence[GoalRating]) -> Attainment:
    """Both T-scores come from the same goals, those rated at the start and now, so that the change compares like
    with like. While no goal has been rated since the start, the baseline stands alone."""
    rated = [goal for goal in goals if goal.now is not None]
    both = [goal for goal in rated if goal.baseline is not None]
    started = both or [goal for goal in goals if goal.baseline is not None]
    baseline_t = _printed(t_score([goal.baseline for goal in started], [goal.weight for goal in started]))
    achieved_t = _printed(t_score([goal.now for goal in both], [goal.weight for goal in both]))
    return Attainment(
        at_or_above=sum(1 for goal in rated if goal.now is not None and goal.now >= Level.AS_EXPECTED),
        rated=len(rated),
        total=len(goals),
        baseline_t=baseline_t,
        achieved_t=achieved_t,
        change=None if baseline_t is None or achieved_t is None else achieved_t - baseline_t,
    )


def _for_t(score: Score) -> Decimal:
    check_score(score)
    return Decimal(Level.LESS) if score == PARTLY_ACHIEVED else Decimal(score)


def _printed(score: Decimal | None) -> Decimal | None:
    return None if score is None else score.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
