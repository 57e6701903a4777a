from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from clients.models import OutsideLink, Recipient
from ui.dates import day
from ui.open_work import OpenWork


def open_work_of_clients(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    links = OutsideLink.objects.filter(client__in=clients, stopped_at=None, ends_at__gt=now).select_related("client")
    for link in links.order_by("ends_at", "pk"):
        goes_to = Recipient(link.client_id, party=link.party_id).key
        words = f"Shared link, ends {day(link.ends_at)}"
        yield OpenWork("link", words, link.client_id, link.client.reference, goes_to=goes_to)
