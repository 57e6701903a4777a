"""A file that arrives: measured, examined, and laid in its place before any row names it."""

import errno
import logging
import tempfile
from dataclasses import dataclass
from typing import IO

from files import place
from files.examination import BOUNDS, Bounds, examine
from files.kinds import DOCUMENTS, TABLES, Kind
from files.limits import Limits
from files.names import harmless, kind_named
from files.refusals import Reason, Refused, sentence

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Received:
    """A file in its place that no row names yet; `files.actions.store` makes the row."""

    name: str
    kind: Kind
    pages: int | None
    size: int
    sha256: str
    stored_name: str


@dataclass(frozen=True)
class Refusal:
    """A file that is not taken in, and why, in one sentence for the person who chose it."""

    name: str
    reason: Reason
    words: str


def receive(
    name: str,
    content: IO[bytes],
    *,
    limits: Limits,
    bounds: Bounds = BOUNDS,
    kinds: frozenset[Kind] = DOCUMENTS,
) -> Received | Refusal:
    """`name` as the browser sent it; `content` a real file."""
    kind = kind_named(name)
    shown = harmless(name, kind)
    try:
        if kind is None or kind not in kinds:
            raise Refused(Reason.NOT_A_TABLE if kinds == TABLES else Reason.UNKNOWN_KIND)
        _measure(content, limits)
        with tempfile.TemporaryFile() as rewritten:
            found = examine(kind, content, rewritten, limits, bounds)
            put = place.put(rewritten if found["rewritten"] else content)
    except Refused as refused:
        return refusal(shown, refused.reason, limits)
    except OSError as problem:
        logger.error("A file could not be written: %s", errno.errorcode.get(problem.errno or 0, "unknown"))
        return refusal(shown, Reason.NO_DISK, limits)
    return Received(shown, kind, found["pages"], put.size, put.sha256, put.stored_name)


def refusal(name: str, reason: Reason, limits: Limits) -> Refusal:
    logger.info("A file was refused: %s", reason)
    return Refusal(name, reason, sentence(name, reason, limits))


def _measure(content: IO[bytes], limits: Limits) -> None:
    size = content.seek(0, 2)
    content.seek(0)
    if not size:
        raise Refused(Reason.EMPTY)
    if size > limits.bytes:
        raise Refused(Reason.TOO_LARGE)
    if limits.room_bytes is not None and size > limits.room_bytes:
        raise Refused(Reason.NO_ROOM)
