"""Where the bytes of stored files lie: under MEDIA_ROOT, by names that we make, readable by the server alone."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

FOLDER = "files"
PART = ".part"  # written, but not to the end; backups pass it over
BLOCK = 1 << 20


@dataclass(frozen=True)
class Put:
    stored_name: str
    size: int
    sha256: str


def put(content: IO[bytes]) -> Put:
    """Writes a file under a new name. It is whole and on the disk, or there is none of that name. OSError says why."""
    name = secrets.token_hex(16)
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(PART)
    try:
        size, sha256 = _write(content, part)
        part.rename(path)
        _sync_folder(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Put(name, size, sha256)


def path_of(stored_name: str) -> Path:
    return _root() / stored_name[:2] / stored_name


def take_away(stored_name: str) -> None:
    path_of(stored_name).unlink(missing_ok=True)


def size_of(stored_name: str) -> int | None:
    try:
        return path_of(stored_name).stat().st_size
    except OSError:
        return None


def digest_of(stored_name: str) -> str:
    with path_of(stored_name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def older_than(seconds: float) -> Iterator[Path]:
    """Every file of ours, finished or not, that was last written that long ago."""
    before = time.time() - seconds
    for path in sorted(_root().glob("??/*")):
        try:
            if path.is_file() and path.stat().st_mtime < before:
                yield path
        except OSError:  # gone in the meantime
            continue


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _write(content: IO[bytes], part: Path) -> tuple[int, str]:
    size, sha256 = 0, hashlib.sha256()
    content.seek(0)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := content.read(BLOCK):
            file.write(block)
            sha256.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    return size, sha256.hexdigest()


def _sync_folder(folder: Path) -> None:
    """So that the name outlives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
