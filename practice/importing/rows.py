"""Looks through a table of clients: what each row would add, and everything that is wrong with it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from clients.forms import NewClientForm
from clients.likeness import Finding, compare
from clients.match_keys import keys_of_person
from clients.matching import look, sought_of
from clients.models import Client
from clients.new_client import added
from clients.sought import Sought
from practice.importing import columns
from practice.importing.columns import NEXT_REVIEW, SOMEBODY_ELSE, STATUS
from ui.among import Among
from ui.csv_files import plain
from ui.csv_reading import DELIMITERS, NotATable, RawTable, read_table
from ui.dates import counted
from ui.text import search_words

FIRST_NAMES = "First names"
HIDDEN = "A possible match exists. An admin will decide."
MOST_COMPARED = 50  # rows of one key: a table may give everybody the same date of birth
EVERY = 100  # rows between two notes of how far it is


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    words: str


@dataclass
class NewClient:
    """A row that is in order: what `add_client` takes, and what follows it."""

    row: int
    columns: dict[str, Any]
    status: str
    next_review_on: date | None
    sought: Sought
    somebody_else: bool
    found: bool = False  # the practice knows somebody or something like them
    hidden: bool = False  # and some of that is for an admin to decide

    @property
    def names(self) -> tuple[str, ...]:
        return _names(self.sought.given_name, self.sought.family_name)


@dataclass
class Looked:
    """What a table came to."""

    good: list[NewClient] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hidden: list[NewClient] = field(
        default_factory=list
    )  # what an admin is to decide, whether they are in order or not


@dataclass(frozen=True)
class Table:
    """A table whose columns are understood. `names` holds the field of each column, "" for one that is left out."""

    raw: RawTable
    names: list[str]
    left_out: list[str]

    def has_heading(self, place: int) -> bool:
        return place < len(self.raw.headings) and bool(self.raw.headings[place].strip())

    @property
    def read_as(self) -> str:
        return f"{self.raw.encoding}, {DELIMITERS[self.raw.delimiter]} between the cells"


def understood(content: bytes, form: NewClientForm, *, most_rows: int) -> Table:
    """Raises NotATable, in words for the person, where the table as a whole cannot be used."""
    raw = read_table(content, most_rows=most_rows, fits=lambda cells: sum(map(bool, columns.named(cells, form))))
    names = columns.named(raw.headings, form)
    twice = [heading for heading, name in zip(raw.headings, names, strict=True) if name and names.count(name) > 1]
    if twice:
        raise NotATable(f"The column {twice[0].strip()} is there more than once.")
    lacking = [column.heading for column in columns.columns(form) if column.needed and column.name not in names]
    if lacking:
        raise NotATable(f"It lacks {counted(len(lacking), 'column')} that every row needs: {', '.join(lacking)}.")
    pairs = zip(raw.headings, names, strict=True)
    left_out = [heading.strip() for heading, name in pairs if not name and heading.strip()]
    return Table(raw, names, [heading for heading in left_out if not columns.is_problem_column(heading)])


def look_through(
    table: Table, form: NewClientForm, *, by: User, now: datetime, said: Callable[[int], None] = lambda done: None
) -> Looked:
    """Each row through the form of the page New client, then against the rows above it and the practice."""
    found = Looked()
    for number, cells in table.raw.rows:
        _look_at(number, cells, table, form, found)
    alike = [*_within(found.good), *_in_the_practice(found.good, by=by, now=now, said=said)]
    said(len(table.raw.rows))
    found.problems += alike
    found.problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in alike}
    found.hidden = [one for one in found.good if one.hidden]
    found.good = [one for one in found.good if one.row not in bad]
    return found


def _look_at(number: int, cells: list[str], table: Table, form: NewClientForm, found: Looked) -> None:
    if any(cell.strip() and not table.has_heading(place) for place, cell in enumerate(cells)):
        words = f"This row has {len(cells)} cells, the table {counted(len(table.names), 'column')}. "
        words += "A cell that holds a comma or semicolon must stand in quotation marks."
        found.problems.append(Problem(number, "", words))
        return
    values = {name: plain(cell) for name, cell in zip(table.names, cells, strict=False) if name}
    given = _bound(form, values)
    if given.errors:
        titles = columns.headings(form)
        for name, errors in given.errors.items():
            column = titles.get(name, "")
            found.problems += [Problem(number, column, str(words)) for words in errors]
        return
    cleaned = given.cleaned_data
    found.good.append(
        NewClient(
            row=number,
            columns={"person": given.person, **added(cleaned)},
            status=cleaned[STATUS],
            next_review_on=cleaned[NEXT_REVIEW],
            sought=given.sought,
            somebody_else=cleaned[SOMEBODY_ELSE],
        )
    )


def _bound(form: NewClientForm, values: dict[str, str]) -> NewClientForm:
    """The same form, filled in by the next row: making it anew for each takes longer than asking it."""
    form.is_bound, form.data = True, values
    form.full_clean()
    return form


def _within(rows: Iterable[NewClient]) -> Iterable[Problem]:
    """Who is like somebody further up. Only rows that agree in a key are compared, as in the search over all files."""
    above: dict[str, list[NewClient]] = defaultdict(list)
    for one in rows:
        keys = keys_of_person(one.sought)
        others = {other.row: other for key in keys for other in above[key][-MOST_COMPARED:]}
        found = next(((row, why) for row, other in sorted(others.items()) if (why := _one_person(one, other))), None)
        if found and not one.somebody_else:
            yield _problem(one, f"row {found[0]}", found[1])
        for key in keys:
            above[key].append(one)


def _one_person(one: NewClient, other: NewClient) -> tuple[str, ...]:
    """Why the two rows may be one person; nothing where they are two."""
    likeness = compare(one.sought, other.sought)
    return likeness.reasons if likeness and likeness.finding is Finding.PERSON else ()


def _in_the_practice(
    rows: list[NewClient], *, by: User, now: datetime, said: Callable[[int], None]
) -> Iterable[Problem]:
    """What the page New client would show of each, in the same words where the person does not know the client."""
    for done, one in enumerate(rows):
        if done % EVERY == 0:
            said(done)
        found = look(one.sought, staff=by, now=now)
        one.found = bool(found)
        one.hidden = found.hidden
        same = next((match for match in found.shown if match.client and match.finding is Finding.PERSON), None)
        if same and same.client and not one.somebody_else:
            yield _problem(one, same.client.reference, same.reasons)
        elif found.hidden and not one.somebody_else:
            words = f"{HIDDEN} Write yes under Somebody else to go on."
            yield Problem(one.row, FIRST_NAMES, words)


def came_since(rows: Iterable[NewClient], *, by: User) -> bool:
    """Whether a client of the very name of a row is there by now who was not when it was looked through."""
    asked = {one.names: one for one in rows if not one.somebody_else}
    listed = Client.objects.known_to(by).values_list("pk", "given_name", "family_name")
    same = {pk: asked.get(_names(given, family)) for pk, given, family in listed.iterator()} if asked else {}
    here = Client.objects.filter(Among("pk", [pk for pk, one in same.items() if one]))
    for client in here:
        one = same[client.pk]
        likeness = compare(one.sought, sought_of(client)) if one else None
        if likeness and likeness.finding is Finding.PERSON:
            return True
    return False


def _names(given_name: str, family_name: str) -> tuple[str, ...]:
    return tuple(sorted(search_words(given_name, family_name)))


def _problem(one: NewClient, whom: str, reasons: tuple[str, ...]) -> Problem:
    words = f"May be {whom}: {'; '.join(reasons)}. Write yes under Somebody else if they are two people."
    return Problem(one.row, FIRST_NAMES, words)
