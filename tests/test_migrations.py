"""A practice migrates while people work. What a new migration may do, and that the limits are set."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations import operations as op
from django.db.migrations.loader import MigrationLoader

from audit.migration_steps import AddIndexOnline
from casemgmt.environment import database, migrating
from tests.migration_rules import LANDED, faults, new_migrations

INDEX = models.Index(fields=["at"], name="audit_events_by_time")


def migration(*operations, atomic=True, package="records"):
    made = type("Migration", (Migration,), {"operations": list(operations), "atomic": atomic})
    return made("0999_made_up", package)


@pytest.fixture(scope="module")
def state():
    return MigrationLoader(None).project_state()


def test_new_migrations_hold_no_lock_for_long():
    found = [fault for made in new_migrations() for fault in faults(made)]
    assert not found, "\n".join(found)


def test_the_rule_knows_every_package_and_its_landed_migrations_exist(settings):
    loader = MigrationLoader(None)
    ours = {package for package, _ in loader.disk_migrations if package in settings.OUR_PACKAGES}

    assert ours == LANDED.keys()
    for package, number in LANDED.items():
        assert any(key[0] == package and int(key[1][:4]) == number for key in loader.disk_migrations), package


@pytest.mark.parametrize(
    ("operation", "atomic"),
    [
        (op.AddIndex("contactrecord", models.Index(fields=["on"], name="i")), True),
        (AddIndexOnline("contactrecord", models.Index(fields=["on"], name="i")), True),
        (op.AddField("contactrecord", "mood", models.CharField(max_length=20, default="")), True),
        (op.AddField("contactrecord", "code", models.CharField(max_length=20, null=True, unique=True)), True),
        (op.AddField("contactrecord", "code", models.CharField(max_length=20, null=True, db_index=True)), True),
        (op.AddField("contactrecord", "by", models.ForeignKey("accounts.User", models.PROTECT, null=True)), True),
        (op.AlterField("contactrecord", "text", models.CharField(max_length=20)), True),
        (op.AlterField("contactrecord", "minutes", models.BigIntegerField(null=True)), True),
        (op.RenameField("contactrecord", "text", "words"), True),
        (op.RenameModel("ContactRecord", "Contact"), True),
        (op.AddConstraint("contactrecord", models.CheckConstraint(condition=models.Q(minutes__gt=0), name="c")), True),
        (op.AddConstraint("contactrecord", models.UniqueConstraint(fields=["at"], name="u")), True),
        (op.RunPython(migrations.RunPython.noop), True),
        (op.RunSQL("SELECT 1"), True),
        (op.RunSQL("UPDATE accounts_user SET name = 'x'"), False),
    ],
    ids=lambda given: given.describe() if hasattr(given, "describe") else "",
)
def test_what_holds_a_lock_or_breaks_the_running_code_is_refused(operation, atomic, state):
    assert len(list(faults(migration(operation, atomic=atomic), state))) == 1


@pytest.mark.parametrize(
    ("operations", "atomic"),
    [
        ([AddIndexOnline("contactrecord", models.Index(fields=["on"], name="i"))], False),
        ([op.AddField("contactrecord", "mood", models.CharField(max_length=20, db_default=""))], True),
        ([op.AddField("contactrecord", "seen_at", models.DateTimeField(null=True))], True),
        ([op.AlterField("contactrecord", "minutes", models.PositiveIntegerField(null=True, help_text="so"))], True),
        ([op.RemoveField("contactrecord", "minutes")], True),
        ([op.RunPython(migrations.RunPython.noop)], False),
        ([op.RunSQL("DROP TABLE IF EXISTS django_session")], True),
        (
            [
                op.CreateModel("Later", [("id", models.AutoField(primary_key=True)), ("at", models.DateTimeField())]),
                op.AddIndex("later", models.Index(fields=["at"], name="i")),
            ],
            True,
        ),
    ],
    ids=[
        "index online",
        "default in the database",
        "nullable",
        "words only",
        "column dropped",
        "blocks",
        "old table",
        "new table",
    ],
)
def test_what_people_do_not_notice_is_let_through(operations, atomic, state):
    state = state.clone()
    if isinstance(operations[0], op.AlterField):
        old = state.models["records", "contactrecord"].fields["minutes"]
        operations = [
            op.AlterField("contactrecord", "minutes", type(old)(**old.deconstruct()[3] | {"help_text": "so"}))
        ]

    assert not list(faults(migration(*operations, atomic=atomic), state))


def test_two_steps_with_an_online_index_are_refused(state):
    online = AddIndexOnline("contactrecord", models.Index(fields=["on"], name="i"))
    dropped = op.RemoveField("contactrecord", "minutes")

    assert list(faults(migration(online, dropped, atomic=False), state))


def test_a_small_table_may_be_changed_at_will(state):
    named = op.AddField("practicesettings", "motto", models.CharField(max_length=20, default=""))

    assert not list(faults(migration(named, package="accounts"), state))


def test_migrate_waits_two_seconds_for_a_lock_and_holds_none_longer():
    given = migrating(database("postgresql://owner@db/practice?sslmode=require&options=-c%20statement_timeout%3D0"))

    assert given["OPTIONS"]["sslmode"] == "require"
    assert given["OPTIONS"]["options"] == "-c lock_timeout=2s -c statement_timeout=2s -c statement_timeout=0"
    assert migrating(database("sqlite:///x")) == database("sqlite:///x")


@pytest.mark.django_db(transaction=True)
def test_an_index_is_built_online_and_can_be_taken_back(state):
    with connection.cursor() as cursor:
        before_it = connection.introspection.get_constraints(cursor, "audit_auditevent")
    step = AddIndexOnline("auditevent", INDEX)
    after = state.clone()
    step.state_forwards("audit", after)
    try:
        with connection.schema_editor(atomic=False) as editor:
            step.database_forwards("audit", editor, state, after)
        with connection.cursor() as cursor:
            built = connection.introspection.get_constraints(cursor, "audit_auditevent")
        assert built.keys() - before_it.keys() == {INDEX.name}
    finally:
        with connection.schema_editor(atomic=False) as editor:
            step.database_backwards("audit", editor, after, state)
