from dataclasses import dataclass

from files.kinds import LABELS, Kind
from files.models import State, StoredFile
from ui import status
from ui.status import Status

CHECKING = status.worded(status.QUEUED, "Being checked for viruses")
REFUSED = status.worded(status.FAILED, "Refused")
MISSING = status.worded(status.FAILED, "Missing on the server")


@dataclass(frozen=True)
class ShownFile:
    """A stored file as a page names it. Only one that may be opened has no state to tell."""

    name: str
    about: str
    state: Status | None
    problem: str


def shown(stored: StoredFile | None) -> ShownFile | None:
    if stored is None:
        return None
    return ShownFile(stored.name, _about(stored), _state(stored), stored.refusal)


def _about(stored: StoredFile) -> str:
    pages = f", {stored.pages} page{'' if stored.pages == 1 else 's'}" if stored.pages else ""
    return f"{LABELS[Kind(stored.kind)]}{pages}, {size_in_words(stored.size)}"


def _state(stored: StoredFile) -> Status | None:
    if stored.missing_since:
        return MISSING
    return {State.QUARANTINED: CHECKING, State.REFUSED: REFUSED}.get(State(stored.state))


def size_in_words(size: int) -> str:
    """ "40 kB", "2.1 MB": in thousands, as devices show it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
