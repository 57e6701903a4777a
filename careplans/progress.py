"""Where the goals of a client stand: each on its five levels, and all of them together."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from careplans import attainment
from careplans.attainment import PARTLY_ACHIEVED, Attainment, Level, score_words
from careplans.models import Goal
from ui.charts import GoalStrip


def attainment_of(goals: Iterable[Goal]) -> Attainment:
    """Counts and T-scores of goals loaded with `with_latest_rating`; importance is the weight."""
    return attainment.summarise(
        [
            attainment.GoalRating(
                baseline=goal.baseline, now=goal.latest.score if goal.latest else None, weight=goal.importance
            )
            for goal in goals
        ]
    )


def strip_of(goal: Goal) -> GoalStrip:
    """A goal that is partially achieved stands on the level it has not yet left."""
    now = goal.latest.score if goal.latest else None
    return GoalStrip(goal.baseline, None if now is None else int(Decimal(now).to_integral_value(ROUND_FLOOR)))


def score_choices(baseline: int) -> list[tuple[str, str]]:
    """The ratings a goal can have, words first, from the lowest up. Half a level exists only from a start at -1."""
    scores = [Decimal(level.value) for level in Level]
    if baseline == Level.LESS:
        scores = sorted([*scores, PARTLY_ACHIEVED])
    return [(str(score), f"{score_words(score)} ({signed(score)})") for score in scores]


def posted_score(text: str) -> Decimal:
    """A rating as the form sends it. Raises ValueError, as forms expect, where Decimal has an error of its own."""
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise ValueError(text) from problem


def signed(score: Decimal) -> str:
    """-0.5, 0, +1, with a real minus sign."""
    plain = f"{abs(score):f}"
    if not score:
        return plain
    return f"{'−' if score < 0 else '+'}{plain}"
