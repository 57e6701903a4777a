"""Referrals that fall due: sent, and without a reply for too long."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts.models import PracticeSettings
from clients.models import Status
from providers.models import Referral
from reminders.models import Kind
from reminders.sources import DueRow


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    wait = timedelta(days=PracticeSettings.current().reply_days)
    waiting = Referral.objects.without_reply().filter(sent_on__lte=until - wait)
    waiting = waiting.exclude(client__status=Status.CLOSED).order_by("sent_on", "pk")
    if clients is not None:
        waiting = waiting.filter(client__in=clients)
    for referral_id, client_id, reference, sent_on in waiting.values_list(
        "pk", "client_id", "client__reference", "sent_on"
    ):
        yield DueRow(Kind.REFERRAL, referral_id, client_id, reference, sent_on + wait)
