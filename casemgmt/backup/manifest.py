"""What a backup says about itself: the last part of each archive, against which everything else is held."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from casemgmt.backup.problems import Damaged, Refused

FORMAT = 1


@dataclass(frozen=True)
class TableSum:
    columns: list[str]
    rows: int
    sha256: str


class Tally:
    """Counts the lines of a table as they pass, and knows their SHA-256."""

    def __init__(self) -> None:
        self.rows = 0
        self.sha256 = hashlib.sha256()

    def add(self, block: bytes) -> None:
        self.rows += block.count(b"\n")
        self.sha256.update(block)

    def table_sum(self, columns: list[str]) -> TableSum:
        return TableSum(columns=columns, rows=self.rows, sha256=self.sha256.hexdigest())


@dataclass(frozen=True)
class FileSum:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    made_at: datetime
    database: str
    migrations: list[str]
    audit_head: str
    tables: dict[str, TableSum]
    files: dict[str, FileSum]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def to_bytes(self) -> bytes:
        written = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(written, indent=1, sort_keys=True).encode()


def manifest_from(content: bytes) -> Manifest:
    try:
        read = json.loads(content)
        version = read.pop("format")
        if version != FORMAT:
            raise Refused(f"This backup has format {version}; this version of the application reads format {FORMAT}.")
        return Manifest(
            made_at=datetime.fromisoformat(read.pop("made_at")),
            tables=_sums(TableSum, read.pop("tables")),
            files=_sums(FileSum, read.pop("files")),
            **read,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Damaged("its manifest cannot be read.") from problem


def _sums(kind: Any, read: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: kind(**values) for name, values in read.items()}
