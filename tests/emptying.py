"""How a transactional test leaves the database: empty, as migrate leaves it, without going through every table.

Django's own flush empties all tables, and has what migrate writes written anew. On PostgreSQL that takes longer than
most of the tests.
"""

from contextlib import contextmanager

import pytest
from django.core.management.commands import flush
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.transaction import atomic

from audit import triggers
from casemgmt.backup.tables import FILLED_BY_MIGRATE


@contextmanager
def quick_flush():
    """Inside, `flush` is `empty`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lambda operations, _: empty(operations.connection))
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)  # what it makes is still there
        yield


def empty(connection):
    """Deletes all rows but those that migrate writes."""
    tables = with_rows(connection)
    with connection.constraint_checks_disabled(), atomic(connection.alias), triggers_aside(connection):
        for table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our models' tables


def with_rows(connection):
    tables = sorted(set(connection.introspection.django_table_names()) - set(FILLED_BY_MIGRATE))
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [table for (table,) in cursor.fetchall()]


@contextmanager
def triggers_aside(connection):
    """The append-only triggers would refuse. Who may, tells PostgreSQL for this transaction that none fires."""
    if connection.vendor == "postgresql" and may_set_them_aside(connection):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        return
    triggers.remove(connection)
    yield
    connection.check_constraints()  # before the tables are altered again
    triggers.install(connection)


def may_set_them_aside(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return cursor.fetchone()[0]
