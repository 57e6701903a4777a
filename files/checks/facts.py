from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What a check found out about a file that may be taken in."""

    pages: int | None = None
    rewritten: bool = False  # the check wrote the file anew; that is what is kept
