"""Openings with a reason as lines of a list, in ready strings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Prefetch, Q, QuerySet

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


def rows_of(openings: Any, user: User, *, all_readable: bool = False) -> list[OpeningRow]:
    """Three queries: the openings, who was told, and which of the files the person may read, unless it is all."""
    told = OpeningNotice.objects.select_related("person").order_by("person__name")
    with_people = openings.select_related("client", "spell__staff", "reviewed_by")
    found = list(with_people.prefetch_related(Prefetch("notices", told)))
    clients = {opening.client_id for opening in found}
    readable = clients if all_readable else _readable(clients, user)
    return [_row(opening, user, readable=opening.client_id in readable) for opening in found]


def _readable(clients: set[UUID], user: User) -> set[UUID]:
    return set(Client.objects.visible_to(user).filter(pk__in=clients).values_list("pk", flat=True))


def opening_end(opening: Opening) -> str:
    """The time of day at which the file closes again for who opened it."""
    return clock(opening.spell.ends_at or opening.at)


def to_review(user: User) -> Any:
    """What a reviewer still has to look into; their own only where nobody else can."""
    own = Q(Exists(other_reviewers(user)), spell__staff=user)
    return Opening.objects.known_to(user).unreviewed().exclude(own)


def other_reviewers(user: User) -> QuerySet[User]:
    return User.objects.who_may(Permission.REVIEW_OPENINGS).exclude(pk=user.pk)


def not_seen_by(user: User) -> list[OpeningRow]:
    """Of what the person was told, what they have not ticked; a file they may not read any more is left out."""
    waiting = OpeningNotice.objects.filter(person=user, seen_at=None).values("opening")
    found = Opening.objects.visible_to(user).filter(pk__in=waiting).order_by("at", "pk")
    return rows_of(found, user, all_readable=True)


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
