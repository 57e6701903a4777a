"""Moments as days of the practice, in whose zone everything falls due."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def local_day(now: datetime) -> date:
    return timezone.localdate(now, timezone.get_default_timezone())


def next_midnight(now: datetime) -> datetime:
    midnight = datetime.combine(local_day(now) + timedelta(days=1), time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())
