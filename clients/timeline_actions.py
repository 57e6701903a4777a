"""The client's story and the dates kept on the file; other packages' actions write them in their own transaction."""

from datetime import date, datetime, time

from django.db import models
from django.utils import timezone

from accounts.models import User
from clients.models import Client, EntryKind, TimelineEntry


def add_entry(
    client: Client,
    *,
    at: datetime | date,
    now: datetime,
    kind: EntryKind,
    title: str,
    by: User,
    excerpt: str = "",
    icon: str = "dot",
    route: str = "",
    target: models.Model | None = None,
) -> TimelineEntry:
    """Writes one line of the client's story, in the caller's transaction. A plain date stands for "time not known"."""
    has_time = isinstance(at, datetime)
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), timezone.get_default_timezone())
    return TimelineEntry.objects.create(
        client=client,
        at=moment,
        has_time=has_time,
        entered_at=now,
        kind=kind,
        icon=icon,
        title=title[:200],
        excerpt=excerpt if len(excerpt) <= 300 else f"{excerpt[:299]}…",
        by_name=by.name,
        route=route,
        target=str(target.pk) if target is not None else "",
    )


def note_dates(client: Client, *, contact_on: date | None = None, next_review_on: date | None = None) -> None:
    """Keeps the two dates that lists show: the newest contact with the client, and the next review."""
    if contact_on:
        newer = Client.objects.filter(pk=client.pk).exclude(last_contact_on__gte=contact_on)
        newer.update(last_contact_on=contact_on)
    if next_review_on:
        Client.objects.filter(pk=client.pk).update(next_review_on=next_review_on)
