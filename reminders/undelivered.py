"""Mail that may not have arrived, as the messages a person may settle."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.written_for import written_for
from reminders.models import Reminder, State
from reminders.sources import given
from ui import status
from ui.status import Status

ROWS = 200  # on My day, and on a page
NEWEST_FIRST = ("-send_after", "message_id", "id")
WORDS = {State.UNKNOWN: status.UNKNOWN, State.FAILED: status.FAILED}


@dataclass
class Message:
    """A message to one person that may not have reached them, with the references it listed."""

    first: Reminder
    rows: list[Reminder]
    once_key: str

    @property
    def status(self) -> Status:
        return WORDS[State(self.first.state)]

    @property
    def done_words(self) -> str:
        return "It arrived" if self.first.state == State.UNKNOWN else "No longer needed"


def messages_for(user: User) -> list[Message]:
    """Newest first, made of the newest 200 rows."""
    return _messages_of(rows_for(user))


def page_of(user: User, number: str | None) -> tuple[Page[Reminder], list[Message]]:
    """All of it, 200 rows on a page; a page beyond the last is the last."""
    rows = _undelivered(user)
    named = set(rows.exclude(client_id=None).values_list("client_id", flat=True))
    shown = rows.filter(Q(client_id=None) | Q(client_id__in=given.known_to(user, named))).order_by(*NEWEST_FIRST)
    page = Paginator(shown, ROWS).get_page(number)
    return page, _messages_of(page)


def _messages_of(rows: Iterable[Reminder]) -> list[Message]:
    grouped: dict[tuple[UUID, str, str], Message] = {}
    for row in rows:
        key = (row.person_id, row.message_id or str(row.pk), row.state)
        grouped.setdefault(key, Message(row, [], secrets.token_urlsafe(24))).rows.append(row)
    return list(grouped.values())


def rows_for(user: User, **lookup: UUID) -> list[Reminder]:
    """The person's own, for an admin everybody's; always without clients whom they may not know of."""
    found = list(_undelivered(user).filter(**lookup)) if lookup else newest_undelivered(user, timezone.now())
    known = given.known_to(user, {row.client_id for row in found if row.client_id})
    return [row for row in found if row.client_id is None or row.client_id in known]


@written_for
def newest_undelivered(user: User, now: datetime) -> Any:
    return _undelivered(user).order_by(*NEWEST_FIRST)[:ROWS]


def _undelivered(user: User) -> Any:
    rows = Reminder.objects.undelivered().select_related("person")
    return rows if user.holds(Role.PRACTICE_ADMIN) else rows.filter(person=user)
