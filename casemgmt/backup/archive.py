"""The file itself: a compressed tar, written and read as a stream, and a seal over every byte before it.

The seal is a gzip member of its own, so `tar xzf` opens a backup without this application. It is put together by hand:
what a library writes for the same content differs between machines, and the seal is compared byte by byte.
"""

import gzip
import hashlib
import io
import struct
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from casemgmt.backup.problems import Damaged

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"  # names of the parts, or their first word
COMPRESSION = 3  # level 6 takes twice as long for a tenth less
READ_AT_ONCE = 1 << 20


class Sink(Protocol):
    def write(self, block: Any, /) -> Any: ...


class Hashing:
    """Passes on what is written, and knows its SHA-256."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.sha256 = hashlib.sha256()

    def write(self, block: Any) -> int:
        self.sha256.update(block)
        self.sink.write(block)
        return len(block)

    def flush(self) -> None:
        pass


class Archive:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.add_file(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, file: IO[bytes], size: int) -> None:
        """Takes exactly `size` bytes; OSError when the file has fewer."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, file)


@contextmanager
def written(sink: Sink) -> Iterator[Archive]:
    """An archive to add to; left without an exception, it is complete and sealed."""
    hashing = Hashing(sink)
    with (
        gzip.GzipFile(filename="", fileobj=hashing, mode="wb", compresslevel=COMPRESSION, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar,
    ):
        yield Archive(tar)
    sink.write(seal(hashing.sha256.hexdigest()))


def seal(digest: str) -> bytes:
    text = f"sha256 {digest}\n".encode()
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    stored = struct.pack("<BHH", 1, len(text), len(text) ^ 0xFFFF)
    return header + stored + text + struct.pack("<II", zlib.crc32(text), len(text))


SEAL_SIZE = len(seal("0" * 64))


def check_seal(path: Path) -> None:
    sha256 = hashlib.sha256()
    left = path.stat().st_size - SEAL_SIZE
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(left, READ_AT_ONCE))):
            sha256.update(block)
            left -= len(block)
        if file.read() != seal(sha256.hexdigest()):
            raise Damaged("its bytes do not match its seal; it was cut off or altered.")


def parts(source: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each part, in the order of writing; reads to the very end, so that every check is made."""
    try:
        with gzip.GzipFile(fileobj=source) as compressed:
            with tarfile.open(fileobj=compressed, mode="r|", encoding="utf-8") as tar:
                for entry in tar:
                    content = tar.extractfile(entry)
                    if content is None:
                        raise Damaged(f"{entry.name} in it is no file.")
                    yield entry.name, content
            while compressed.read(READ_AT_ONCE):
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as problem:
        raise Damaged("it ends too early or was altered.") from problem
