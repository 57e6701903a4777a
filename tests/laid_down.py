"""A state of the database that takes long to make: made once in a process, and laid down again where it is needed.

It is laid down row by row in a transaction in which nothing else was done. On SQLite that counts: once a transaction
has altered a table, as lifting a trigger does, each rollback to a savepoint in it reads the whole schema anew.
"""

import copy
import time
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.transaction import atomic, set_rollback

from casemgmt.backup import rows
from tests.emptying import with_rows
from tests.factories.accounts import PASSWORD

GOOD_FOR = 600  # seconds: such states hold moments that are half an hour away
_made = {}


@contextmanager
def laid_down(make):
    """What `make()` gave, with the rows that it made in an empty database; they are gone afterwards."""
    key = make, settings.MEDIA_ROOT  # where the files of its rows are
    if key not in _made or time.monotonic() - _made[key][0] > GOOD_FOR:
        _made[key] = time.monotonic(), *made_once(make)
    _, given, tables = _made[key]
    with atomic():
        for table, (columns, block) in tables.items():
            rows.load(connection, table, columns, block)
        connection.check_constraints()  # now: each test would check them all at its end, and take that back
        yield copy.deepcopy(given)
        set_rollback(True)


def made_once(make):
    with atomic():
        given = make()
        tables = {table: content_of(table) for table in with_rows(connection)}  # in whatever order: keys are deferred
        set_rollback(True)
    return given, tables


def content_of(table):
    models = apps.get_models(include_auto_created=True)
    columns = next([each.column for each in m._meta.local_concrete_fields] for m in models if m._meta.db_table == table)
    return columns, b"".join(rows.blocks_of(connection, table, columns))


def demo():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("seed_demo")
