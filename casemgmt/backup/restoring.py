"""Puts a backup back, into an empty place only. The whole of it is read and checked before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError

from casemgmt.backup import media, rows, tables
from casemgmt.backup.archive import DATABASE, MEDIA
from casemgmt.backup.manifest import Manifest, Tally
from casemgmt.backup.problems import Refused, in_words
from casemgmt.backup.reading import opened, verified


@dataclass(frozen=True)
class Line:
    """What the backup says and what lies in the restored place, of one table or of all files."""

    name: str
    wanted: int
    found: int
    same: bool


class Different(Refused):
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        names = ", ".join(line.name for line in lines if not line.same)
        super().__init__(f"What was restored is not what was backed up, so nothing was kept: {names}.")


def restore(
    connection: BaseDatabaseWrapper, path: Path, *, identity: Path | None, media_root: Path
) -> tuple[Manifest, list[Line]]:
    """Loads and compares in one transaction: a difference leaves nothing behind but empty tables."""
    manifest = verified(path, identity)
    check_place(connection, manifest, media_root)
    migrate_to(connection, manifest.migrations)
    check_tables(connection, manifest)
    with _files_taken_back_on_failure(media_root):
        try:
            with transaction.atomic(using=connection.alias):
                _load(connection, path, identity, manifest, media_root)
                lines = compare(connection, manifest, media_root)
                if not all(line.same for line in lines):
                    raise Different(lines)
        except DatabaseError as problem:
            raise Refused(f"The database does not take the rows of the backup: {in_words(problem)}.") from problem
    call_command("migrate", database=connection.alias, verbosity=0)  # a backup of an older version comes up to date
    return manifest, lines


def check_place(connection: BaseDatabaseWrapper, manifest: Manifest, media_root: Path) -> None:
    if connection.vendor != manifest.database:
        raise Refused(f"The backup is of {manifest.database}, DATABASE_URL names {connection.vendor}.")
    for table in tables.all_tables(connection):
        if table not in (*tables.FILLED_BY_MIGRATE, "django_migrations") and rows.has_rows(connection, table):
            raise Refused(f"The database is not empty ({table} has rows): restore only fills an empty one.")
    if media.names_in(media_root):
        raise Refused(f"{media_root} holds files already: restore only fills an empty folder.")


def migrate_to(connection: BaseDatabaseWrapper, migrations: list[str]) -> None:
    """Makes the tables as they were in the backup, with their triggers."""
    try:
        calls = tables.migrate_arguments(migrations)
    except KeyError as unknown:
        raise Refused(
            f"The backup is of a newer version of the application: {unknown.args[0]} is not known here."
        ) from None
    applied = tables.applied_migrations(connection)
    beyond = sorted(set(applied) - set(migrations))
    if beyond:
        raise Refused(f"The database is newer than the backup ({beyond[0]}): give restore one without any tables.")
    if applied != migrations:
        for arguments in calls:
            call_command("migrate", *arguments, database=connection.alias, verbosity=0)


def check_tables(connection: BaseDatabaseWrapper, manifest: Manifest) -> None:
    """Nothing of the backup without a place, and no table of the application that the backup is silent about."""
    existing, named = set(tables.all_tables(connection)), set(manifest.tables)
    astray = sorted(named - existing) or sorted(set(tables.our_tables(connection)) - named)
    if astray:
        raise Refused(f"The tables of the backup and of the database are not the same: {', '.join(astray)}.")
    for table, wanted in manifest.tables.items():
        if sorted(rows.columns_of(connection, table)) != sorted(wanted.columns):
            raise Refused(f"The columns of {table} are not those of the backup.")


def compare(connection: BaseDatabaseWrapper, manifest: Manifest, media_root: Path) -> list[Line]:
    """Reads back what was restored, table by table and file by file."""
    lines = []
    for table, wanted in manifest.tables.items():
        tally = Tally()
        for block in rows.blocks_of(connection, table, wanted.columns):
            tally.add(block)
        lines.append(Line(table, wanted.rows, tally.rows, tally.table_sum(wanted.columns) == wanted))
    files = media.sums_in(media_root)
    return [*lines, Line("files", len(manifest.files), len(files), files == manifest.files)]


def _load(
    connection: BaseDatabaseWrapper, path: Path, identity: Path | None, manifest: Manifest, media_root: Path
) -> None:
    """Django makes every foreign key to be checked at the end of the transaction: the order of tables is free."""
    for table in manifest.tables.keys() & set(tables.FILLED_BY_MIGRATE):
        rows.empty(connection, table)
    with opened(path, identity) as found:
        for name, content in found:
            kind, _, rest = name.partition("/")
            if kind == DATABASE:
                table = rest.rpartition("/")[0]
                rows.load(connection, table, manifest.tables[table].columns, content.read())
            elif kind == MEDIA:
                media.unpack(media_root, rest, content)
    for table in manifest.tables:
        rows.continue_numbering(connection, table)
    connection.check_constraints()


@contextmanager
def _files_taken_back_on_failure(media_root: Path) -> Iterator[None]:
    """The folder was empty before: whatever lies there when loading fails, loading put there."""
    try:
        yield
    except BaseException:
        for name in media.names_in(media_root):
            (media_root / name).unlink()
        raise


def noted_until(head: str, heads: list[str]) -> list[str]:
    """The heads noted outside the database up to the backup's own: later ones cannot be in it."""
    return heads[: heads.index(head) + 1] if head in heads else heads
