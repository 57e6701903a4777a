import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from audit.triggers import APPEND_ONLY, missing
from tests.factories.assessments import FindingFactory
from tests.factories.audit import AuditEventFactory, SealedEventFactory
from tests.factories.records import ContactRecordFactory


def refused(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'other'",
        "UPDATE audit_seal SET digest = 'other'",
        "UPDATE audit_sealedevent SET event_id = event_id",
        "DELETE FROM audit_sealedevent",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_auditevent",
    ],
)
def test_rows_are_neither_changed_nor_removed(db, statement):
    member = SealedEventFactory()
    refused(statement)
    member.refresh_from_db()


def test_what_was_signed_stays_as_it_was_signed(db):
    ContactRecordFactory()
    FindingFactory()
    refused("UPDATE records_contactrecord SET text = 'other'")
    refused("DELETE FROM records_contactrecord")
    refused("UPDATE assessments_assessment SET summary = 'other'")
    refused("UPDATE assessments_finding SET found = 'other'")


def test_every_listed_table_has_its_triggers(db):
    assert not missing(connection)
    assert set(APPEND_ONLY) <= set(connection.introspection.table_names())


def test_missing_triggers_are_noticed(without_triggers):
    assert missing(connection) == list(APPEND_ONLY)


def test_a_missing_truncate_trigger_is_noticed_too(db):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_seal_no_truncate ON audit_seal")
        assert missing(connection) == ["audit_seal"]


def test_postgresql_refuses_truncate(db):
    if connection.vendor == "postgresql":
        refused("TRUNCATE audit_sealedevent")
        refused("TRUNCATE audit_auditevent CASCADE")


@pytest.mark.parametrize("turn", ["before the flush", "after the flush"])
def test_the_triggers_refuse_again_after_the_suite_has_flushed(transactional_db, turn):
    assert not AuditEvent.objects.exists()
    AuditEventFactory()
    refused("DELETE FROM audit_auditevent")
