"""What keeps a role from being taken away: people and clients who depend on its holder in that role.

`accounts` knows of supervisees. What the packages above know of is handed in at start (casemgmt/wiring.py).
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import Supervision, User
from accounts.roles import Role

Question = Callable[[User, datetime], str]  # a sentence for staff, or "" where nothing stands in the way
_questions: list[tuple[Role, Question]] = []


def hand_in(questions: Iterable[tuple[Role, Question]]) -> None:
    _questions[:] = questions


def reasons(person: User, roles: Iterable[str], *, now: datetime) -> list[str]:
    """Why the person cannot lose these roles yet."""
    asked = [(Role.SUPERVISOR, _supervisees), *_questions]
    losing = set(roles)
    return [sentence for role, question in asked if role in losing and (sentence := question(person, now))]


def _supervisees(person: User, now: datetime) -> str:
    held = Supervision.objects.not_ended(timezone.localdate(now)).filter(supervisor=person, supervisee__is_active=True)
    names = list(held.order_by("supervisee__name").values_list("supervisee__name", flat=True).distinct())
    return f"{person.name} supervises {', '.join(names)}. Give them another supervisor first." if names else ""
