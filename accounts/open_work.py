from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Supervision
from ui.open_work import OpenWork


def supervisees_of(person: UUID, now: datetime) -> QuerySet[Supervision]:
    """Supervision that holds or is to begin, of people who are at work."""
    held = Supervision.objects.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate(now)), supervisor=person)
    return held.filter(supervisee__is_active=True).select_related("supervisee").order_by("supervisee__name", "pk")


def open_work(person: UUID, now: datetime) -> Iterator[OpenWork]:
    for supervision in supervisees_of(person, now):
        yield OpenWork("supervisee", f"Supervises {supervision.supervisee.name}")
