"""Why a file was not added, in one sentence for the person who chose it, and what they can do."""

from enum import StrEnum

from files.limits import MOST_AT_ONCE, Limits


class Reason(StrEnum):
    TOO_LARGE = "too large"
    EMPTY = "empty"
    UNKNOWN_KIND = "unknown kind"
    WRONG_KIND = "wrong kind"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too many pages"
    ACTS = "acts"
    HOLDS_FILES = "holds files"
    FETCHES = "fetches"
    MACROS = "macros"
    TOO_MANY_PIXELS = "too many pixels"
    MOVES = "moves"
    SWELLS = "swells"
    TOO_MUCH = "too much"
    NOT_TEXT = "not text"
    NOT_A_TABLE = "not a table"
    VIRUS = "virus"
    NO_ROOM = "no room"
    NO_DISK = "no disk"
    TOO_MANY = "too many"
    BUSY = "busy"


WORDS = {
    Reason.TOO_LARGE: "larger than {megabytes} MB. Split it or ask your admin.",
    Reason.EMPTY: "it is empty. Choose it anew once it is saved.",
    Reason.UNKNOWN_KIND: "only PDF, JPEG, PNG, Word (.docx), Excel (.xlsx) and text (.txt) can be added. Save it as "
    "one of these.",
    Reason.WRONG_KIND: "its content does not match the end of its name. Open it and save it anew.",
    Reason.BROKEN: "it cannot be read. Open it on your device and save it anew.",
    Reason.ENCRYPTED: "it is protected by a password. Save a copy without one.",
    Reason.TOO_MANY_PAGES: "more than {pages} pages. Split it or ask your admin.",
    Reason.ACTS: "it holds a script, or does something by itself when opened. Print it to a new PDF and add that.",
    Reason.HOLDS_FILES: "it holds other files. Add each of them by itself.",
    Reason.FETCHES: "it takes content from elsewhere when it is opened. Save it as a PDF and add that.",
    Reason.MACROS: "it holds macros. Save it without them, or as a PDF.",
    Reason.TOO_MANY_PIXELS: "more than {megapixels} million pixels. Make it smaller or ask your admin.",
    Reason.MOVES: "it is a moving picture. Save one picture of it.",
    Reason.SWELLS: "it is far larger inside than it looks. Save it anew, or as a PDF.",
    Reason.TOO_MUCH: "it could not be checked with the time and memory a file may take. Save it anew, or as a PDF.",
    Reason.NOT_TEXT: "it is not plain text (UTF-8), or hides characters. Save it anew as plain text.",
    Reason.NOT_A_TABLE: "it is not a table as CSV. Save it from your spreadsheet as “CSV UTF-8”, with .csv at the end "
    "of its name.",
    Reason.VIRUS: "a virus was found in it. Do not open it, and tell your admin.",
    Reason.NO_ROOM: "the practice's room for files is used up. Ask your admin.",
    Reason.NO_DISK: "the server's disk is full. Nothing else is wrong; tell your admin.",
    Reason.TOO_MANY: "more than {at_once} files at once. Add the rest afterwards.",
    Reason.BUSY: "the server is busy with other files. Try again in a minute.",
}


NO_LIMITS = Limits()


class Refused(Exception):
    """A file is not taken in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def sentence(name: str, reason: Reason, limits: Limits = NO_LIMITS) -> str:
    words = WORDS[reason].format(
        megabytes=limits.megabytes, pages=limits.pages, megapixels=limits.megapixels, at_once=MOST_AT_ONCE
    )
    return f"{name} was not added: {words}"
