from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from providers.models import Referral, ReferralState
from ui.dates import day
from ui.open_work import OpenWork


def open_work(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    waiting = Q(state=ReferralState.DRAFT) | Q(state=ReferralState.SENT)
    referrals = Referral.objects.filter(waiting, client__in=clients).select_related("client")
    for referral in referrals.order_by("written_on", "pk"):
        sent = f"sent {day(referral.sent_on)}, no reply" if referral.sent_on else "not sent yet"
        words = f"Referral {sent}"
        yield OpenWork("referral", words, referral.client_id, referral.client.reference, referral.get_absolute_url())
