"""Which migrations a practice can take while people work: those that hold no lock for long and keep the old code going.

docs/how-to/change-the-database.md says what to do instead of what is refused here.
"""

from django.db import models
from django.db.migrations import operations as op
from django.db.migrations.loader import MigrationLoader

from audit.migration_steps import AddIndexOnline

# The last migration of each package that was written before this rule, or that a release has carried out. Raise the
# number when a release has gone out; what came before is not judged again.
LANDED = {
    "accounts": 6,
    "assessments": 2,
    "audit": 1,
    "careplans": 1,
    "clients": 1,
    "practice": 1,
    "files": 1,
    "providers": 1,
    "records": 1,
    "reminders": 1,
    "reports": 1,
    "reviews": 1,
    "ui": 2,
}
# Tables that stay so small that no change of theirs takes long.
SMALL = {
    ("accounts", "practicesettings"),
    ("accounts", "supervision"),
    ("clients", "conflictwall"),
    ("reminders", "sweep"),
}

SAFE = (op.CreateModel, op.DeleteModel, op.RemoveIndex, op.RemoveConstraint, op.RemoveField, op.AlterModelOptions)
SAFE += (op.AlterModelManagers, op.RenameIndex)
COLUMN = ("null", "unique", "primary_key", "db_index", "max_length", "max_digits", "decimal_places", "db_collation")


def new_migrations():
    for (package, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if package in LANDED and int(name[:4]) > LANDED[package]:
            yield migration


def faults(migration, state=None):
    """In words, what is wrong with each operation of the migration. `state` is the one before it."""
    state = state.clone() if state else before(migration)
    made = set()
    for operation in migration.operations:
        table = (migration.app_label, getattr(operation, "model_name_lower", ""))
        fault = "" if table in made | SMALL else _fault(operation, migration, state)
        if isinstance(operation, op.CreateModel):
            made.add((migration.app_label, operation.name_lower))
        operation.state_forwards(migration.app_label, state)
        if fault:
            yield f"{migration.app_label}.{migration.name}: {operation.describe()}: {fault}"


def before(migration):
    loader = MigrationLoader(None)
    return loader.project_state((migration.app_label, migration.name), at_end=False)


def _fault(operation, migration, state):
    if isinstance(operation, op.SeparateDatabaseAndState):
        parts = (_fault(part, migration, state) for part in operation.database_operations)
        return next(filter(None, parts), "")
    if isinstance(operation, AddIndexOnline):
        alone = not migration.atomic and len(migration.operations) == 1
        return "" if alone else "needs atomic = False and a migration of its own"
    if isinstance(operation, op.AddField):
        return _new_column(operation.field)
    if isinstance(operation, op.AlterField):
        return _changed_column(operation, migration, state)
    if isinstance(operation, op.RunSQL):
        gone = str(operation.sql).startswith("DROP TABLE IF EXISTS ")  # of an application that is installed no more
        return "" if gone else "write it as an operation that can be judged"
    if isinstance(operation, op.RunPython):
        return (
            "" if not migration.atomic else "goes through rows in one transaction; set atomic = False, do it in blocks"
        )
    return "" if isinstance(operation, SAFE) else "may hold a lock while it goes through the table"


def _new_column(field):
    if isinstance(field, models.ManyToManyField):
        return ""
    if field.unique or field.db_index:
        return "builds an index while nobody can write; db_index=False, then AddIndexOnline in a migration of its own"
    if not field.null and field.db_default is models.NOT_PROVIDED:
        return "the code that still runs does not fill it; give it db_default, or null=True"
    return ""


def _changed_column(operation, migration, state):
    old = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
    new = operation.field
    same = type(old) is type(new) and all(getattr(old, what, None) == getattr(new, what, None) for what in COLUMN)
    looser = type(old) is type(new) and _looser(old, new)
    return "" if same or looser else "may rewrite or check every row; add a column beside it and move over"


def _looser(old, new):
    """NOT NULL taken away, or a longer text: PostgreSQL changes its catalogue alone."""
    rest = [what for what in COLUMN if what not in ("null", "max_length")]
    wider = (new.null or not old.null) and (new.max_length or 10**9) >= (old.max_length or 10**9)
    return wider and all(getattr(old, what, None) == getattr(new, what, None) for what in rest)
