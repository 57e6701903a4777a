"""Database triggers that refuse any change to append-only tables, on both databases.

SQLite drops the triggers of a table that a migration rebuilds, so they are installed after every migrate, not in one.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Tables whose rows are written once. Upper packages are named as text.
APPEND_ONLY = (
    "audit_auditevent",
    "audit_seal",
    "audit_sealedevent",
    "records_contactrecord",
    "records_addendum",
    "assessments_assessment",
    "assessments_finding",
    "reports_issuedreport",
    "clients_linkopening",
    "accounts_settingschange",
    "practice_supervisionsession",
    "practice_supervisionsession_clients",
    "practice_supervisionaddendum",
    "practice_madepack",
)


def install(connection: BaseDatabaseWrapper) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if table in existing:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away. Only the test suite's flush calls this; no product code does."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for what in ("update", "delete", "truncate"):
                if table in existing:
                    on = f" ON {table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of append-only tables that exist without their triggers."""
    existing = set(connection.introspection.table_names())
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    refused = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return [
        table
        for table in APPEND_ONLY
        if table in existing and not {f"{table}_no_{what}" for what in refused} <= present
    ]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for what in ("update", "delete")
        ]
    refuse = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    return [
        refuse,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"FOR EACH {'STATEMENT' if what == 'truncate' else 'ROW'} EXECUTE FUNCTION refuse_change()"
            for what in ("update", "delete", "truncate")
        ),
    ]
