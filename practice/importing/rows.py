"""Looks through a table of clients: what each row would add, and everything that is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from clients.forms import NewClientForm
from clients.models import Client
from clients.new_client import everything_of
from practice.importing import columns
from practice.importing.columns import NEXT_REVIEW, SOMEBODY_ELSE, STATUS
from ui.csv_files import plain
from ui.csv_reading import DELIMITERS, NotATable, RawTable, read_table
from ui.dates import counted
from ui.text import search_words

EVERY = 100  # rows between two notes of how far it is


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    words: str


@dataclass(frozen=True)
class Known:
    """By what two people are compared: all parts of their names, and the date of birth where both have one."""

    names: tuple[str, ...]
    born_on: date | None


@dataclass(frozen=True)
class NewClient:
    """A row that is in order: what `add_client` takes, and what follows it."""

    row: int
    columns: dict[str, Any]
    status: str
    next_review_on: date | None
    known: Known
    somebody_else: bool


@dataclass
class Looked:
    """What a table came to."""

    good: list[NewClient] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
    table: Table, form: NewClientForm, *, by: User, said: Callable[[int], None] = lambda done: None
) -> Looked:
    """Each row through the form of the page New client, then against the rows above it and the practice."""
    found = Looked()
    for done, (number, cells) in enumerate(table.raw.rows):
        if done % EVERY == 0:
            said(done)
        _look_at(number, cells, table, form, found)
    alike = [*_within(found.good), *in_the_practice(found.good, by=by)]
    found.problems += alike
    found.problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in alike}
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
    person = given.person
    names = tuple(sorted(search_words(person["given_name"], person["family_name"])))
    found.good.append(
        NewClient(
            row=number,
            columns=everything_of(given),
            status=cleaned[STATUS],
            next_review_on=cleaned[NEXT_REVIEW],
            known=Known(names, person["born_on"]),
            somebody_else=cleaned[SOMEBODY_ELSE],
        )
    )


def _bound(form: NewClientForm, values: dict[str, str]) -> NewClientForm:
    """The same form, filled in by the next row: making it anew for each takes longer than asking it."""
    form.is_bound, form.data, form._errors = True, values, None  # type: ignore[assignment]
    form.full_clean()
    return form


def _within(rows: Iterable[NewClient]) -> Iterable[Problem]:
    seen: dict[tuple[str, ...], list[NewClient]] = {}
    for one in rows:
        above = seen.setdefault(one.known.names, [])
        same = next((other for other in above if alike(one.known, other.known)), None)
        if same and not one.somebody_else:
            yield _problem(one, f"row {same.row}", same.known)
        above.append(one)


def in_the_practice(rows: Iterable[NewClient], *, by: User) -> Iterable[Problem]:
    """Only clients whom the person knows are compared, so nothing is told of others."""
    here: dict[tuple[str, ...], list[tuple[str, Known]]] = {}
    asked = {one.known.names for one in rows if not one.somebody_else}
    listed = Client.objects.known_to(by).values_list("reference", "given_name", "family_name", "born_on")
    for reference, given_name, family_name, born_on in listed.iterator() if asked else ():
        names = tuple(sorted(search_words(given_name, family_name)))
        if names in asked:
            here.setdefault(names, []).append((reference, Known(names, born_on)))
    for one in rows:
        if not one.somebody_else:
            same = next((other for other in here.get(one.known.names, []) if alike(one.known, other[1])), None)
            if same:
                yield _problem(one, same[0], same[1])


def alike(one: Known, other: Known) -> bool:
    """Whoever lacks a date of birth may be anybody of their name."""
    return one.names == other.names and (one.born_on == other.born_on or None in (one.born_on, other.born_on))


def _problem(one: NewClient, whom: str, known: Known) -> Problem:
    what = "Same name and date of birth as" if one.known.born_on and known.born_on else "Same name as"
    return Problem(one.row, "First names", f"{what} {whom}. Write yes under Somebody else if they are two people.")
