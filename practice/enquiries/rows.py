"""Lines of the log of enquiries: who asks, about whom, how it stands, and how long the practice took."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from clients.models import Assignment, AssignmentKind
from practice.models import Answer, Enquiry
from ui import status
from ui.dates import counted, day, moment
from ui.status import Status

TO_DECIDE = Status("half", "To decide", "blue")
SETTING_UP = Status("half", "File being set up", "blue")
FILE_OPENED = status.worded(status.DONE, "File opened")


@dataclass(frozen=True)
class Row:
    url: str
    name: str
    sender: str
    received: str
    state: Status
    reference: str
    days: str


def row_of(enquiry: Enquiry, *, allocated_on: date | None, today: date) -> Row:
    return Row(
        url=enquiry.get_absolute_url(),
        name=enquiry.name,
        sender=enquiry.sender,
        received=moment(enquiry.received_at),
        state=state_of(enquiry, today=today),
        reference=enquiry.client.reference if enquiry.client else "",
        days=days_words(enquiry, allocated_on=allocated_on, today=today),
    )


def state_of(enquiry: Enquiry, *, today: date) -> Status:
    """What somebody has to do next, or how it ended."""
    if enquiry.answer == Answer.DECLINED:
        return status.DECLINED
    if enquiry.answer == Answer.ACCEPTED:
        return FILE_OPENED if enquiry.client_id else SETTING_UP
    if enquiry.acknowledged_at is None:
        return _due("Acknowledge by", enquiry.acknowledge_by, today)
    return _due("Look again on", enquiry.look_again_on, today) if enquiry.look_again_on else TO_DECIDE


def _due(what: str, on: date, today: date) -> Status:
    if on < today:
        return status.worded(status.OVERDUE, f"{what} {day(on)}: {counted((today - on).days, 'day')} late")
    sign = status.TODAY if on == today else status.SOON
    return status.worded(sign, f"{what} {day(on)}")


def days_words(enquiry: Enquiry, *, allocated_on: date | None, today: date) -> str:
    if allocated_on:
        return f"{counted(days_to(enquiry, allocated_on), 'day')} to allocation"
    if enquiry.answer == Answer.DECLINED:
        return ""
    since = days_to(enquiry, today)
    return f"{counted(since, 'day')} since" if since else "Came today"


def days_to(enquiry: Enquiry, on: date) -> int:
    return max(0, (on - enquiry.received_on).days)


def allocated_on(clients: Collection[UUID]) -> dict[UUID, date]:
    """When each client was given to a case manager for the first time."""
    if not clients:
        return {}
    leads = Assignment.objects.filter(client__in=clients, kind=AssignmentKind.LEAD)
    firsts: Any = leads.values("client").annotate(first=Min("starts_at")).values_list("client", "first")
    return {client: timezone.localdate(first, timezone.get_default_timezone()) for client, first in firsts}


def usual_days(enquiries: Iterable[Enquiry]) -> int | None:
    """The median of the days from receipt to allocation; None while nothing was allocated."""
    found = list(enquiries)
    first = allocated_on({enquiry.client_id for enquiry in found if enquiry.client_id})
    took = [days_to(each, first[each.client_id]) for each in found if each.client_id and each.client_id in first]
    return round(median(took)) if took else None
