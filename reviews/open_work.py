from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from reviews.models import Review
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    planned = Review.objects.planned().filter(client__in=clients).select_related("client").order_by("due_on", "pk")
    for review in planned:
        words = f"Review due {day(review.due_on)}"
        yield OpenWork("review", words, review.client_id, review.client.reference, review.get_absolute_url())
