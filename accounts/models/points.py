"""How many points of work each level of a client's weight counts for, as the practice decides."""

from typing import Any

from django.db import models


def _number(words: str, default: int) -> Any:
    return models.PositiveSmallIntegerField(words, default=default, db_default=default)


class WeightPoints(models.Model):
    """The columns of the practice's settings from which a client's weight and a person's limit are summed up."""

    agencies_minimal = _number("few agencies", 1)
    agencies_changeable = _number("several agencies", 2)
    agencies_multiple = _number("many agencies", 3)
    changeable_from = _number("agencies that count as several, from", 3)
    multiple_from = _number("agencies that count as many, from", 5)
    risk_known = _number("no risk, or known and planned for", 1)
    risk_assessed = _number("risk being assessed", 2)
    risk_unassessed = _number("risk unassessed or high", 4)
    travel_near = _number("near", 0)
    travel_middle = _number("middle", 1)
    travel_far = _number("far", 3)
    stage_new = _number("new", 3)
    stage_steady = _number("steady", 2)
    stage_closing = _number("closing or paused", 1)
    new_weeks = _number("weeks for which a client counts as new", 12)
    rhythm_seldom = _number("reviewed seldom", 1)
    rhythm_usual = _number("reviewed at the usual rhythm", 2)
    rhythm_often = _number("reviewed often", 3)
    often_weeks = _number("often: at most so many weeks between reviews", 6)
    usual_weeks = _number("usual: at most so many weeks between reviews", 13)
    full_time_points = _number("points for 1.0 FTE", 100)
    starter_weeks = _number("weeks with a lower limit after starting", 13)
    starter_percent = _number("per cent of the limit in those weeks", 60)

    class Meta:
        abstract = True
