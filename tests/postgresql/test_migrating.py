"""A migration that meets somebody's lock gives up within seconds and changes nothing; people go on working."""

import os

import psycopg
import pytest

from casemgmt.environment import database, migrating


@pytest.fixture
def table():
    """A table that somebody is reading, in a transaction that has not ended."""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE TABLE read_by_somebody (id int)")
        with psycopg.connect(os.environ["TEST_DATABASE_URL"]) as reader:
            reader.execute("SELECT * FROM read_by_somebody")
            yield reader
        server.execute("DROP TABLE read_by_somebody")


def connected(settings):
    return psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True, **settings["OPTIONS"])


def limits(connection):
    query = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
    return connection.execute(query).fetchone()


def test_it_does_not_wait_for_a_reader(table):
    with connected(migrating(database(os.environ["TEST_DATABASE_URL"]))) as connection:
        assert limits(connection) == ("2s", "2s")
        with pytest.raises((psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)):
            connection.execute("ALTER TABLE read_by_somebody ADD COLUMN more int")

        table.rollback()
        connection.execute("ALTER TABLE read_by_somebody ADD COLUMN more int")


def test_everybody_else_is_not_limited_so():
    """The negative control: without `migrating` it would wait for ever, and everybody behind it."""
    with connected(database(os.environ["TEST_DATABASE_URL"])) as connection:
        assert limits(connection) == ("0", "0")
