"""Tables of clients as admins send them: rows in order, and rows with one thing wrong each."""

import csv
import hashlib
import io
from datetime import date, timedelta

from django.utils import timezone

HEADINGS = [
    "First names", "Last name", "Date of birth", "Nation", "Telephone", "E-mail address", "Kind of injury",
    "Date of injury", "Kind of instruction", "Date of instruction", "Who instructs", "Instructing firm",
    "Instructing reference", "Instructing firm also pays", "Who pays", "Paying firm",
    "Consent to share with who instructs", "Consent given on", "Consent given by", "Consent ends on", "Case manager",
    "Next review", "Status", "Somebody else",
]  # fmt: skip


CONSONANTS, VOWELS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v"], ["a", "e", "i", "o", "u"]


def row(number, **cells):
    """A row in order, of somebody whom no other row names."""
    plain = {
        "First names": name(number)[0],
        "Last name": name(number)[1],
        "Date of birth": born(number),
        "Telephone": "+44 1632 960001",
        "Kind of injury": "Brain injury",
        "Kind of instruction": "Single (claimant's solicitor)",
        "Date of instruction": "2 Nov 2026",
        "Who instructs": "Claimant's solicitor",
        "Instructing firm": "Pike & Rowe Solicitors",
        "Instructing reference": f"PR/{number}",
        "Instructing firm also pays": "yes",
    }
    return {**dict.fromkeys(HEADINGS, ""), **plain, **cells}


def name(number):
    """A first and a last name for each number, unlike those of every other."""
    digest = hashlib.sha256(str(number).encode()).digest()
    sounds = [CONSONANTS[byte % len(CONSONANTS)] + VOWELS[byte // 16 % len(VOWELS)] for byte in digest[:8]]
    return "".join(sounds[:4]).capitalize(), "".join(sounds[4:]).capitalize()


def born(number):
    """Dates that differ by more than a slip of the hand from those of the rows nearby."""
    return f"{date(1930, 1, 1) + timedelta(days=number * 4_729 % 30_000):%d/%m/%Y}"


def written(rows, *, headings=HEADINGS, delimiter=",", encoding="utf-8-sig"):
    """The table as a spreadsheet writes it. A row may bring cells beyond its last column as `None`."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    for cells in rows:
        writer.writerow([*[cells.get(heading, "") for heading in headings], *cells.get(None, [])])
    return text.getvalue().encode(encoding)


def _day(days):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


# What is changed in a row, then the column and the words that the person must be told.
WRONG = {
    "no first name": ({"First names": "  "}, "First names", "Enter the first names"),
    "a control character": ({"First names": "An\x07na"}, "First names", "cannot be shown"),
    "a name far too long": ({"First names": "A" * 121}, "First names", "Shorten this to 120"),
    "two lines in a name": ({"Last name": "Exam\nple"}, "Last name", "on one line"),
    "a name that turns": ({"Last name": "Ex\u202eample"}, "Last name", "turn the direction"),
    "no such day": ({"Date of birth": "31/02/1990"}, "Date of birth", "Enter a date such as"),
    "month before day": ({"Date of birth": "11/22/1980"}, "Date of birth", "Enter a date such as"),
    "born tomorrow": ({"Date of birth": _day(1)}, "Date of birth", "today or in the past"),
    "born too early": ({"Date of birth": "1 Jan 1850"}, "Date of birth", "between 1900 and 2200"),
    "no such nation": ({"Nation": "France"}, "Nation", "England; Wales; Scotland"),
    "no address of mail": ({"E-mail address": "ann at example"}, "E-mail address", "Enter an e-mail address"),
    "no such injury": ({"Kind of injury": "Hurt"}, "Kind of injury", "Write one of these"),
    "no kind of injury": ({"Kind of injury": ""}, "Kind of injury", "Choose the kind of injury"),
    "hurt before born": (
        {"Date of birth": "2 Jan 1980", "Date of injury": "1 Jan 1980"},
        "Date of injury",
        "on or after the date of birth",
    ),
    "no kind of instruction": ({"Kind of instruction": ""}, "Kind of instruction", "Choose the kind of instruction"),
    "instructed tomorrow": ({"Date of instruction": _day(1)}, "Date of instruction", "today or in the past"),
    "nobody instructs": ({"Who instructs": "Somebody"}, "Who instructs", "Write one of these"),
    "nobody pays": ({"Instructing firm also pays": "no", "Paying firm": "Harlow"}, "Who pays", "Choose who pays"),
    "neither yes nor no": ({"Instructing firm also pays": "maybe"}, "Instructing firm also pays", "yes or no"),
    "consent without a day": (
        {"Consent to share with who instructs": "yes", "Consent given by": "Ann"},
        "Consent given on",
        "Enter the date of the consent",
    ),
    "consent ends too early": (
        {"Consent given on": "2 Nov 2026", "Consent ends on": "1 Nov 2026"},
        "Consent ends on",
        "on or after the day",
    ),
    "nobody's case manager": ({"Case manager": "nobody@practice.example"}, "Case manager", "No case manager here"),
    "no day of review": ({"Next review": "soon"}, "Next review", "Enter a date such as"),
    "no such status": ({"Status": "Busy"}, "Status", "Enquiry; Assessment; Active"),
    "a cell too many": ({None: ["Bath"]}, "", "has 25 cells, the table 24 columns"),
    "the same as the first row": (
        {"First names": name(0)[1], "Last name": name(0)[0].upper(), "Date of birth": born(0)},
        "First names",
        "May be row 2: same date of birth; same name",
    ),
    "the same as a client": (
        {"First names": "Olive", "Last name": "Ownfile", "Date of birth": ""},
        "First names",
        "May be CM-",
    ),
}


def planted(rows, errors):
    """A table of so many rows, of which `errors` have one thing wrong, each kind in its turn; and what is wrong where.

    The first row is in order, and the wrong ones are spread over the rest.
    """
    kinds, wrong, cells = list(WRONG.values()), {}, []
    apart = (rows - 1) // errors
    for place in range(rows):
        number, changed = len(wrong), {}
        if place and place % apart == 0 and number < errors:
            changed, column, words = kinds[number % len(kinds)]
            wrong[place + 2] = (column, words)
        cells.append(row(place) | changed)
    assert len(wrong) == errors
    return written(cells), wrong
