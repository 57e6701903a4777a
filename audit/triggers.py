"""Database triggers that refuse any change to append-only tables, on both databases.

SQLite drops the triggers of a table that a migration rebuilds, so they are installed after every migrate, not in one.

What a row of a client's file says never changes, but it may go to another file: when two files turn out to be one
person's. The trigger lets nothing but the column of the client change, and only along the newest line of an append-only
ledger that says so (docs/adr/0020).
"""

from typing import Any

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
    "clients_refiledrow",
)
# Those of them whose rows may go to another client's file, along the ledger.
MAY_BE_REFILED = (
    "records_contactrecord",
    "records_addendum",
    "assessments_assessment",
    "assessments_finding",
    "reports_issuedreport",
    "practice_supervisionsession_clients",
)
LEDGER = "clients_refiledrow"


def install(connection: BaseDatabaseWrapper, *, refiling: bool = True) -> None:
    """`refiling` False: no trigger looks at the ledger, whose table may then be rebuilt (SQLite would refuse to)."""
    existing = set(connection.introspection.table_names())
    refiling = refiling and LEDGER in existing
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if table in existing:
                for statement in _statements(connection, cursor, table, refiling=refiling and table in MAY_BE_REFILED):
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


def _statements(connection: BaseDatabaseWrapper, cursor: Any, table: str, *, refiling: bool) -> list[str]:
    if connection.vendor == "sqlite":
        unless = f"WHEN NOT ({_same_row_elsewhere(connection, cursor, table)}) " if refiling else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_update",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {unless}{refuse}",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        ]
    return [
        REFUSE,
        *([REFUSE_UNLESS_REFILED] if refiling else []),
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"FOR EACH {'STATEMENT' if what == 'truncate' else 'ROW'} EXECUTE FUNCTION "
            f"{'refuse_unless_refiled' if refiling and what == 'update' else 'refuse_change'}()"
            for what in ("update", "delete", "truncate")
        ),
    ]


REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
REFUSE_UNLESS_REFILED = f"""
CREATE OR REPLACE FUNCTION refuse_unless_refiled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF to_jsonb(NEW) - 'client_id' = to_jsonb(OLD) - 'client_id' AND EXISTS (
        SELECT 1 FROM {LEDGER} WHERE out_of_id = OLD.client_id AND into_id = NEW.client_id AND number = (
            SELECT max(number) FROM {LEDGER}
            WHERE table_name = TG_TABLE_NAME AND row_key = replace(OLD.id::text, '-', ''))
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$"""  # noqa: S608 names of ours


def _same_row_elsewhere(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> str:
    """For SQLite: nothing but the client changes, and the newest line of the ledger about the row says so."""
    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    same = " AND ".join(f'OLD."{column}" IS NEW."{column}"' for column in columns if column != "client_id")
    newest = f"SELECT max(number) FROM {LEDGER} WHERE table_name = '{table}' AND row_key = CAST(OLD.id AS TEXT)"  # noqa: S608
    line = f"SELECT 1 FROM {LEDGER} WHERE out_of_id = OLD.client_id AND into_id = NEW.client_id"  # noqa: S608
    return f"{same} AND EXISTS ({line} AND number = ({newest}))"
