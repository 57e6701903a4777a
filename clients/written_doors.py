"""The SQL of the three doors, written out once for each set of roles.

Django takes longer to turn one of these conditions into SQL than the database takes to answer it, and a page asks
several times. So `clients.access` has the condition written out once, for nobody in particular and for a moment that
never comes; a query then puts the person and the moment in their places.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models import F
from django.utils import timezone

from accounts.models import User

NOBODY = UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")
NEVER = datetime(9876, 5, 4, 12, tzinfo=UTC)
ALIAS = re.compile(r"\b([T-Z][0-9]+)\b")
KINDS: dict[str, models.Field] = {
    "person": models.UUIDField(),
    "now": models.DateTimeField(),
    "today": models.DateField(),
}


class WrittenDoor(models.Expression):
    """True for the clients behind a door, as one condition of a query about clients."""

    def __init__(self, name: str, person: UUID, role_words: str, now: datetime) -> None:
        super().__init__(output_field=models.BooleanField())
        self.name, self.person, self.role_words, self.now = name, person, role_words, now
        self.column: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, places, column = _written(self.name, self.role_words, connection.alias)
        values: dict[str, Any] = {"person": self.person, "now": self.now, "today": timezone.localdate(self.now)}
        fitted = {name: _fitted(name, value, connection) for name, value in values.items()}
        here, _ = compiler.compile(self.column)
        return sql.replace(column, here), [fitted[place] if isinstance(place, Place) else place for place in places]


class Place(str):
    """Stands among the parameters where a value comes later."""

    __slots__ = ()


@lru_cache
def _written(name: str, role_words: str, alias: str) -> tuple[str, list[Any], str]:
    """The condition, its parameters, and how it names the client's key."""
    connection = connections[alias]
    query = _condition(name)(User(id=NOBODY, role_words=role_words), NEVER).query
    compiler = query.get_compiler(using=alias)
    sql, parameters = compiler.compile(query.where)
    stand_ins: dict[str, Any] = {"person": NOBODY, "now": NEVER, "today": timezone.localdate(NEVER)}
    places = {_fitted(kind, value, connection): Place(kind) for kind, value in stand_ins.items()}
    column, _ = compiler.compile(query.resolve_ref("pk"))
    sql = ALIAS.sub(r"door_\1", sql)  # the query around it calls its own tables U0 and V0
    return sql, [places.get(value, value) for value in parameters], column


def _condition(name: str) -> Callable[[User, datetime], Any]:
    from django.apps import apps

    return getattr(apps.get_model("clients", "Client").objects.all(), f"plainly_{name}")  # type: ignore[no-any-return]


def _fitted(kind: str, value: UUID | datetime | date, connection: Any) -> Any:
    """As the database's driver takes it."""
    return KINDS[kind].get_db_prep_value(value, connection)
