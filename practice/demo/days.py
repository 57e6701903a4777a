"""Days counted back from today, so that the demo practice never goes stale."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

FRIDAY = 4


@dataclass(frozen=True)
class Days:
    today: date

    def on(self, ago: int) -> date:
        """The working day so many days back, or ahead where `ago` is negative. A smaller `ago` is never earlier."""
        day = self.today - timedelta(days=ago)
        into_weekend = day.weekday() - FRIDAY
        if ago == 0 or into_weekend <= 0:
            return day
        return day + timedelta(days=-into_weekend if ago > 0 else 3 - into_weekend)

    def at(self, ago: int, clock: str) -> datetime:
        """A moment by the practice's clock, in UTC like every moment that staff's own work is noted with."""
        local = datetime.combine(self.on(ago), time.fromisoformat(clock), timezone.get_default_timezone())
        return local.astimezone(UTC)

    def born(self, age: int, month: int, day: int) -> date:
        """A birthday for somebody who turns so many years old in this year."""
        return date(self.today.year - age, month, day)
