"""How many points of work somebody can carry: a plain sum."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import PracticeSettings, WorkingTerms


def limit_of(terms: WorkingTerms | None, practice: PracticeSettings, *, today: date) -> int:
    """Points for 1.0 FTE times the person's FTE, lower in the first weeks, less their fixed duties; never below 0.

    Somebody without terms counts as full time without other duties.
    """
    if terms is None:
        return int(practice.full_time_points)
    points = practice.full_time_points * terms.fte
    if is_starter(terms, practice, today=today):
        points = points * practice.starter_percent / 100
    return max(0, int(Decimal(points).quantize(Decimal(1), ROUND_HALF_UP)) - terms.duties)


def is_starter(terms: WorkingTerms, practice: PracticeSettings, *, today: date) -> bool:
    return terms.started_on is not None and today < terms.started_on + timedelta(weeks=practice.starter_weeks)
