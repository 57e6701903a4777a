from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from clients.models import Recipient
from providers.models import Referral, ReferralState, Service
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    waiting = Q(state=ReferralState.DRAFT) | Q(state=ReferralState.SENT)
    waiting |= Q(state=ReferralState.ACCEPTED, services=None)
    referrals = Referral.objects.filter(waiting, client__in=clients).select_related("client")
    for referral in referrals.order_by("written_on", "pk"):
        yield _of(referral, "referral", f"Referral {_how_far(referral)}")
    services = Service.objects.filter(ended_on=None, client__in=clients).select_related("client")
    for service in services.order_by("starts_on", "pk"):
        yield _of(service, "service", f"Service since {day(service.starts_on)}")


def _how_far(referral: Referral) -> str:
    if referral.state == ReferralState.ACCEPTED:
        return "accepted, no service yet"
    return f"sent {day(referral.sent_on)}, no reply" if referral.sent_on else "not sent yet"


def _of(row: Referral | Service, kind: str, words: str) -> OpenWork:
    goes_to = Recipient(row.client_id, provider=row.provider_id).key
    return OpenWork(kind, words, row.client_id, row.client.reference, row.get_absolute_url(), goes_to)
