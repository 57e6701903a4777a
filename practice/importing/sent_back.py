from collections import defaultdict

from practice.importing.actions import table_of
from practice.importing.columns import PROBLEM, is_problem_column
from practice.models import Import, ImportProblem


def rows_with_problems(sent: Import) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the table as it was sent, without those in order, and a last column that says why.

    Raises ImportRefused where the table is not kept any more.
    """
    table = table_of(sent).raw
    words: dict[int, list[str]] = defaultdict(list)
    for problem in ImportProblem.objects.filter(table=sent).order_by("row", "pk"):
        words[problem.row].append(f"{problem.column}: {problem.words}" if problem.column else problem.words)
    kept = [place for place, heading in enumerate(table.headings) if not is_problem_column(heading)]
    headings = [table.headings[place] for place in kept]
    rows = [
        [*[cells[place] if place < len(cells) else "" for place in kept], *cells[len(table.headings) :]]
        for number, cells in table.rows
        if number in words
    ]
    reasons = [" ".join(words[number]) for number, _ in table.rows if number in words]
    wide = max([len(headings), *(len(row) for row in rows)])
    filled = [[*row, *[""] * (wide - len(row)), why] for row, why in zip(rows, reasons, strict=True)]
    return [*headings, *[""] * (wide - len(headings)), PROBLEM], filled
