"""The short ways in which the suite fills and empties its database lead to what the long ones did."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.transaction import atomic

from audit.triggers import missing
from clients.models import Client
from tests import emptying
from tests.access.canaries import with_words
from tests.emptying import empty, with_rows
from tests.factories.audit import SealedEventFactory
from tests.factories.clients import ClientFactory
from tests.factories.records import ContactRecordFactory
from tests.laid_down import content_of, laid_down


@pytest.mark.parametrize("may", [True, False])
def test_emptying_leaves_what_migrate_leaves(transactional_db, monkeypatch, may):
    if not may:
        monkeypatch.setattr(emptying, "may_set_them_aside", lambda connection: False)
    SealedEventFactory(), ContactRecordFactory()

    empty(connection)

    assert with_rows(connection) == []
    assert not missing(connection)
    assert Permission.objects.exists()


def test_a_row_that_is_left_would_be_seen(transactional_db):
    """The negative control."""
    ClientFactory()
    assert "clients_client" in with_rows(connection)


def test_what_is_laid_down_again_is_what_was_made(db):
    found = []
    for _ in range(2):
        with laid_down(with_words) as practice:
            assert Client.objects.get(pk=practice.own.client.pk) == practice.own.client
            found.append({table: content_of(table) for table in with_rows(connection)})

    assert found[0] == found[1]
    assert len(found[0]) > 60
    assert with_rows(connection) == []


def test_nothing_of_a_test_is_laid_down_for_the_next(db):
    with laid_down(with_words) as practice, atomic():
        practice.people.clear()
        ClientFactory(given_name="Of this test")
    with laid_down(with_words) as practice:
        assert practice.people
        assert not Client.objects.filter(given_name="Of this test").exists()
