"""What falls due, as rows that a person can act on: client, reason in words, and one verb."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, IntegerField, Value

from careplans.models import Recommendation
from clients.models import Client
from providers.models import Referral
from reminders.models import Kind
from reminders.sources import DueRow, Source
from ui.among import Among, listed
from ui.dates import counted, day
from ui.links import path_to
from ui.status import Status, days_late, due_on
from ui.written import written

log = logging.getLogger(__name__)

VERY_OVERDUE_DAYS = 7
WAITS_FOR_SOMEBODY = (Kind.REFERRAL, Kind.DECISION)
ICONS: dict[str, str] = {
    Kind.REVIEW: "review",
    Kind.REFERRAL: "referral",
    Kind.DECISION: "cost",
    Kind.RISK_REVIEW: "flag",
    Kind.CAPACITY: "badge",
    Kind.COMPLAINT: "note",
    Kind.PROMISE: "people",
}
WORDS: dict[str, str] = {
    Kind.REVIEW: "Review",
    Kind.REFERRAL: "Referral",
    Kind.DECISION: "Decision",
    Kind.RISK_REVIEW: "Risk review",
    Kind.CAPACITY: "Capacity review",
    Kind.COMPLAINT: "Complaint",
    Kind.PROMISE: "Promise",
}
VERBS: dict[str, str] = {
    Kind.REVIEW: "Start review",
    Kind.REFERRAL: "Open referral",
    Kind.DECISION: "Open recommendation",
    Kind.RISK_REVIEW: "Review risk",
    Kind.CAPACITY: "Assess again",
    Kind.COMPLAINT: "Open complaint",
    Kind.PROMISE: "Settle promise",
}
ROUTES: dict[str, str] = {
    Kind.REFERRAL: "providers:referral",
    Kind.DECISION: "careplans:recommendation",
    Kind.RISK_REVIEW: "clients:review_risk",
    Kind.CAPACITY: "clients:assess_capacity_again",
    Kind.COMPLAINT: "clients:complaint",
    Kind.PROMISE: "clients:settle_promise",
}


@dataclass(frozen=True)
class Loaded:
    """The rows of every source that answered, and a sentence for each that did not."""

    rows: list[DueRow]
    problems: list[str]


@dataclass(frozen=True)
class Item:
    kind: str
    word: str
    icon: str
    client: str
    reference: str
    client_url: str
    why: str
    on: date
    tag: Status
    verb: str
    url: str
    first: bool = False
    carried_by: str = ""


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    note: str
    tone: str
    items: list[Item]


def load(sources: Iterable[Source], *, until: date, clients: Any) -> Loaded:
    """What falls due for these clients: their ids, or a query for them."""
    rows: list[DueRow] = []
    problems = []
    asked = set()
    for source in sources:
        ask = source.together or source.due
        if ask in asked:
            continue
        asked.add(ask)
        try:
            rows += list(ask(until, clients))
        except Exception:  # one broken list must not take the whole day's work off the screen
            log.exception("%s could not be loaded", source.name)
            problems.append(f"{source.name} could not be loaded.")
    return Loaded(sorted(rows, key=lambda row: (row.due_on, row.client_reference, row.kind)), problems)


def items_of(
    rows: list[DueRow],
    clients: dict[UUID, Client],
    *,
    today: date,
    reasons: Mapping[UUID, str],
    carried_by: dict[UUID, str] | None = None,
) -> list[Item]:
    """Only rows of the clients given become items; `reasons` are those of `reasons_of`.

    The clients were found behind a door, so what is asked of their rows needs no door of its own.
    `carried_by` names who does the work, where that is not the reader: then the verb only opens the file.
    """
    rows = [row for row in rows if row.client_id in clients]
    urls = {pk: clients[pk].get_absolute_url() for pk in {row.client_id for row in rows}}
    items = [_item(row, clients[row.client_id], urls[row.client_id], reasons, today) for row in rows]
    if carried_by is None:
        return items
    return [
        replace(item, carried_by=carried_by.get(row.client_id, ""), verb="Open file", url=item.client_url)
        for row, item in zip(rows, items, strict=True)
    ]


def grouped(items: list[Item], *, today: date) -> list[Group]:
    week = today + timedelta(days=7)
    groups = (
        ("very-overdue", "Very overdue", f"more than {VERY_OVERDUE_DAYS} days", "rows-red", _very_overdue),
        ("overdue", "Overdue", "", "rows-red", lambda late, on: 0 < late <= VERY_OVERDUE_DAYS),
        ("today", "Today", "", "rows-teal", lambda late, on: late == 0),
        ("next-7-days", "Next 7 days", "", "", lambda late, on: late < 0 and on <= week),
        ("later", "Later this month", "", "", lambda late, on: on > week),
    )
    made = [
        Group(key, title, note, tone, [item for item in items if holds((today - item.on).days, item.on)])
        for key, title, note, tone, holds in groups
    ]
    return [group for group in made if group.items]


def _very_overdue(late: int, on: date) -> bool:
    return late > VERY_OVERDUE_DAYS


def _item(row: DueRow, client: Client, client_url: str, reasons: Mapping[UUID, str], today: date) -> Item:
    late = (today - row.due_on).days
    return Item(
        kind=row.kind,
        word=WORDS.get(row.kind, "Due"),
        icon=ICONS.get(row.kind, "clock"),
        client=client.short_name,
        reference=client.reference,
        client_url=client_url,
        why=reasons.get(row.subject_id) or (f"Was due {day(row.due_on)}" if late > 0 else f"Due {day(row.due_on)}"),
        on=row.due_on,
        tag=days_late(late) if late > 0 else due_on(row.due_on, today=today),
        verb=VERBS.get(row.kind, "Open file"),
        url=_where(row) or client_url,
    )


def _where(row: DueRow) -> str:
    if row.kind == Kind.REVIEW:
        return path_to("reviews:start_review", row.client_reference)
    return path_to(ROUTES[row.kind], row.subject_id)


def reasons_of(rows: Iterable[DueRow], *, today: date) -> dict[UUID, str]:
    """Whom each referral and recommendation waits for, in words; one query for all of them, or none."""
    subjects = [row.subject_id for row in rows if row.kind in WAITS_FOR_SOMEBODY]
    asked = waiting_among(listed(subjects)) if subjects else ()
    return {pk: _reason(kind, name, since, number, today) for kind, pk, name, since, number in asked}


def _reason(kind: str, name: str, since: date | None, number: int, today: date) -> str:
    if kind == Kind.DECISION:
        return f"{name} has not answered recommendation {number}"
    return f"{name} has not replied for {counted((today - since).days, 'day')}" if since else ""


@written
def waiting_among(subjects: str) -> Any:
    referrals, recommendations = (kind.objects.filter(Among("pk", subjects)) for kind in (Referral, Recommendation))
    number = Value(0, output_field=IntegerField())
    parts = [
        referrals.annotate(task=_kind(Kind.REFERRAL), whom=F("provider__name"), since=F("sent_on"), place=number),
        recommendations.annotate(
            task=_kind(Kind.DECISION), whom=F("asked__firm"), since=F("recommended_on"), place=F("number")
        ),
    ]
    first, second = [part.order_by().values_list("task", "pk", "whom", "since", "place") for part in parts]
    return first.union(second, all=True)


def _kind(kind: Kind) -> Value:
    return Value(str(kind), output_field=CharField())
