"""Which tables a backup holds, and the state of the schema they belong to."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Not in a backup, and why.
LEFT_OUT = {
    "django_migrations": "migrate writes it",
    "accounts_session": "whoever holds a restored copy must not hold live sign-ins; everybody signs in again",
    "axes_accessattempt": "which wrong passwords of the last minutes still count",
    "axes_accessattemptexpiration": "until when they do",
}
# Tables that migrate fills by itself: the rows of the backup take their place.
FILLED_BY_MIGRATE = ("auth_permission", "django_content_type")


def all_tables(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(connection.introspection.table_names())


def our_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables of the application that exist, without those left out."""
    known = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    return sorted(known - LEFT_OUT.keys())


def foreign_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that somebody else keeps in this database: they are not ours to back up, which is said."""
    return sorted(set(all_tables(connection)) - set(our_tables(connection)) - LEFT_OUT.keys())


def applied_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def migrate_arguments(migrations: list[str]) -> list[tuple[str, ...]]:
    """What `migrate` is to be called with to reach exactly this state; KeyError names a migration unknown here."""
    graph = MigrationLoader(None).graph
    nodes = {(app, name) for app, name in (each.split(".", 1) for each in migrations)}
    unknown = sorted(nodes - graph.nodes.keys())
    if unknown:
        raise KeyError(".".join(unknown[0]))
    if nodes == graph.nodes.keys():
        return [()]
    built_on = {parent.key for node in nodes for parent in graph.node_map[node].parents if parent.key[0] == node[0]}
    return sorted(nodes - built_on)
