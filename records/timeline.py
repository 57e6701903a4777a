"""A client's story as rows of ready strings, newest first, under the months they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from clients.models import Client, EntryKind, TimelineEntry
from records.models import ContactRecord
from ui import dates, status
from ui.among import Among, listed
from ui.links import path_to
from ui.models import Draft
from ui.status import Status
from ui.written import written

NODES = {EntryKind.CONTACT: "", EntryKind.NOTE: "", EntryKind.REFERRAL: "", EntryKind.REVIEW: "node-solid"}
PLAIN_NODE = "node-plain"


@dataclass(frozen=True)
class Row:
    title: str
    icon: str
    node: str
    at: datetime
    has_time: bool
    meta: list[str]
    entered_at: datetime | None
    excerpt: str
    url: str
    tags: list[Status] = field(default_factory=list)


@dataclass(frozen=True)
class Behind:
    """What a signed record adds to its entry."""

    minutes: int | None
    is_late: bool
    added_at: datetime | None


@dataclass(frozen=True)
class Month:
    name: str
    rows: list[Row]


def entries_of(
    client: UUID, *, since: date | None = None, until: date | None = None, find: str = "", system: bool = False
) -> QuerySet[TimelineEntry]:
    """What is told of a client from one day to another, both included; the app's own events only where asked for."""
    entries = TimelineEntry.objects.filter(client=client)
    if not system:
        entries = entries.exclude(kind=EntryKind.SYSTEM)
    if since:
        entries = entries.filter(at__gte=start_of(since))
    if until:
        entries = entries.filter(at__lt=start_of(until + timedelta(days=1)))
    if find:
        said = Q(title__icontains=find) | Q(excerpt__icontains=find)
        entries = entries.filter(said | Q(target__in=_records_saying(client, find)))
    return entries


def newest_first(entries: QuerySet[TimelineEntry], kind: str = "") -> QuerySet[TimelineEntry]:
    return (entries.filter(kind=kind) if kind else entries).order_by("-at", "-pk")


def count_by_kind(entries: QuerySet[TimelineEntry]) -> QuerySet[Any]:
    return entries.values_list("kind").annotate(count=Count("pk")).order_by()


@written
def whole_story(client: UUID) -> Any:
    """How many entries of each kind, where nothing is filtered."""
    return count_by_kind(entries_of(client))


@written
def drafts_of(author: UUID, reference: str) -> Any:
    """What somebody has typed about a client and not saved; nobody else sees it."""
    return Draft.objects.filter(author=author, client=reference).order_by("-saved_at").only("label", "path", "saved_at")


def months_of(client: Client, entries: Iterable[TimelineEntry]) -> list[Month]:
    """The entries of one page, which come newest first. One further query: what their records add to them."""
    entries = list(entries)
    signed = _records_behind(client, entries)
    rows = [_row(entry, signed.get(entry.target) if _is_the_record(entry) else None) for entry in entries]
    return [Month(name, list(group)) for name, group in groupby(rows, key=lambda row: dates.month(row.at))]


def start_of(on: date) -> datetime:
    return datetime.combine(on, time(0), timezone.get_default_timezone())


def _records_saying(client: UUID, text: str) -> list[str]:
    """Ids, as entries name them, of the signed records whose text, or an addendum to it, holds the words."""
    said = Q(text__icontains=text) | Q(addenda__text__icontains=text)
    found = ContactRecord.objects.filter(said, client=client).values_list("pk", flat=True)
    return [str(pk) for pk in found.distinct()]


def _records_behind(client: Client, entries: list[TimelineEntry]) -> dict[str, Behind]:
    targets = [UUID(entry.target) for entry in entries if _is_the_record(entry)]
    return {str(pk): Behind(*rest) for pk, *rest in records_behind(client.pk, listed(targets))}


@written
def records_behind(client: UUID, records: str) -> Any:
    found = ContactRecord.objects.filter(Among("pk", records), client=client)
    return found.annotate(added_at=Max("addenda__signed_at")).values_list("pk", "minutes", "is_late", "added_at")


def _is_the_record(entry: TimelineEntry) -> bool:
    """An addendum's entry leads to its record too, but tells of the addendum."""
    return entry.route == "records:contact_record" and entry.icon != "pen"


def _row(entry: TimelineEntry, signed: Behind | None) -> Row:
    is_late = signed is not None and signed.is_late
    meta = [dates.minutes(signed.minutes)] if signed and signed.minutes else []
    return Row(
        title=entry.title,
        icon=entry.icon,
        node=NODES.get(EntryKind(entry.kind), PLAIN_NODE),
        at=entry.at,
        has_time=entry.has_time,
        meta=[*meta, entry.by_name] if entry.by_name else meta,
        entered_at=entry.entered_at if is_late else None,
        excerpt=entry.excerpt,
        url=path_to(entry.route, entry.target) if entry.route else "",
        tags=_tags(is_late, signed.added_at if signed else None),
    )


def _tags(is_late: bool, added_at: datetime | None) -> list[Status]:
    tags = [status.ENTERED_LATE] if is_late else []
    return [*tags, status.worded(status.ADDENDUM, f"Addendum, {dates.day(added_at)}")] if added_at else tags
