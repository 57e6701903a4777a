from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from clients.models import Recipient
from reports.models import LARGE, Report
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    unissued = Report.objects.filter(issued=None, client__in=clients).select_related("client").defer(*LARGE)
    for report in unissued.order_by("started_at", "pk"):
        words = f"Report to {day(report.ends_on)}, not issued"
        goes_to = Recipient(report.client_id, party=report.reader_id).key
        yield OpenWork("report", words, report.client_id, report.client.reference, report.get_absolute_url(), goes_to)
