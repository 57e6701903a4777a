"""The staff register as its pages show it: one person's checks, or a line for each of the staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accounts.models import CheckKind, CpdEntry, PracticeSettings, StaffCheck, User
from accounts.register import Rules, cpd_minutes, cpd_state, state_of, worst, year_before
from ui import status
from ui.dates import day, minutes
from ui.status import Status

MOST_ENTRIES = 100
COLUMNS = (CheckKind.REGISTRATION, CheckKind.DBS, CheckKind.INDEMNITY, CheckKind.FITNESS)
HEADINGS: dict[str, str] = {
    CheckKind.REGISTRATION: "Registration",
    CheckKind.DBS: "DBS",
    CheckKind.INDEMNITY: "Indemnity",
    CheckKind.FITNESS: "Fitness",
}
NOT_RIGHT, SOON, UNVERIFIED = "lapsed", "soon", "unverified"
STATES = [(NOT_RIGHT, "Lapsed or not recorded"), (SOON, "Ends soon"), (UNVERIFIED, "Evidence not verified")]


@dataclass(frozen=True)
class CheckRow:
    check: StaffCheck
    state: Status
    notes: list[str]
    verified: str
    may_verify: bool

    @property
    def verified_on(self) -> datetime | None:
        return self.check.verified_at

    @property
    def is_declaration(self) -> bool:
        return self.check.kind == CheckKind.FITNESS


@dataclass(frozen=True)
class PersonRegister:
    """What the page of one person shows. `missing` are the kinds of which nothing is recorded."""

    current: list[CheckRow]
    missing: list[str]
    earlier: list[CheckRow]
    learnt: str
    learnt_state: Status | None
    since: date


@dataclass(frozen=True)
class Cell:
    """A cell that knows its column's heading, which a narrow screen shows beside it."""

    label: str
    state: Status


@dataclass(frozen=True)
class StaffRow:
    person: User
    cells: list[Cell]
    memberships: str
    learnt: str
    learnt_state: Status | None
    unverified: int

    @property
    def url(self) -> str:
        return reverse("accounts:person_register", args=[self.person.pk])

    def is_in(self, chosen: str) -> bool:
        """Whether the row belongs to the state that a filter names; every row does to none."""
        tones = {cell.state.tone for cell in self.cells}
        return {
            NOT_RIGHT: bool(tones & {"red", ""}),
            SOON: "amber" in tones,
            UNVERIFIED: self.unverified > 0,
        }.get(chosen, True)


def register_of(person: User, practice: PracticeSettings, *, viewer: User, today: date) -> PersonRegister:
    rules = Rules.of(practice)
    found = StaffCheck.objects.filter(person=person).select_related("verified_by", "recorded_by", "replaced_by")
    order = list(CheckKind)
    checks = sorted(found.newest_first(), key=lambda check: order.index(CheckKind(check.kind)))
    held = {check.kind for check in checks if check.is_current}
    learnt = cpd_minutes([person.pk], today=today)[person.pk]
    return PersonRegister(
        current=[_row(check, rules, viewer, today) for check in checks if check.is_current],
        missing=[kind.label for kind in COLUMNS if kind not in held],
        earlier=[_row(check, rules, viewer, today) for check in checks if not check.is_current],
        learnt=minutes(learnt),
        learnt_state=cpd_state(learnt, least_hours=practice.cpd_hours),
        since=year_before(today),
    )


def _row(check: StaffCheck, rules: Rules, viewer: User, today: date) -> CheckRow:
    state = state_of(check, rules, today=today)
    if not check.is_current and not check.no_longer_on:
        state = status.worded(status.CLOSED, "Renewed")
    may_verify = check.is_current and check.verified_by is None and check.person_id != viewer.pk
    return CheckRow(check, state, _notes(check), _verified(check), may_verify and check.kind != CheckKind.FITNESS)


def _notes(check: StaffCheck) -> list[str]:
    detail = check.detail if check.kind == CheckKind.INDEMNITY else ""
    issued = "declared" if check.kind == CheckKind.FITNESS else "issued"
    notes = [
        check.number,
        f"{issued} {day(check.issued_on)}" if check.issued_on else "",
        f"update service checked {day(check.looked_up_on)}" if check.looked_up_on else "",
        detail if detail and detail not in check.title else "",
    ]
    return [note for note in notes if note]


def _verified(check: StaffCheck) -> str:
    if check.kind == CheckKind.FITNESS:
        return "Declared in person"
    return check.verified_by.name if check.verified_by else "Not yet"


def staff_rows(practice: PracticeSettings, *, today: date) -> list[StaffRow]:
    """Everybody at work, by name. As many queries for three people as for three hundred."""
    staff = list(User.objects.active().order_by("name", "pk"))
    checks: dict[object, list[StaffCheck]] = {person.pk: [] for person in staff}
    for check in StaffCheck.objects.current().of_active_staff().newest_first():
        checks[check.person_id].append(check)
    learnt = cpd_minutes([person.pk for person in staff], today=today)
    return [_staff_row(person, checks[person.pk], learnt[person.pk], practice, today) for person in staff]


def _staff_row(
    person: User, checks: Iterable[StaffCheck], learnt: int, practice: PracticeSettings, today: date
) -> StaffRow:
    of_kind: dict[str, list[StaffCheck]] = {kind: [] for kind in CheckKind}
    for check in checks:
        of_kind[check.kind].append(check)
    rules = Rules.of(practice)
    cells = [Cell(HEADINGS[kind], worst(of_kind[kind], rules, today=today, brief=True)) for kind in COLUMNS]
    to_see = [check for kind, held in of_kind.items() if kind != CheckKind.FITNESS for check in held]
    return StaffRow(
        person=person,
        cells=cells,
        memberships=", ".join(check.body for check in of_kind[CheckKind.MEMBERSHIP]),
        learnt=minutes(learnt),
        learnt_state=cpd_state(learnt, least_hours=practice.cpd_hours),
        unverified=sum(check.verified_by_id is None for check in to_see),
    )


def cpd_rows(person: User, *, with_reflection: bool) -> list[CpdEntry]:
    """The last entries. The reflection is not even read for anybody but the person."""
    found = CpdEntry.objects.filter(person=person).newest_first()
    return list(found[:MOST_ENTRIES] if with_reflection else found.defer("reflection")[:MOST_ENTRIES])
