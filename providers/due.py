"""Referrals that fall due: sent, and without a reply for too long."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Subquery

from accounts.models import PracticeSettings
from clients.models import Status
from providers.models import Referral
from reminders.models import Kind
from reminders.sources import DueRow
from ui.among import Among, listed
from ui.written import written

REPLY_DAYS: int = PracticeSettings._meta.get_field("reply_days").get_default()


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    """The practice's patience comes with each row, so that a page which has read the settings does not read them again.

    Those sent by the day are few enough to tell here which of them have waited too long.
    """
    for referral_id, client_id, reference, sent_on, days in _rows(until, clients):
        due_on = sent_on + timedelta(days=REPLY_DAYS if days is None else days)
        if due_on <= until:
            yield DueRow(Kind.REFERRAL, referral_id, client_id, reference, due_on)


def _rows(sent_by: date, clients: Any) -> Any:
    if isinstance(clients, Collection):
        return waiting_of(sent_by, listed(clients)) if clients else ()
    return waiting(sent_by) if clients is None else waiting(sent_by).filter(client__in=clients)


@written
def waiting_of(sent_by: date, clients: str) -> Any:
    return waiting(sent_by).filter(Among("client", clients))


def waiting(sent_by: date) -> Any:
    referrals = Referral.objects.without_reply().filter(sent_on__lte=sent_by).exclude(client__status=Status.CLOSED)
    patience = Subquery(PracticeSettings.objects.values("reply_days")[:1])
    columns = ("pk", "client_id", "client__reference", "sent_on", "patience")
    return referrals.annotate(patience=patience).order_by("sent_on", "pk").values_list(*columns)
