"""Referrals that fall due: sent, and without a reply for too long."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from accounts.models import PracticeSettings
from clients.models import Status
from providers.models import Referral
from reminders.models import Kind
from reminders.sources import DueRow
from ui.among import Among, listed
from ui.written import written


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    wait = timedelta(days=PracticeSettings.current().reply_days)
    for referral_id, client_id, reference, sent_on in _rows(until - wait, clients):
        yield DueRow(Kind.REFERRAL, referral_id, client_id, reference, sent_on + wait)


def _rows(sent_by: date, clients: Any) -> Any:
    if isinstance(clients, Collection):
        return waiting_of(sent_by, listed(clients)) if clients else ()
    return waiting(sent_by) if clients is None else waiting(sent_by).filter(client__in=clients)


@written
def waiting_of(sent_by: date, clients: str) -> Any:
    return waiting(sent_by).filter(Among("client", clients))


def waiting(sent_by: date) -> Any:
    referrals = Referral.objects.without_reply().filter(sent_on__lte=sent_by).exclude(client__status=Status.CLOSED)
    return referrals.order_by("sent_on", "pk").values_list("pk", "client_id", "client__reference", "sent_on")
