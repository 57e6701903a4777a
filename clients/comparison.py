"""Two files side by side, as far as an admin may know them: identity, who carries them, how much each holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, Value

from accounts.models import User
from clients.models import Assignment, AssignmentKind, Client, Instruction, Status
from clients.refiling import CHOSEN, Table, tables
from ui.dates import day


@dataclass(frozen=True)
class Line:
    label: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        return self.here != self.there


@dataclass(frozen=True)
class Comparison:
    """`here` is the file that goes on, `there` the one that is merged into it."""

    here: Client
    there: Client
    identity: list[Line]
    carried: list[Line]
    counts: list[Line]
    team_here: list[Assignment]
    team_there: list[Assignment]
    instructions: list[Instruction]

    @property
    def version(self) -> int:
        """Grows when either file is changed."""
        return self.here.version + self.there.version

    def to_choose(self) -> list[tuple[str, str, str, str]]:
        """Each name and label of identity where the files differ, and what each says."""
        lines = zip(CHOSEN, self.identity, strict=True)
        return [(name, line.label, line.here, line.there) for name, line in lines if line.differs]

    def may_come_along(self) -> list[User]:
        """Who works on the earlier file and not on this one."""
        here = {spell.staff_id for spell in self.team_here}
        return list({spell.staff_id: spell.staff for spell in self.team_there if spell.staff_id not in here}.values())


def compare(here: Client, there: Client, *, now: datetime) -> Comparison:
    """Three queries: who works on them, their open instructions, how many rows of each kind."""
    live = Assignment.objects.live(now).working().filter(client__in=[here, there]).select_related("staff")
    spells = list(live.order_by("starts_at", "pk"))
    open_ones = Instruction.objects.open().filter(client__in=[here, there]).prefetch_related("parties")
    teams = [[spell for spell in spells if spell.client_id == file.pk] for file in (here, there)]
    return Comparison(
        here=here,
        there=there,
        identity=[Line(_label(name), _shown(here, name), _shown(there, name)) for name in CHOSEN],
        carried=_carried(here, there, *teams),
        counts=_counts(here, there),
        team_here=teams[0],
        team_there=teams[1],
        instructions=sorted(open_ones, key=lambda one: one.client_id != here.pk),
    )


def instruction_words(instruction: Instruction, reference: str) -> str:
    firms = ", ".join(party.firm for party in instruction.parties.all() if party.instructs)
    by = f" by {firms}" if firms else ""
    return f"{instruction} of {reference}{by}, since {day(instruction.starts_on)}"


def _carried(here: Client, there: Client, team_here: list[Assignment], team_there: list[Assignment]) -> list[Line]:
    lines = [
        Line("Status", *(Status(file.status).label for file in (here, there))),
        Line("File opened", *(day(file.created_at) for file in (here, there))),
        Line("Last contact", *(_on(file.last_contact_on) for file in (here, there))),
        Line("Next review", *(_on(file.next_review_on) for file in (here, there))),
    ]
    return [Line("Case manager", _lead(team_here), _lead(team_there)), *lines]


def _lead(team: list[Assignment]) -> str:
    return ", ".join(spell.staff.name for spell in team if spell.kind == AssignmentKind.LEAD) or "Nobody"


def _on(moment: date | None) -> str:
    return day(moment) if moment else "None"


def _label(name: str) -> str:
    column: Any = Client._meta.get_field(name)
    words = str(column.verbose_name)
    return f"{words[:1].upper()}{words[1:]}"


def _shown(file: Client, name: str) -> str:
    value = getattr(file, name)
    if isinstance(value, date):
        return day(value)
    shown = getattr(file, f"get_{name}_display", None)
    return str(shown() if shown else value) or "Not recorded"


def _counts(here: Client, there: Client) -> list[Line]:
    """One query. What admins may not even know to exist has no line."""
    counted = [table for table in tables() if table.rule.counted]
    parts = [_count(table, here, there) for table in counted]
    found = {(kind, client): number for kind, client, number in parts[0].union(*parts[1:], all=True)}
    lines = [
        Line(table.rule.counted, *(str(found.get((table.rule.counted, file.pk), 0)) for file in (here, there)))
        for table in counted
    ]
    return sorted(lines, key=lambda line: line.label)


def _count(table: Table, here: Client, there: Client) -> Any:
    rows = table.model._base_manager.filter(**{f"{table.column}__in": [here, there]}).order_by()
    rows = rows.annotate(counted_as=Value(table.rule.counted, output_field=CharField()), whose=F(table.column))
    rows = rows.values("counted_as", "whose").annotate(number_of=Count("pk"))
    return rows.values_list("counted_as", "whose", "number_of")
