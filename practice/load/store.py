"""Rows on their way into an empty database, in blocks: COPY on PostgreSQL, executemany on SQLite.

For measurement only. The ORM would spend ten times as long on the millions of rows that `seed_load` makes.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from audit.actions import FIRST_PREVIOUS, seal_digest
from audit.models import AuditEvent, Seal

ROWS_IN_A_BLOCK = 20_000


class Store:
    """`add` takes a model's columns by name; what is left out has its default. `flush` ends the last block."""

    def __init__(self) -> None:
        self.columns: dict[type[models.Model], dict[str, Any]] = {}
        self.waiting: dict[type[models.Model], list[list[Any]]] = defaultdict(list)
        self.count = 0

    def add(self, model: type[models.Model], **values: Any) -> None:
        columns = self.columns.get(model) or self._learn(model)
        if not values.keys() <= columns.keys():
            raise TypeError(f"{model.__name__} has no column {', '.join(sorted(values.keys() - columns.keys()))}")
        self.waiting[model].append([values.get(name, default) for name, default in columns.items()])
        self.count += 1
        if self.count >= ROWS_IN_A_BLOCK:
            self.flush()

    def flush(self) -> None:
        """One transaction a block: the foreign keys in it are checked at its end, so the order does not matter."""
        write = _copy if connection.vendor == "postgresql" else _insert
        with transaction.atomic():
            for model, rows in self.waiting.items():
                write(model._meta.db_table, list(self.columns[model]), rows)
        self.waiting.clear()
        self.count = 0

    @staticmethod
    def seal(now: datetime) -> None:
        """One seal over every event, so that the first one the practice itself makes does not have to."""
        digests = AuditEvent.objects.order_by("number").values_list("digest", flat=True).iterator(chunk_size=10_000)
        seal = Seal(number=1, previous=FIRST_PREVIOUS, digest=seal_digest(FIRST_PREVIOUS, digests), sealed_at=now)
        seal.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_sealedevent (seal_id, event_id) SELECT 1, number FROM audit_auditevent")

    @staticmethod
    def set(row: models.Model, **values: Any) -> None:
        type(row)._default_manager.filter(pk=row.pk).update(**values)

    def _learn(self, model: type[models.Model]) -> dict[str, Any]:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        self.columns[model] = {str(field.column): _default(field) for field in fields}
        return self.columns[model]


def _default(field: Any) -> Any:
    made_for_each_row = callable(field.default) and field.has_default()
    return None if made_for_each_row else field.get_default()


def _copy(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([json.dumps(value) if isinstance(value, list) else value for value in row])


def _insert(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        statement = f'INSERT INTO "{table}" ({named}) VALUES ({places})'  # noqa: S608 - names of our own tables
        cursor.executemany(statement, [[_plain(value) for value in row] for row in rows])


def _plain(value: Any) -> Any:
    """As Django stores it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(value, date | Decimal):
        return str(value)
    return json.dumps(value) if isinstance(value, list) else value
