"""Dates and times in the words of the practice: 22 Nov 2026, 2:30pm, 1h 10m, always in its own time zone."""

from datetime import date, datetime

from django.utils import timezone

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_practice_zone(value: date) -> date:
    """A moment as the practice's clocks show it; a plain date stays what it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value, timezone.get_default_timezone())
    return value


def day(on: date) -> str:
    on = in_practice_zone(on)
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def long_day(on: date) -> str:
    on = in_practice_zone(on)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday_day(on: date) -> str:
    on = in_practice_zone(on)
    return f"{WEEKDAYS[on.weekday()][:3]} {day(on)}"


def month(on: date) -> str:
    on = in_practice_zone(on)
    return f"{MONTHS[on.month - 1]} {on.year}"


def clock(at: datetime) -> str:
    """Midday and midnight are words because 12pm and 12am are misread."""
    at = timezone.localtime(at, timezone.get_default_timezone()) if timezone.is_aware(at) else at
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime) -> str:
    return f"{weekday_day(at)}, {clock(at)}"


def minutes(count: int) -> str:
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h {rest}m" if rest else f"{hours}h"


def minutes_in_words(count: int) -> str:
    hours, rest = divmod(count, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return " ".join(parts)


def days_between(start: date, end: date) -> str:
    """A distance in plain words, never without the date it belongs to."""
    return counted(abs((end - start).days), "day")


def age(born: date, *, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
