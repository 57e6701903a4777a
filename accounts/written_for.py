"""Queries about what one person may see, written out once for each set of roles (see `ui.written`).

    @written_for
    def concerns(user: User, now: datetime) -> Any:
        return Concern.objects.visible_to(user, now=now)

    concerns(request.user, timezone.now())           # a list of what the queryset gives, from one query
    concerns.plainly(request.user, timezone.now())   # the queryset itself

The function may ask the person's key and roles, the moment, and the practice's day at that moment; other values follow.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any, ClassVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from accounts.models import User
from ui.written import Ready, Values, stand_in, write_out


class WrittenFor:
    every: ClassVar[list["WrittenFor"]] = []

    def __init__(self, plainly: Callable[..., Any]) -> None:
        update_wrapper(self, plainly)
        self.plainly = plainly
        self.ready = lru_cache(self._write)
        WrittenFor.every.append(self)

    def __call__(self, user: User, now: datetime, *given: date | datetime | str | UUID) -> list[Any]:
        ready = self.ready(user.role_words, user.is_active, tuple(map(type, given)))
        return ready.ask(_values(user.pk, now, given)) if ready else []

    def _write(self, role_words: str, is_active: bool, kinds: tuple[type, ...]) -> Ready | None:
        def plainly(values: Values) -> Any:
            somebody = _somebody(id=values["person"], role_words=role_words, is_active=is_active)
            return self.plainly(somebody, values["now"], *(values[at] for at in range(len(kinds))))

        return write_out(plainly, _stand_ins(0, kinds), _stand_ins(100, kinds))


def written_for(plainly: Callable[..., Any]) -> WrittenFor:
    return WrittenFor(plainly)


def _values(person: UUID, now: datetime, given: Sequence[Any]) -> dict[Any, Any]:
    return {"person": person, "now": now, "today": timezone.localdate(now), **dict(enumerate(given))}


def _stand_ins(first: int, kinds: Sequence[type]) -> dict[Any, Any]:
    given = [stand_in(kind, first + at) for at, kind in enumerate(kinds, 1)]
    return _values(stand_in(UUID, first), stand_in(datetime, first), given)


def _somebody(**known: Any) -> User:
    """Of whom nothing else can be asked: it would be written out as if it held for everybody."""
    names = [field.attname for field in User._meta.concrete_fields if field.attname in known]
    return User.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])
