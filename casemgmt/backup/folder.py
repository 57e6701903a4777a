"""The folder of backups: how one is named, which is the newest, which are let go."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from casemgmt.backup.archive import READ_AT_ONCE
from casemgmt.backup.problems import Refused

NAME = re.compile(r"casemgmt-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.backup(\.age)?")
PART = "casemgmt.part"
LOCK = "casemgmt.lock"


def name_at(moment: datetime, *, encrypted: bool) -> str:
    return f"casemgmt-{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.backup{'.age' if encrypted else ''}"


def made_at(backup: Path) -> datetime:
    found = NAME.fullmatch(backup.name)
    if not found:
        raise Refused(f"{backup.name} is not named like a backup.")
    return datetime.strptime(found[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)


def backups_in(folder: Path) -> list[Path]:
    """Finished backups, oldest first."""
    return sorted((file for file in folder.iterdir() if NAME.fullmatch(file.name)), key=made_at)


def newest_in(folder: Path) -> Path:
    found = backups_in(folder) if folder.is_dir() else []
    if not found:
        raise Refused(f"There is no backup in {folder}.")
    return found[-1]


@contextmanager
def part_file(folder: Path) -> Iterator[IO[bytes]]:
    """A file that is no backup yet. One at a time; what an earlier run left half-written is written over."""
    lock = os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Refused(f"Another backup is being written to {folder}.") from problem
        part = folder / PART
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
        finally:
            part.unlink(missing_ok=True)
    finally:
        os.close(lock)


def settle(file: IO[bytes]) -> None:
    """Sees that the part is on the disk and not only on its way there, so that reading it back proves something."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):  # not on macOS
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def finish(backup: Path) -> None:
    """Gives the part its name."""
    if backup.exists():
        raise Refused(f"{backup} exists already.")
    (backup.parent / PART).rename(backup)
    folder = os.open(backup.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        sha256 = hashlib.sha256()
        while block := file.read(READ_AT_ONCE):
            sha256.update(block)
    return sha256.hexdigest()


def let_go(folder: Path, *, keep: int) -> list[Path]:
    """Removes all but the newest ones."""
    gone = backups_in(folder)[:-keep]
    for old in gone:
        old.unlink()
    return gone
