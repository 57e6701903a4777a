"""Working days, by the bank holidays of a nation."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


def add_working_days(start: date, days: int, *, nation: str) -> date:
    """The last day of a clock that begins on the day after `start`; `nation` is ENG, WLS, SCT or NIR."""
    on = start
    for _ in range(days):
        on += timedelta(days=1)
        while not is_working_day(on, nation=nation):
            on += timedelta(days=1)
    return on


def is_working_day(on: date, *, nation: str) -> bool:
    return on.weekday() < SATURDAY and on not in _bank_holidays(nation, on.year)


@lru_cache
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))
