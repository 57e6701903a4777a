"""Queries whose SQL is written out once and asked again with other values.

Django takes longer to turn a query into SQL than the database takes to answer it, and a page of a client's file asks
the same dozen each time. `@written` stands on a function that gives a queryset and takes nothing but its values:

    @written
    def goals_due(client: UUID, today: date) -> Any:
        return Goal.objects.filter(client=client, target_on__lt=today)

    goals_due(client.pk, today)           # a list of what the queryset gives, from one query
    goals_due.plainly(client.pk, today)   # the queryset itself

The SQL is written twice, with two sets of stand-ins. Where the two differ there must be a value just as it was given:
a query that reckons with a value, or is worded otherwise for another one, is refused when it is first asked. Values are
ids, moments, days and texts; several ids are one text (see `ui.among`).
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, update_wrapper
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models

FIELDS: dict[type, models.Field] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
    str: models.TextField(),
}
Values = Mapping[Any, Any]
Statement = tuple[str, Sequence[Any]]


class NotTheSameWords(Exception):
    """The SQL depends on its values, or holds one that was made from them."""


@dataclass(frozen=True)
class Place:
    """Stands among the parameters where the value of a name comes later."""

    name: Any


def with_places(first: Statement, second: Statement, one: Values, other: Values, connection: Any) -> Statement:
    """One statement with a place for each value, from what was made of two sets of stand-ins."""
    (sql, found), (other_sql, other_found) = first, second
    if sql != other_sql:
        raise NotTheSameWords(sql)
    places = {(_fitted(one[name], connection), _fitted(other[name], connection)): Place(name) for name in one}
    pairs = list(zip(found, other_found, strict=True))
    if any(a != b and (a, b) not in places for a, b in pairs):
        raise NotTheSameWords(sql)
    return sql, [places.get((a, b), a) for a, b in pairs]


def filled(parameters: Sequence[Any], values: Values, connection: Any) -> tuple[Any, ...]:
    """The parameters with the values in their places."""
    return tuple(_fitted(values[each.name], connection) if type(each) is Place else each for each in parameters)


def stand_in(kind: type, number: int) -> Any:
    """A value that no record has; another one for each number."""
    never = datetime(9876, 5, 4, 12, tzinfo=UTC) + timedelta(days=number)
    nobody = UUID(int=0xFFFFFFFF_FFFF_7FFF_BFFF_FFFFFFFF0000 + number)
    return {UUID: nobody, datetime: never, date: never.date(), str: f"stands in {number}"}[kind]


def _fitted(value: Any, connection: Any) -> Any:
    """As the database's driver takes it."""
    return FIELDS[type(value)].get_db_prep_value(value, connection)


@dataclass(frozen=True)
class Ready:
    """A query that was written out, with all that Django needs to turn rows into what the queryset gives."""

    queryset: Any
    compiler: Any
    sql: str
    parameters: Sequence[Any]

    def ask(self, values: Values) -> list[Any]:
        compiler, queryset = copy(self.compiler), self.queryset.all()
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        statement = self.sql, filled(self.parameters, values, compiler.connection)
        compiler.as_sql = lambda *args, **kwargs: statement
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


class Written:
    every: ClassVar[list["Written"]] = []

    def __init__(self, plainly: Callable[..., Any]) -> None:
        update_wrapper(self, plainly)
        self.plainly = plainly
        self.ready = lru_cache(self._write)
        Written.every.append(self)

    def __call__(self, *given: Any) -> list[Any]:
        ready = self.ready(tuple(map(type, given)))
        return ready.ask(dict(enumerate(given))) if ready else []

    def _write(self, kinds: tuple[type, ...]) -> Ready | None:
        one, other = ({at: stand_in(kind, first + at) for at, kind in enumerate(kinds)} for first in (0, 100))
        return write_out(lambda values: self.plainly(*values.values()), one, other)


def write_out(plainly: Callable[[Values], Any], one: Values, other: Values) -> Ready | None:
    """The query with a place for each value; None for one that finds nothing, whatever it is asked."""
    connection = connections[DEFAULT_DB_ALIAS]
    compilers = [plainly(values).query.get_compiler(using=DEFAULT_DB_ALIAS) for values in (one, other)]
    try:
        first, second = (compiler.as_sql() for compiler in compilers)
    except EmptyResultSet:
        return None
    sql, parameters = with_places(first, second, one, other, connection)
    return Ready(plainly(one), compilers[0], sql, parameters)


def written(plainly: Callable[..., Any]) -> Written:
    return Written(plainly)
