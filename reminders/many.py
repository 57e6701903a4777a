"""One INSERT of many rows that are alike.

`bulk_create` makes an object of each row and prepares each of its columns, which takes three times as long as the
database needs to store it. Here the columns that differ go over as lists, and the others once.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


def insert_like(example: Model, differing: Mapping[str, Sequence[Any]]) -> None:
    """Rows like the example but for the columns given, by attribute name; one that is there already stays as it is."""
    options, quote = example._meta, connection.ops.quote_name
    fields = {field.attname: field for field in options.concrete_fields}
    alike = {name: field for name, field in fields.items() if name not in differing}
    same = [field.get_db_prep_save(getattr(example, name), connection) for name, field in alike.items()]
    names = ", ".join(quote(str(fields[name].column)) for name in [*differing, *alike])
    into, unless = f"INSERT INTO {quote(options.db_table)} ({names})", "ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = ", ".join(f"%s::{_type(fields[name])}[]" for name in differing)
            select = f"SELECT listed.*{', %s' * len(same)} FROM unnest({types}) listed"  # noqa: S608 - types
            cursor.execute(f"{into} {select} {unless}", [*same, *map(_array, differing.values())])
        else:
            rows = zip(*([_stored(value) for value in values] for values in differing.values()), strict=True)
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({places}) {unless}", [(*row, *same) for row in rows])


def _type(field: Any) -> str:
    """Without its length, for a cast would cut what is too long instead of refusing it."""
    return str(field.db_type(connection)).partition("(")[0]


def _array(values: Sequence[Any]) -> Any:
    """Ids and days need no quotes; a list of words is the driver's to write."""
    if values and isinstance(values[0], UUID | date):
        return f"{{{','.join(map(_stored, values))}}}"
    return list(values)


def _stored(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value
