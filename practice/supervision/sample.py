"""The records a sample is drawn from, and the draw shown once more."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.models import User
from practice.models import RecordAudit
from practice.supervision.draw import drawn
from records.models import ContactRecord
from records.timeline import start_of


def records_of(
    author: User, *, reader: User, since: date, until: date, signed_by: datetime, now: datetime
) -> Iterable[tuple[UUID, UUID]]:
    """Record and client of each record that an author signed of a period, both days included, as the reader may see."""
    told = ContactRecord.objects.visible_to(reader, now=now).filter(author=author, signed_at__lte=signed_by)
    told = told.filter(happened_at__gte=start_of(since), happened_at__lt=start_of(until + timedelta(days=1)))
    return told.order_by("pk").values_list("pk", "client_id")


def drawn_again(audit: RecordAudit, *, reader: User, size: int, now: datetime) -> tuple[int, list[UUID]]:
    """How many records the sample would be drawn from now, and what the same seed would draw from them."""
    told = records_of(
        audit.supervisee, reader=reader, since=audit.since, until=audit.until, signed_by=audit.drawn_at, now=now
    )
    found = [record for record, _ in told]
    return len(found), drawn(found, seed=audit.seed, size=size)
