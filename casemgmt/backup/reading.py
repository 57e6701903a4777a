"""Opens a backup, and reads all of it once before anybody relies on any of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from casemgmt.backup.archive import DATABASE, MANIFEST, MEDIA, check_seal, parts
from casemgmt.backup.encryption import MAGIC, decrypting, identities_in
from casemgmt.backup.manifest import FileSum, Manifest, Tally, manifest_from
from casemgmt.backup.media import safe, sum_of
from casemgmt.backup.problems import Damaged, Refused

GZIP = b"\x1f\x8b"


def is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Its parts, one after the other. What is wrong with the file as a whole is told no later than at the end."""
    with path.open("rb") as file:
        if is_encrypted(path):
            if identity is None:
                raise Refused(f"{path.name} is encrypted: name the identity with --identity or BACKUP_IDENTITY_FILE.")
            with decrypting(file, identities_in(identity)) as plain:
                yield parts(plain)
        elif file.read(len(GZIP)) == GZIP:
            file.seek(0)
            yield parts(file)
        else:
            raise Damaged(f"{path.name} does not begin like a backup of this application.")


def verified(path: Path, identity: Path | None) -> Manifest:
    """The manifest of a backup of which every byte is accounted for. Raises Damaged, naming what is not."""
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if not is_encrypted(path):
        with path.open("rb") as file:
            if file.read(len(GZIP)) == GZIP:
                check_seal(path)
    tallies: dict[str, Tally] = {}
    files: dict[str, FileSum] = {}
    manifest = None
    with opened(path, identity) as found:
        for name, content in found:
            kind, _, rest = name.partition("/")
            if manifest is not None:
                raise Damaged(f"{name} stands after its manifest.")
            if name == MANIFEST:
                manifest = manifest_from(content.read())
            elif kind == DATABASE:
                tallies.setdefault(rest.rpartition("/")[0], Tally()).add(content.read())
            elif kind == MEDIA and rest not in files:
                safe(rest)
                files[rest] = sum_of(content)
            else:
                raise Damaged(f"{name} does not belong in it.")
    if manifest is None:
        raise Damaged("its manifest is missing.")
    _compare(manifest, tallies, files)
    return manifest


def _compare(manifest: Manifest, tallies: dict[str, Tally], files: dict[str, FileSum]) -> None:
    for table, wanted in manifest.tables.items():
        found = tallies.pop(table, Tally()).table_sum(wanted.columns)
        if found != wanted:
            raise Damaged(f"the table {table} has {found.rows} rows that are not the {wanted.rows} its manifest names.")
    for name, file in manifest.files.items():
        if name not in files:
            raise Damaged(f"the file {name} is missing.")
        if files.pop(name) != file:
            raise Damaged(f"the file {name} is not the one its manifest names.")
    for name in [*tallies, *files]:
        raise Damaged(f"{name} stands in it, but not in its manifest.")
