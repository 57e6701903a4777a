"""What a new report starts from: the period since the last one, and the words of the last review in it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clients.models import Client
from reports.models import Report
from reviews.models import Review

FIRST_PERIOD = timedelta(days=90)


def suggested_period(client: Client, *, today: date) -> dict[str, date]:
    """From the day after the last issued report to today; the first goes 90 days back, or to the file's opening."""
    last = Report.objects.filter(client=client, issued__isnull=False).order_by("-ends_on").first()
    opened = timezone.localdate(client.created_at)
    first = last.ends_on + timedelta(days=1) if last else max(today - FIRST_PERIOD, min(opened, today))
    return {"starts_on": min(first, today), "ends_on": today}


def suggested_wording(client: Client, *, ends_on: date) -> dict[str, Any]:
    review = Review.objects.finished().filter(client=client, held_on__lte=ends_on).order_by("-held_on", "-pk").first()
    if review is None:
        return {}
    return {"changed": review.changed, "unchanged": review.unchanged, "next_steps": review.next_steps}
