"""Checks one file, in a process of its own that is thrown away afterwards.

Started by `files.examination` only: the file on stdin, what is to be kept on stdout where a check writes it anew, and
as the last line of stderr what was found. It sees no settings, no database and no secrets, and opens no other file.
"""

import json
import resource
import sys
from typing import IO

import filetype

from files.checks import office, pdf, pictures, plain_text, table
from files.checks.facts import Facts
from files.checks.marks import look_through
from files.kinds import CONTENT_TYPE, Kind
from files.limits import Limits
from files.refusals import Reason, Refused
from ui.child import limit


def main(arguments: list[str]) -> int:
    kind = Kind(arguments[0])
    megabytes, pages, megapixels, memory_bytes, cpu_seconds = (int(number) for number in arguments[1:])
    limits = Limits(megabytes, pages, megapixels)
    limit(resource.RLIMIT_AS, memory_bytes)
    limit(resource.RLIMIT_CPU, cpu_seconds)
    limit(resource.RLIMIT_FSIZE, 2 * limits.bytes)
    limit(resource.RLIMIT_CORE, 0)
    try:
        facts = check(sys.stdin.buffer.read(limits.bytes + 1), kind, limits, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Refused as refused:
        _say({"reason": refused.reason.value})
        return 0
    except (MemoryError, RecursionError, OSError) as problem:
        _say({"reason": Reason.BROKEN if isinstance(problem, OSError) else Reason.TOO_MUCH})
        return 0
    except Exception:  # whatever a library makes of what it cannot read
        _say({"reason": Reason.BROKEN})
        return 0
    _say({"pages": facts.pages, "rewritten": facts.rewritten})
    return 0


def check(content: bytes, kind: Kind, limits: Limits, out: IO[bytes]) -> Facts:
    if not content:
        raise Refused(Reason.EMPTY)
    if len(content) > limits.bytes:
        raise Refused(Reason.TOO_LARGE)
    look_through(content)
    _compare(content[:8192], kind)
    if kind == Kind.PDF:
        return pdf.check(content, limits)
    if kind in (Kind.JPEG, Kind.PNG):
        return pictures.check(content, kind, limits, out)
    if kind == Kind.TXT:
        return plain_text.check(content)
    if kind == Kind.CSV:
        return table.check(content)
    return office.check(content, kind)


def _compare(head: bytes, kind: Kind) -> None:
    """What the first bytes say must be what the name says. Text is what says nothing."""
    found = filetype.guess_mime(head)
    if kind in (Kind.TXT, Kind.CSV):
        if found is not None:
            raise Refused(Reason.WRONG_KIND)
    elif kind in (Kind.DOCX, Kind.XLSX):  # told apart, and from other archives, by what is inside
        return
    elif found != CONTENT_TYPE[kind] and (found, kind) != ("image/apng", Kind.PNG):
        raise Refused(Reason.WRONG_KIND)


def _say(found: dict[str, object]) -> None:
    sys.stderr.write(f"\n{json.dumps(found)}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
