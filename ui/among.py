"""Many ids as one value of a query: `filter(Among("client", ids))` instead of `filter(client__in=ids)`.

`IN` has a placeholder for each id: both Django and the driver take longer over a hundred of them than the database
takes to answer, and the SQL is another for each length. An array (PostgreSQL) or JSON (SQLite) is one value.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F, TextField, Value

# The text as it is, and nothing made of it: then PostgreSQL takes the list for a constant, reads it once and finds a
# row by its hash. An array that is put together in the query is read anew for each row that is compared with it.
ARRAY = "{ids}::uuid[]"


def listed(ids: Iterable[UUID]) -> str:
    """The ids as one text, as PostgreSQL writes an array; a written query takes it so."""
    return "{" + ",".join(f'"{one.hex}"' for one in ids) + "}"


class Among(Expression):
    """True where the column holds one of the listed ids."""

    output_field = BooleanField()

    def __init__(self, column: str, ids: str | Iterable[UUID]) -> None:
        super().__init__()
        ids = ids if isinstance(ids, str) else listed(ids)
        self.sources: list[Any] = [F(column), Value(ids, output_field=TextField())]

    def get_source_expressions(self) -> list[Any]:
        return self.sources

    def set_source_expressions(self, expressions: Any) -> None:
        self.sources = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        (column, of_column), (ids, of_ids) = map(compiler.compile, self.sources)
        if connection.vendor == "postgresql":
            return f"{column} = ANY({ARRAY.format(ids=ids)})", [*of_column, *of_ids]
        listed_there = f"SELECT value FROM json_each('[' || trim({ids}, '{{}}') || ']')"  # noqa: S608 - a placeholder
        return f"{column} IN ({listed_there})", [*of_column, *of_ids]
