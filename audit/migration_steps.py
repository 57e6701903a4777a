"""Steps of migrations on tables that a practice already fills. They stand where every package may import them."""

from typing import Any

from django.db.migrations.operations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexOnline(AddIndex):
    """AddIndex while people go on saving: PostgreSQL builds it CONCURRENTLY, for as long as that takes.

    Needs `atomic = False` on the migration, and nothing else in it. A build that broke off is cleared away first.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: Any) -> None:
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        if connection.vendor != "postgresql" or not self.allow_migrate_model(connection.alias, model):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        name = schema_editor.quote_name(self.index.name)
        create = self.index.create_sql(model, schema_editor, concurrently=True)
        schema_editor.execute("SET lock_timeout = 0")
        schema_editor.execute("SET statement_timeout = 0")
        try:
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            schema_editor.execute(create)
        finally:
            schema_editor.execute("RESET statement_timeout")
            schema_editor.execute("RESET lock_timeout")

    def describe(self) -> str:
        return f"{super().describe()}, while people go on saving"
