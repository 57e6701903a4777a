"""Many ids as one value: `filter(Among("client_id", ids))` instead of `filter(client_id__in=ids)`.

`IN` writes a placeholder for each id, which takes Django longer than it takes the database to answer, and has to be cut
into blocks. An array (PostgreSQL) and JSON (SQLite) are one value, whatever their length.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F


class Among(Expression):
    """True where the column holds one of the ids."""

    output_field = BooleanField()

    def __init__(self, column: str, ids: Iterable[UUID]) -> None:
        super().__init__()
        self.column: Any = F(column)
        self.ids = ",".join(f'"{one.hex}"' for one in ids)

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: Any) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = compiler.compile(self.column)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", [*values, f"{{{self.ids}}}"]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*values, f"[{self.ids}]"]  # noqa: S608 - a column
