"""Openings with a reason as lines of a list, in ready strings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Prefetch, Q, QuerySet

from accounts.models import User
from accounts.roles import Permission
from accounts.written_for import written_for
from clients.models import Client, Opening, OpeningNotice
from ui import status
from ui.among import Among, listed
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
    readable = _readable({opening.client_id for opening in found}, user)
    return [
        _row(opening, user, readable=opening.client_id in readable, told=_told(opening.notices.all()))
        for opening in found
    ]


def _readable(clients: set[UUID], user: User) -> set[UUID]:
    return set(Client.objects.visible_to(user).filter(pk__in=clients).values_list("pk", flat=True))


def opening_end(opening: Opening) -> str:
    """The time of day at which the file closes again for who opened it."""
    return clock(opening.spell.ends_at or opening.at)


def rows_to_see(user: User, openings: Collection[UUID], *, now: datetime) -> list[OpeningRow]:
    """What the person was told of and has not ticked. One query."""
    found = openings_to_see(user, now, listed(openings)) if openings else ()
    return [_row(opening, user, readable=True, told=()) for opening in found]


@written_for
def openings_to_see(user: User, now: datetime, openings: str) -> Any:
    """Those of them whose file they may still read."""
    found = Opening.objects.visible_to(user, now=now).filter(Among("pk", openings))
    return found.select_related("client", "spell__staff", "reviewed_by").order_by("at", "pk")


def to_review(user: User, *, now: datetime | None = None) -> QuerySet[Opening]:
    """Openings that wait for a review by this person; their own only where nobody else could review them."""
    known = Client.objects.known_to(user, now=now).values("pk")
    own = Q(Exists(other_reviewers(user)), spell__staff=user)
    return Opening.objects.filter(~own, reviewed_at=None, client__in=known)


def other_reviewers(user: User) -> QuerySet[User]:
    return User.objects.who_may(Permission.REVIEW_OPENINGS).exclude(pk=user.pk)


def _row(opening: Any, user: User, *, readable: bool, told: tuple[str, ...]) -> OpeningRow:
    reviewed = f"{opening.reviewed_by.name}, {moment(opening.reviewed_at)}" if opening.reviewed_at else ""
    return OpeningRow(
        pk=opening.pk,
        client=opening.client.short_name,
        reference=opening.client.reference,
        who=opening.spell.staff.name,
        at=opening.at,
        until=opening_end(opening),
        told=told,
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
