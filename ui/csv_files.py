"""Tables for a spreadsheet, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Numbers stay numbers; text that a spreadsheet would run is led by an apostrophe, which it shows as text."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([[cell(value) for value in row] for row in rows])
    response = HttpResponse(f"\ufeff{written.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def plain(text: str) -> str:
    """A cell as it was before `cell` led it by an apostrophe: what we write can be put right and sent back."""
    return text[1:] if text.startswith("'") and cell(text[1:]) != text[1:] else text
