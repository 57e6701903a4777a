"""Rows of a table as lines of bytes, out of either database and back into the same kind.

PostgreSQL writes and reads its own COPY text, needing no pg_dump of the server's version. SQLite rows are JSON arrays
of what is stored. Each table comes in the order of its primary key, so that equal content has equal bytes.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

BLOCK = 4 << 20


@contextmanager
def snapshot(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> Iterator[None]:
    """Everything read inside is as of one moment, and nobody's writing waits for it.

    Not `atomic`: on SQLite that takes the write lock. PostgreSQL locks the tables against being altered first, for a
    table that a migration rewrites looks empty to an older snapshot.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            cursor.execute("BEGIN DEFERRED")
        try:
            if connection.vendor == "postgresql":
                quoted = ", ".join(map(connection.ops.quote_name, tables))
                cursor.execute(f"LOCK TABLE {quoted} IN ACCESS SHARE MODE")
            yield
        finally:
            cursor.execute("ROLLBACK")


def columns_of(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def blocks_of(connection: BaseDatabaseWrapper, table: str, columns: list[str]) -> Iterator[bytes]:
    """All rows, a few megabytes of whole lines at a time."""
    block = bytearray()
    for line in _lines(connection, table, columns):
        block += line
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def load(connection: BaseDatabaseWrapper, table: str, columns: list[str], block: bytes) -> None:
    """Puts whole lines back as rows."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                copy.write(block)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({names}) VALUES ({places})",  # noqa: S608 - names, quoted
                [_values(line) for line in block.split(b"\n") if line],
            )


def empty(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name, quoted


def has_rows(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name, quoted
        return cursor.fetchone() is not None


def continue_numbering(connection: BaseDatabaseWrapper, table: str) -> None:
    """The next number follows the highest one; SQLite sees to that by itself."""
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for sequence in connection.introspection.get_sequences(cursor, table):
            column = quote(sequence["column"])
            cursor.execute(
                f"SELECT setval(%s, coalesce(max({column}), 1), max({column}) IS NOT NULL) FROM {quote(table)}",  # noqa: S608
                [quote(sequence["name"])],
            )


def _lines(connection: BaseDatabaseWrapper, table: str, columns: list[str]) -> Iterator[bytes]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        keys = connection.introspection.get_primary_key_columns(cursor, table) or columns
        order = ", ".join(map(quote, keys))
        if connection.vendor == "postgresql":
            names = ", ".join(map(quote, columns))
            query = f"SELECT {names} FROM {quote(table)} ORDER BY {order}"  # noqa: S608 - names, quoted
            with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
                yield from map(bytes, copy)
        else:
            # A bare column would be turned into a date or a boolean by its declared type; +column is as stored.
            names = ", ".join(f"+{quote(column)}" for column in columns)
            cursor.execute(f"SELECT {names} FROM {quote(table)} ORDER BY {order}")  # noqa: S608 - names, quoted
            while rows := cursor.fetchmany(1000):
                yield from map(_line, rows)


def _line(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row, default=_packed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _packed(value: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


def _values(line: bytes) -> list[Any]:
    return [base64.b64decode(value["base64"]) if isinstance(value, dict) else value for value in json.loads(line)]
