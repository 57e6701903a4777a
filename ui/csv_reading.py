"""Reads a table that a spreadsheet wrote, by the rules of RFC 4180. Knows nothing of what its columns mean."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

UTF_8, WINDOWS = "UTF-8", "Windows-1252"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LONGEST_CELL = 100_000


class NotATable(Exception):
    """Says in words for the person why nothing can be read."""


@dataclass(frozen=True)
class RawTable:
    """`rows` holds each row that is not empty with its number as a spreadsheet shows it; the headings are row 1."""

    encoding: str
    delimiter: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]


def decoded(content: bytes) -> tuple[str, str]:
    """The text and how it was written. Older spreadsheets on Windows write an encoding of their own."""
    if b"\x00" in content:  # UTF-16, or no text at all
        raise NotATable("It is not text. Save it as “CSV UTF-8”.")
    for encoding, name in (("utf-8-sig", UTF_8), ("cp1252", WINDOWS)):
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise NotATable("Its letters cannot be told for certain. Save it as “CSV UTF-8”.")


def read_table(content: bytes, *, most_rows: int, fits: Callable[[list[str]], int]) -> RawTable:
    """Raises NotATable. `fits` counts how many headings it knows: so the mark between the cells is found."""
    text, encoding = decoded(content)
    delimiter = max(DELIMITERS, key=lambda mark: fits(_first_row(text, mark)))
    rows = _rows(text, delimiter, most_rows=most_rows)
    headings = rows.pop(0)[1] if rows and rows[0][0] == 1 else []
    if not fits(headings):
        raise NotATable("Its first row must hold the names of the columns, as in the empty table on this page.")
    if not rows:
        raise NotATable("It holds no row below the names of the columns.")
    return RawTable(encoding, delimiter, headings, rows)


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next(_reader(text, delimiter), [])
    except csv.Error:
        return []


def _rows(text: str, delimiter: str, *, most_rows: int) -> list[tuple[int, list[str]]]:
    reader, number = _reader(text, delimiter), 0
    found: list[tuple[int, list[str]]] = []
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            raise NotATable(_words(problem, number)) from None
        if cells is None:
            return found
        if any(cell.strip() for cell in cells):
            found.append((number, cells))
        if len(found) > most_rows + 1:
            raise NotATable(f"It has more than {most_rows:,} rows. Split it, or raise the limit in the settings.")


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _words(problem: csv.Error, number: int) -> str:
    if "field larger" in str(problem) or "unexpected end" in str(problem):
        return f"In row {number} a quotation mark is opened and never closed, or a cell is far too long."
    return (
        f"The quotation marks of row {number} do not fit. Text that holds a quotation mark, a comma or a line break "
        "stands in quotation marks, and a mark inside it is doubled."
    )
