"""What the app's own database role may do, where another role owns the tables (MIGRATION_DATABASE_URL).

Ownership, TRUNCATE, TRIGGER and REFERENCES stay with the owner, so that nobody who has taken over the application can
lift the append-only triggers. `audit_` tables can be read and added to, and nothing else. A table that a migration
makes can be read and added to at once; the rest it gets here, after every migrate.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

INSERT_ONLY = "audit_"
READ_ONLY = "django_migrations"


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    name = connection.ops.quote_name(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in [*_everywhere(name), *_of_single_tables(connection, name)]:
            cursor.execute(statement)


def _everywhere(role: str) -> list[str]:
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ]


def _of_single_tables(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    quote = connection.ops.quote_name
    tables = connection.introspection.table_names()
    return [
        *(f"GRANT UPDATE, DELETE ON {quote(table)} TO {role}" for table in tables if not _held_back(table)),
        *(f"REVOKE INSERT ON {quote(table)} FROM {role}" for table in tables if table == READ_ONLY),
    ]


def _held_back(table: str) -> bool:
    return table.startswith(INSERT_ONLY) or table == READ_ONLY
