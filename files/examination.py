"""Looks into a file before anything else is done with it. The work is done by a child process (files.check_child)."""

import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from files.kinds import Kind
from files.limits import Limits
from files.refusals import Reason, Refused
from ui.child import bare_environment, run

logger = logging.getLogger(__name__)

LAST_WORDS = 500  # bytes of what the child says that are read
ONE_AT_A_TIME = BoundedSemaphore(1)  # in each web process, so that several large pictures do not meet in memory
PATIENCE = 30  # seconds that a file waits for its turn


@dataclass(frozen=True)
class Bounds:
    """What one check may use. A picture of 50 million pixels needs some 450 MB while it is turned upright."""

    memory_bytes: int = 700_000_000
    cpu_seconds: int = 10
    seconds: float = 20


BOUNDS = Bounds()


def examine(kind: Kind, content: IO[bytes], rewritten: IO[bytes], limits: Limits, bounds: Bounds = BOUNDS) -> Any:
    """Raises Refused, or gives {"pages": …, "rewritten": …}; where it was rewritten, `rewritten` is what to keep.

    Both are real files, open at their beginning: the child reads and writes them itself.
    """
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Refused(Reason.BUSY)
    try:
        return _ask_child(kind, content, rewritten, limits, bounds)
    finally:
        ONE_AT_A_TIME.release()


def _ask_child(kind: Kind, content: IO[bytes], rewritten: IO[bytes], limits: Limits, bounds: Bounds) -> dict[str, Any]:
    numbers = (limits.megabytes, limits.pages, limits.megapixels, bounds.memory_bytes, bounds.cpu_seconds)
    with tempfile.TemporaryDirectory(prefix="check-") as scratch, (Path(scratch) / "said").open("w+b") as said:
        ended = run(
            ["files.check_child", kind.value, *(str(number) for number in numbers)],
            seconds=bounds.seconds,
            environment=bare_environment(scratch),
            stdin=content,
            stdout=rewritten,
            stderr=said,
        )
        found = _answer(ended.code, said)
    if "reason" in found:
        raise Refused(Reason(found["reason"]))
    return found


def _answer(code: int | None, said: IO[bytes]) -> dict[str, Any]:
    """What the child found. One that was killed, or says something else, has met what it could not bear."""
    said.seek(max(0, said.seek(0, 2) - LAST_WORDS))
    last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
    try:
        found = json.loads(last) if code == 0 else None
    except ValueError:
        found = None
    if isinstance(found, dict) and (found.get("reason") in list(Reason) or _well_formed(found)):
        return found
    logger.warning("A check of a file did not end well: exit %s", code)
    return {"reason": Reason.TOO_MUCH}


def _well_formed(found: dict[str, Any]) -> bool:
    pages = found.get("pages", "")
    return isinstance(found.get("rewritten"), bool) and (pages is None or isinstance(pages, int))
