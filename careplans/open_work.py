from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from careplans.models import Recommendation
from clients.models import Recipient
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    waiting = Recommendation.objects.undecided().filter(client__in=clients).select_related("client")
    for asked in waiting.order_by("answer_due_on", "pk"):
        words = f"Recommendation {asked.number}, answer due {day(asked.answer_due_on)}"
        goes_to = Recipient(asked.client_id, party=asked.asked_id).key
        url = asked.get_absolute_url()
        yield OpenWork("recommendation", words, asked.client_id, asked.client.reference, url, goes_to)
