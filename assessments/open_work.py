from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from assessments.models import MeasureResult
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    alerts = MeasureResult.objects.alerts_open().filter(client__in=clients).select_related("client")
    for result in alerts.oldest_first():
        words = f"Alert of {day(result.taken_on)}, not answered"
        yield OpenWork("alert", words, result.client_id, result.client.reference, result.get_absolute_url())
