"""Sizes, ages and the table of a comparison, for a person to read."""

from collections.abc import Iterable
from datetime import timedelta

from casemgmt.backup.restoring import Line


def size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(count, 1000) / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def age(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    for unit, length in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def comparison(lines: Iterable[Line]) -> str:
    """Each table that has rows, then the files; those that are empty on both sides are only counted."""
    shown = [line for line in lines if line.wanted or line.found or not line.same or line.name == "files"]
    width = max(len(line.name) for line in shown)
    rows = [f"{'':{width}}  in the backup    restored"]
    rows += [
        f"{line.name:{width}}  {line.wanted:13,}  {line.found:10,}  {'same' if line.same else 'DIFFERENT'}"
        for line in shown
    ]
    hidden = len(list(lines)) - len(shown)
    return "\n".join([*rows, f"and {hidden} empty tables"] if hidden else rows)
