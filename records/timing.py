"""When something happened, and whether it was written down late."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def event_time(on: date, at: time | None) -> datetime:
    """The moment in the practice's zone; midday stands for "time not known"."""
    return datetime.combine(on, at or time(12), timezone.get_default_timezone())


def has_begun(on: date, at: time | None, *, now: datetime) -> bool:
    return event_time(on, at) <= now if at else on <= timezone.localdate(now, timezone.get_default_timezone())


def is_late(on: date, at: time | None, *, now: datetime, hours: int) -> bool:
    """True when more than `hours` have gone by since the event, or since the end of its day where no time is known."""
    over = event_time(on, at) if at else event_time(on + timedelta(days=1), time(0))
    return now > over + timedelta(hours=hours)
