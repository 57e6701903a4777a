"""Work on what nobody vouches for, in a short-lived process of its own under limits of memory and time."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


@dataclass(frozen=True)
class Ended:
    """`code` is None for a child that was killed because its time was over."""

    code: int | None
    out: bytes
    said: bytes


def run(
    command: list[str],
    *,
    seconds: float,
    environment: dict[str, str],
    given: bytes = b"",
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
    stderr: IO[bytes] | None = None,
) -> Ended:
    """Runs one of our own modules. What is not given as a file is passed, and comes back, as bytes."""
    child = subprocess.Popen(  # noqa: S603 - our own module and numbers, no shell
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        stdin=stdin or subprocess.PIPE,
        stdout=stdout or subprocess.PIPE,
        stderr=stderr or subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, said = child.communicate(None if stdin else given, timeout=seconds)
        code: int | None = child.returncode
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        out, said = child.communicate()
        code = None
    return Ended(code, out or b"", said or b"")


def bare_environment(scratch: str) -> dict[str, str]:
    """Nothing of ours: no secret and no proxy."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def limit(kind: int, amount: int) -> bool:
    """Bounds this process, for good. False where the system knows no such limit: macOS has none on address space."""
    hard = resource.getrlimit(kind)[1]
    ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    try:
        resource.setrlimit(kind, (ceiling, ceiling))
    except (ValueError, OSError):
        return False
    return True
