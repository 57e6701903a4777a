"""The three doors as conditions whose SQL is written out once for each set of roles (see `ui.written`).

A page asks several times, and always another query around the same condition. So `clients.access` has the condition
alone written out, for stand-ins; a query then puts the person and the moment in their places.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ui.written import filled, stand_in, with_places

ALIAS = re.compile(r"\b([T-Z][0-9]+)\b")


class WrittenDoor(models.Expression):
    """True for the clients behind a door, as one condition of a query about clients."""

    def __init__(self, name: str, role_words: str, person: UUID, now: datetime, today: date) -> None:
        super().__init__(output_field=models.BooleanField())
        self.name, self.role_words = name, role_words
        self.values = {"person": person, "now": now, "today": today}
        self.column: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters, column = _written(self.name, self.role_words, connection.alias)
        here, _ = compiler.compile(self.column)
        return sql.replace(column, here), filled(parameters, self.values, connection)


@lru_cache
def _written(name: str, role_words: str, alias: str) -> tuple[str, Any, str]:
    """The condition, its parameters, and how it names the client's key."""
    connection = connections[alias]
    one, other = (_values(stand_in(UUID, number), stand_in(datetime, number)) for number in (0, 1))
    compilers = [_compiler(name, role_words, alias, values) for values in (one, other)]
    first, second = (compiler.compile(compiler.query.where) for compiler in compilers)
    sql, parameters = with_places(first, second, one, other, connection)
    column, _ = compilers[0].compile(compilers[0].query.resolve_ref("pk"))
    return ALIAS.sub(r"door_\1", sql), parameters, column  # the query around it calls its own tables U0 and V0


def _values(person: UUID, now: datetime) -> dict[str, Any]:
    return {"person": person, "now": now, "today": timezone.localdate(now)}


def _compiler(name: str, role_words: str, alias: str, values: dict[str, Any]) -> Any:
    somebody = User(id=values["person"], role_words=role_words)
    return _condition(name)(somebody, values["now"]).query.get_compiler(using=alias)


def _condition(name: str) -> Callable[[User, datetime], Any]:
    from django.apps import apps

    return getattr(apps.get_model("clients", "Client").objects.all(), f"plainly_{name}")  # type: ignore[no-any-return]
