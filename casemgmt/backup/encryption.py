"""Backups encrypted with age: whoever writes them holds only the public key and cannot read them.

pyrage pulls from one file and pushes to another; here a thread runs it, with a pipe to the side that we write or read.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage

from casemgmt.backup.archive import READ_AT_ONCE, Sink
from casemgmt.backup.problems import Damaged, Refused

MAGIC = b"age-encryption.org/"


def recipients_in(keys: str) -> list[Any]:
    """The public keys in BACKUP_KEY, separated by commas or spaces: each of them alone can open the backup."""
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys.replace(",", " ").split()]
    except pyrage.RecipientError as problem:
        raise Refused("BACKUP_KEY holds no age public key: it begins with age1.") from problem


def identities_in(file: Path) -> list[Any]:
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as problem:
        raise Refused(f"{file} cannot be read as an age identity: it holds a line AGE-SECRET-KEY-1…") from problem
    if not found:
        raise Refused(f"{file} holds no age identity.")
    return found


def new_pair(file: Path) -> str:
    """Writes a new identity into a new file, and gives its public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(f"# public key: {public}\n{identity}\n")
    except OSError as problem:
        raise Refused(f"The identity cannot be written to {file}: {problem.strerror}.") from problem
    return public


class _Running(threading.Thread):
    """One conversion in a thread, with what went wrong in it."""

    def __init__(self, convert: Callable[[], None], close: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.convert, self.close = convert, close
        self.problem: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.convert()
        except Exception as problem:
            self.problem = problem
        finally:
            with suppress(OSError):
                self.close()


class _Remembering:
    """pyrage tells the text of an error and not its kind: the sink's own is kept here."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.problem: OSError | None = None

    def write(self, block: Any) -> Any:
        try:
            return self.sink.write(block)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        pass


@contextmanager
def encrypting(sink: Sink, recipients: list[Any]) -> Iterator[IO[bytes]]:
    """A file to write plain bytes to; when this is left, their cipher is written to `sink`."""
    ours, pipe = _pipe()
    watched = _Remembering(sink)
    running = _Running(lambda: pyrage.encrypt_io(ours, watched, recipients), ours.close)
    try:
        with pipe:
            yield pipe
    except BrokenPipeError:
        running.join()
        if not running.problem:
            raise
    finally:
        running.join()
    if running.problem:
        raise watched.problem or Refused("The backup could not be encrypted.") from running.problem


@contextmanager
def decrypting(source: IO[bytes], identities: list[Any]) -> Iterator[IO[bytes]]:
    """A file to read plain bytes from. What is wrong with the cipher is told first, before what followed from it."""
    ours, pipe = _pipe()
    running = _Running(lambda: pyrage.decrypt_io(source, pipe, identities), pipe.close)
    try:
        yield ours
    finally:
        with suppress(OSError):
            while ours.read(READ_AT_ONCE):
                pass
        ours.close()
        running.join()
        if isinstance(running.problem, pyrage.DecryptError) and "matching keys" in str(running.problem):
            raise Refused("The identity does not open this backup: it was made for another key.") from running.problem
        if running.problem:
            raise Damaged("it does not decrypt; it was cut off or altered.") from running.problem


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
