"""The files under MEDIA_ROOT. They are written once, before the row that names them, and never changed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from casemgmt.backup.archive import READ_AT_ONCE, Archive
from casemgmt.backup.folder import sha256_of
from casemgmt.backup.manifest import FileSum
from casemgmt.backup.problems import Damaged
from files.place import PART


def names_in(root: Path) -> list[str]:
    """Every regular file, by its path under the root; those that are just being written go by another name."""
    found = (Path(folder) / name for folder, _, names in os.walk(root) for name in names)
    return sorted(
        path.relative_to(root).as_posix()
        for path in found
        if path.is_file() and not path.is_symlink() and path.suffix != PART
    )


def pack(root: Path, name: str, archive: Archive, part: str) -> FileSum:
    with (root / name).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        hashed = _Read(file)
        archive.add_file(part, hashed, size)  # type: ignore[arg-type]
    return FileSum(size=size, sha256=hashed.sha256.hexdigest())


def unpack(root: Path, name: str, content: IO[bytes]) -> None:
    """Writes a new file; OSError when there is one of that name."""
    path = root / safe(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in _blocks(content):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def sum_of(content: IO[bytes]) -> FileSum:
    sha256, size = hashlib.sha256(), 0
    for block in _blocks(content):
        sha256.update(block)
        size += len(block)
    return FileSum(size=size, sha256=sha256.hexdigest())


def sums_in(root: Path) -> dict[str, FileSum]:
    return {name: FileSum((root / name).stat().st_size, sha256_of(root / name)) for name in names_in(root)}


def safe(name: str) -> PurePosixPath:
    """The path of a file in a backup, which may not lead out of MEDIA_ROOT."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts:
        raise Damaged(f"a file in it would lie outside MEDIA_ROOT: {name}")
    return path


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(READ_AT_ONCE):
        yield block


class _Read:
    """Passes on what is read, and knows its SHA-256."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.sha256.update(block)
        return block
