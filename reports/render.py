"""From a report's values to its one HTML text, which is read on screen, printed, and turned into the PDF."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from careplans.attainment import score_words
from reports.contents import CostLine, Decision, GoalLine, ProgressReport, Statement
from ui import dates
from ui.charts import GoalRow, goal_chart
from ui.money import pounds

MAIN_STARTS, MAIN_ENDS = '<main class="report"', "</main>"
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Pair:
    label: str
    value: str


@dataclass(frozen=True)
class MoneyColumn:
    label: str
    of: Callable[[CostLine], int | None]
    unknown: str = NOT_KNOWN


@dataclass(frozen=True)
class Cell:
    """A table cell that knows its column's heading, which a narrow screen shows beside it."""

    label: str
    text: str


@dataclass(frozen=True)
class MoneyRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SourceUse:
    number: int
    label: str
    event_on: date
    recorded_on: date | None
    late_entry: bool
    used_in: str


def render(report: ProgressReport, *, draft: bool) -> str:
    return render_to_string("reports/progress_report.html", {"report": report, "page": Page(report, draft)})


def body_of(html: str) -> SafeString:
    """The `<main>` of a rendered report as a `<div>`, to stand inside another page's `<main>`.

    Only for HTML that came from `render`.
    """
    start, end = html.index(MAIN_STARTS), html.rindex(MAIN_ENDS)
    return mark_safe(f"<div{html[start + len('<main') : end]}</div>")  # noqa: S308 - escaped when it was rendered


@dataclass(frozen=True)
class Page:
    """What the template needs beside the report: numbers of sections, sums, lines of ready strings."""

    report: ProgressReport
    draft: bool

    @cached_property
    def number(self) -> dict[str, int]:
        """Only parts that exist have a number."""
        report = self.report
        parts = {
            "basis": report.basis,
            "goals": report.goals,
            "measures": report.measures,
            "services": report.services,
            "costs": report.costs,
            "risks": report.risks,
            "recommendations": report.recommendations or report.ledger,
            "plan": report.plan,
            "statement": True,
            "sources": report.sources,
        }
        return {name: place for place, name in enumerate((name for name, part in parts.items() if part), start=1)}

    @property
    def title(self) -> str:
        return f"Progress report – {self.report.subject.reference} – {self.period}"

    @property
    def running_head(self) -> str:
        subject = self.report.subject
        head = f"Progress report – {subject.reference} – {subject.short_name} – version {self.report.version}"
        return f"DRAFT – {head}" if self.draft else head

    @property
    def period(self) -> str:
        starts, ends = self.report.period.starts_on, self.report.period.ends_on
        first = f"{starts.day} {dates.MONTHS[starts.month - 1]}"
        return f"{first if starts.year == ends.year else dates.long_day(starts)} to {dates.long_day(ends)}"

    @property
    def decisions_total(self) -> str:
        return _decisions_total(self.report.decisions)

    @property
    def contacts(self) -> str:
        basis = self.report.basis
        return "" if basis is None else _listed(f"{entry.count} {entry.words}" for entry in basis.contacts)

    @property
    def contacts_count(self) -> str:
        basis = self.report.basis
        return "" if basis is None else dates.counted(sum(entry.count for entry in basis.contacts), "contact")

    @property
    def parties(self) -> list[tuple[Pair, Pair | None]]:
        report = self.report
        born = f", born {dates.long_day(report.subject.born)}" if report.subject.born else ""
        checked = report.statement.checked
        left = [
            Pair("Client", f"{report.subject.name}{born}"),
            Pair("Injury", report.subject.injury),
            Pair("Instructed by", report.parties.instructed_by),
            Pair("Funder", report.parties.funder),
        ]
        right = [
            Pair("Author", f"{report.author.name}, {report.author.role}"),
            Pair("Registration", report.author.registration),
            Pair("Checked by", f"{checked.name}, {checked.role}" if checked else ""),
            Pair("Written for", report.parties.reader),
        ]
        return list(zip_longest((pair for pair in left if pair.value), (pair for pair in right if pair.value)))

    @property
    def progress(self) -> list[Fact]:
        report = self.report
        facts = []
        if report.goals:
            note = "as expected or better" if report.goals.rated else "none rated yet"
            value = f"{report.goals.at_or_above} of {report.goals.rated}" if report.goals.rated else "–"
            unrated = report.goals.total - report.goals.rated
            more = f"; {unrated} not rated yet" if unrated and report.goals.rated else ""
            facts.append(Fact("Goals", value, note + more))
        if report.services:
            in_place = sum(1 for line in report.services if line.in_place)
            ended = sum(1 for line in report.services if line.ended)
            others = len(report.services) - in_place - ended
            notes = ["in place", f"{others} not yet" if others else "", f"{ended} ended" if ended else ""]
            facts.append(Fact("Services", str(in_place), "; ".join(note for note in notes if note)))
        if report.risks:
            facts.append(Fact("Open risks", str(len(report.risks.lines)), "that this report may show"))
        if report.next_review_on:
            on = report.next_review_on
            facts.append(Fact("Next review", dates.day(on).rsplit(" ", 1)[0], dates.weekday_day(on)))
        return facts

    @property
    def money(self) -> list[Fact]:
        """Page 1 shows an amount only when it is known for every line."""
        if self.report.costs is None:
            return []
        notes = {
            "Recommended": "in all recommendations",
            "Agreed": "by the funder",
            "Spent": "billed so far",
            "Committed": "ordered, not yet billed",
            "Remaining": "not spent or committed",
            "Forecast": "spent, committed and still expected",
        }
        totals = ((column, self._total(column)) for column in self.money_columns)
        facts = [Fact(column.label, text, notes.get(column.label, "")) for column, text in totals]
        return [fact for fact in facts if fact.label in notes][:5]

    @cached_property
    def money_columns(self) -> list[MoneyColumn]:
        costs = self.report.costs
        return [
            column for column in MONEY_COLUMNS if costs and any(column.of(line) is not None for line in costs.lines)
        ]

    @property
    def money_rows(self) -> list[MoneyRow]:
        costs = self.report.costs
        return [
            MoneyRow(line.category, tuple(Cell(column.label, _amount(column, line)) for column in self.money_columns))
            for line in (costs.lines if costs else ())
        ]

    @property
    def money_total(self) -> MoneyRow:
        return MoneyRow("Total", tuple(Cell(column.label, self._total(column)) for column in self.money_columns))

    def _total(self, column: MoneyColumn) -> str:
        costs = self.report.costs
        amounts = [column.of(line) for line in costs.lines] if costs else []
        known = [amount for amount in amounts if amount is not None]
        whole = len(known) == len(amounts) or column.unknown != NOT_KNOWN
        return pounds(sum(known)) if whole else f"at least {pounds(sum(known))}"

    @property
    def risks_have_owners(self) -> bool:
        risks = self.report.risks
        return risks is not None and any(line.who for line in risks.lines)

    @property
    def recommendations_total(self) -> str:
        lines = self.report.recommendations
        known = [line.cost_pence for line in lines if line.cost_pence is not None]
        if not known:
            return ""
        return pounds(sum(known)) if len(known) == len(lines) else f"at least {pounds(sum(known))}"

    @property
    def goals_finding(self) -> str:
        goals = self.report.goals
        if goals is None or not goals.rated:
            return "No goal has been rated since it was agreed."
        higher = sum(1 for line in goals.lines if _rose(line))
        noun, verb = ("goal" if goals.rated == 1 else "goals"), ("is" if goals.at_or_above == 1 else "are")
        found = f"{goals.at_or_above} of {goals.rated} rated {noun} {verb} as expected or better"
        return f"{found}; {higher} of {goals.rated} {'is' if higher == 1 else 'are'} higher than at the start."

    @property
    def chart(self) -> SafeString:
        goals = self.report.goals
        if goals is None:
            return SafeString("")
        rows = [
            GoalRow(f"{line.number}. {line.title}", _place(line.baseline), _place(line.now)) for line in goals.lines
        ]
        return goal_chart(rows, title=f"Goal levels at the start and now: {self.goals_finding}")

    @property
    def sources(self) -> list[SourceUse]:
        used: dict[int, list[int]] = {}
        for section, statement in self._statements():
            places = used.setdefault(statement.source.number, [])
            if self.number[section] not in places:
                places.append(self.number[section])
        return [
            SourceUse(
                number=source.number,
                label=source.label,
                event_on=source.event_on,
                recorded_on=source.recorded_on,
                late_entry=source.late_entry,
                used_in=", ".join(str(place) for place in used.get(source.number, [])) or "background",
            )
            for source in self.report.sources
        ]

    def _statements(self) -> Iterator[tuple[str, Statement]]:
        report = self.report
        parts: list[tuple[str, Iterable[Statement | None]]] = [
            ("goals", (line.evidence for line in report.goals.lines) if report.goals else ()),
            ("services", (line.effect for line in report.services)),
            ("risks", (line.in_place for line in report.risks.lines) if report.risks else ()),
        ]
        for section, statements in parts:
            yield from ((section, statement) for statement in statements if statement is not None)

    @property
    def goal_rows(self) -> list[tuple[GoalLine, str, str]]:
        goals = self.report.goals
        return [(line, _level(line.baseline), _level(line.now)) for line in (goals.lines if goals else ())]

    @property
    def fingerprint(self) -> str:
        digest = self.report.fingerprint
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _spent_and_promised(line: CostLine) -> int | None:
    if line.spent_pence is None or line.committed_pence is None:
        return None
    return line.spent_pence + line.committed_pence


def _remaining(line: CostLine) -> int | None:
    used = _spent_and_promised(line)
    return None if used is None or line.agreed_pence is None else line.agreed_pence - used


def _forecast(line: CostLine) -> int | None:
    used = _spent_and_promised(line)
    return None if used is None or line.expected_pence is None else used + line.expected_pence


MONEY_COLUMNS = (
    MoneyColumn("Recommended", lambda line: line.asked_pence),
    MoneyColumn("Agreed", lambda line: line.agreed_pence, "No answer yet"),
    MoneyColumn("Spent", lambda line: line.spent_pence),
    MoneyColumn("Committed", lambda line: line.committed_pence),
    MoneyColumn("Remaining", _remaining),
    MoneyColumn("Still expected", lambda line: line.expected_pence),
    MoneyColumn("Forecast", _forecast),
)


def _decisions_total(decisions: tuple[Decision, ...]) -> str:
    known = [decision.cost_pence for decision in decisions if decision.cost_pence is not None]
    if not known:
        return ""
    if len(known) < len(decisions):
        return f"at least {pounds(sum(known))}"
    upper = any(decision.cost_words == "up to" for decision in decisions)
    return f"{'at most ' if upper else ''}{pounds(sum(known))}"


def _amount(column: MoneyColumn, line: CostLine) -> str:
    pence = column.of(line)
    return column.unknown if pence is None else pounds(pence)


def _level(score: Decimal | None) -> str:
    return score_words(score).removesuffix(" than expected")


def _rose(line: GoalLine) -> bool:
    return line.baseline is not None and line.now is not None and line.now > line.baseline


def _place(score: Decimal | None) -> float | None:
    """Where the chart draws a score: partially achieved stands half way."""
    return None if score is None else float(score)


def _listed(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
