"""Makes a backup: the tables as of one moment, then the files, then the manifest.

In this order, because a file is written before the row that names it: whatever a row of the snapshot names is there
when the files are read. The other way round, a document added in between would be a row without its file.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from audit.verification import head
from casemgmt.backup import folder, media, rows, tables
from casemgmt.backup.archive import DATABASE, MANIFEST, MEDIA, Archive, Hashing, Sink, written
from casemgmt.backup.encryption import encrypting
from casemgmt.backup.manifest import Manifest, TableSum, Tally
from casemgmt.backup.problems import Refused
from casemgmt.backup.reading import verified


def make(
    connection: BaseDatabaseWrapper,
    *,
    into: Path,
    media_root: Path,
    recipients: list[Any],
    identity: Path | None,
    now: datetime,
) -> tuple[Path, Manifest]:
    """Writes one backup into a folder that exists; under its final name there is only ever a whole one.

    It is read back before it gets that name: in full where it can be read, else byte by byte.
    """
    if not into.is_dir():
        raise Refused(f"The folder {into} does not exist: is the disk for backups there?")
    if into.resolve().is_relative_to(media_root.resolve()):
        raise Refused(f"{into} lies inside MEDIA_ROOT: the backups would be backed up as well.")
    path = into / folder.name_at(now, encrypted=bool(recipients))
    with folder.part_file(into) as file:
        hashing = Hashing(file)
        with _sink(hashing, recipients) as sink, written(sink) as archive:
            manifest = _fill(archive, connection, media_root, now)
        folder.settle(file)
        if folder.sha256_of(into / folder.PART) != hashing.sha256.hexdigest():
            raise Refused("The disk gives back other bytes than were written to it: no backup was made.")
        if identity or not recipients:
            verified(into / folder.PART, identity)
        folder.finish(path)
    return path, manifest


@contextmanager
def _sink(file: Sink, recipients: list[Any]) -> Iterator[Sink]:
    with ExitStack() as stack:
        yield stack.enter_context(encrypting(file, recipients)) if recipients else file


def _fill(archive: Archive, connection: BaseDatabaseWrapper, media_root: Path, now: datetime) -> Manifest:
    names = tables.our_tables(connection)
    with rows.snapshot(connection, names):
        migrations, audit_head = tables.applied_migrations(connection), head()
        table_sums = {name: _pack_table(archive, connection, name) for name in names}
    files = {name: media.pack(media_root, name, archive, f"{MEDIA}/{name}") for name in media.names_in(media_root)}
    manifest = Manifest(
        made_at=now,
        database=connection.vendor,
        migrations=migrations,
        audit_head=audit_head,
        tables=table_sums,
        files=files,
    )
    archive.add(MANIFEST, manifest.to_bytes())
    return manifest


def _pack_table(archive: Archive, connection: BaseDatabaseWrapper, table: str) -> TableSum:
    columns = rows.columns_of(connection, table)
    tally = Tally()
    for number, block in enumerate(rows.blocks_of(connection, table, columns), start=1):
        tally.add(block)
        archive.add(f"{DATABASE}/{table}/{number:06}", block)
    return tally.table_sum(columns)
