"""Openings with a reason as lines of a list, in ready strings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Permission
from clients.models import Client, Opening, OpeningNotice
from ui import status
from ui.dates import clock, moment

TO_REVIEW = status.worded(status.SOON, "To review")
REVIEWED = status.worded(status.DONE, "Reviewed")


@dataclass(frozen=True)
class OpeningRow:
    """`reason` and `remark` are empty for those who may not read the file; `readable` says which it is."""

    pk: UUID
    client: str
    reference: str
    who: str
    at: datetime
    until: str
    told: tuple[str, ...]
    readable: bool
    reason: str
    state: status.Status
    reviewed: str
    remark: str
    own: bool


def rows_of(openings: Any, user: User) -> list[OpeningRow]:
    """Three queries: the openings, who was told, and which of the files the person may read."""
    told = OpeningNotice.objects.select_related("person").order_by("person__name")
    with_people = openings.select_related("client", "spell__staff", "reviewed_by")
    found = list(with_people.prefetch_related(Prefetch("notices", told)))
    readable = set(
        Client.objects.visible_to(user).filter(pk__in={row.client_id for row in found}).values_list("pk", flat=True)
    )
    return [_row(opening, user, readable=opening.client_id in readable) for opening in found]


def opening_end(opening: Opening) -> str:
    """The time of day at which the file closes again for who opened it."""
    return clock(opening.spell.ends_at or opening.at)


def to_review(user: User) -> Any:
    """What a reviewer still has to look into; their own only where nobody else can."""
    found = Opening.objects.known_to(user).unreviewed()
    return found if reviews_alone(user) else found.of_others(user)


def reviews_alone(user: User) -> bool:
    """Whether nobody else in the practice may review an opening."""
    return not User.objects.who_may(Permission.REVIEW_OPENINGS).exclude(pk=user.pk).exists()


def not_seen_by(user: User) -> list[OpeningRow]:
    """Of what the person was told, what they have not ticked; a file they may not read any more is left out."""
    waiting = OpeningNotice.objects.filter(person=user, seen_at=None).values("opening")
    return rows_of(Opening.objects.visible_to(user).filter(pk__in=waiting).order_by("at", "pk"), user)


def _row(opening: Any, user: User, *, readable: bool) -> OpeningRow:
    reviewed = f"{opening.reviewed_by.name}, {moment(opening.reviewed_at)}" if opening.reviewed_at else ""
    return OpeningRow(
        pk=opening.pk,
        client=opening.client.short_name,
        reference=opening.client.reference,
        who=opening.spell.staff.name,
        at=opening.at,
        until=opening_end(opening),
        told=_told(opening.notices.all()),
        readable=readable,
        reason=opening.reason if readable else "",
        state=REVIEWED if reviewed else TO_REVIEW,
        reviewed=reviewed,
        remark=opening.remark if readable or opening.reviewed_by_id == user.pk else "",
        own=opening.spell.staff_id == user.pk,
    )


def _told(notices: Iterable[OpeningNotice]) -> tuple[str, ...]:
    return tuple(
        f"{notice.person.name}, seen {moment(notice.seen_at)}"
        if notice.seen_at
        else f"{notice.person.name}, not seen yet"
        for notice in notices
    )
