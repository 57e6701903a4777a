"""The name that a file had on somebody's device, as it may stand on a page and in a header."""

import re
import unicodedata

from files.kinds import ENDING, KIND_OF_ENDING, Kind

LONGEST = 120
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]")
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f]"
)
_OF_SYSTEMS = re.compile(r'[<>:"|?*/\\]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def ending_of(name: str) -> str:
    """What comes after the last full stop, as systems read it: `scan.PDF ` ends in pdf, `scan.pdf.exe` in exe."""
    stem, dot, ending = _plain(name).rstrip(". ").rpartition(".")
    return ending.lower() if dot and stem else ""


def kind_named(name: str) -> Kind | None:
    """The kind that the end of a name promises, if it is one that is taken in."""
    return KIND_OF_ENDING.get(ending_of(name))


def harmless(name: str, kind: Kind | None) -> str:
    """The name without folders, hidden characters and what a system could trip over, ending as its kind does."""
    plain = _plain(name).rstrip(". ")
    if kind is not None:
        plain = plain.rpartition(".")[0] if kind_named(plain) else plain
    stem = _OF_SYSTEMS.sub("-", plain).strip(" .-") or "file"
    stem = f"_{stem}" if _DEVICES.fullmatch(stem.split(".")[0].strip()) else stem
    ending = f".{ENDING[kind]}" if kind is not None else ""
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending


def _plain(name: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    return re.sub(r"\s+", " ", _UNSEEN.sub("", _NEVER.sub("", re.sub(r"[\r\n\t\x85]", " ", last)))).strip()
