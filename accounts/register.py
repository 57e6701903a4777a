"""How far the checks of the staff reach, in the words of `ui.status`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accounts.models import CheckKind, CpdEntry, PracticeSettings, StaffCheck
from accounts.models.register import years_after
from ui import status
from ui.dates import counted, day
from ui.status import Status

WORDS = ("Lapsed", "Ends", "In date to")
WORDS_OF_DBS = ("Was due", "Repeat by", "Repeat by")  # it has no end; the practice wants a new one
AT_A_TIME = 500  # ids in one query; SQLite takes no long lists


@dataclass(frozen=True)
class Rules:
    """What the practice has decided about checks."""

    soon_days: int
    dbs_years: int

    @classmethod
    def of(cls, practice: PracticeSettings) -> "Rules":
        return cls(practice.expiry_first_days, practice.dbs_years)


def registration_status(person_ids: Collection[UUID], *, today: date) -> dict[UUID, Status]:
    """Of each person the professional registration that ends first. Two queries for up to 500 people."""
    rules = Rules.of(PracticeSettings.current())
    held: dict[UUID, list[StaffCheck]] = {}
    ids = sorted(person_ids)
    for start in range(0, len(ids), AT_A_TIME):
        found = StaffCheck.objects.current().of_kind(CheckKind.REGISTRATION)
        for check in found.filter(person__in=ids[start : start + AT_A_TIME]):
            held.setdefault(check.person_id, []).append(check)
    return {person: worst(held.get(person, []), rules, today=today) for person in ids}


def worst(checks: Iterable[StaffCheck], rules: Rules, *, today: date, brief: bool = False) -> Status:
    """The state of the one that runs out first; what has no end runs out last."""
    found = sorted(checks, key=lambda check: check.runs_out_on(dbs_years=rules.dbs_years) or date.max)
    return state_of(found[0], rules, today=today, brief=brief) if found else status.NOT_RECORDED


def state_of(check: StaffCheck, rules: Rules, *, today: date, brief: bool = False) -> Status:
    """In a table under a heading the words may be brief."""
    if check.no_longer_on:
        return status.worded(status.STOPPED, f"No longer held, {day(check.no_longer_on)}")
    end = check.runs_out_on(dbs_years=rules.dbs_years)
    if end is None:
        return status.worded(status.IN_DATE, "In date, no end date")
    past, soon, later = WORDS_OF_DBS if check.kind == CheckKind.DBS else WORDS
    if end < today:
        return status.worded(status.LAPSED, f"{past} {day(end)}")
    if (end - today).days <= rules.soon_days:
        return status.worded(status.ENDS_SOON, f"{soon} {day(end)}")
    return status.worded(status.IN_DATE, f"{later.replace('In date to', 'To') if brief else later} {day(end)}")


def cpd_minutes(person_ids: Collection[UUID], *, today: date) -> dict[UUID, int]:
    """Of each person the minutes of learning in the twelve months up to today."""
    totals = dict.fromkeys(person_ids, 0)
    since = year_before(today)
    entries = CpdEntry.objects.between(since, today).filter(person__in=list(totals))
    for person, spent in entries.values_list("person_id", "minutes"):
        totals[person] += spent
    return totals


def cpd_state(minutes: int, *, least_hours: int) -> Status | None:
    """Whether the practice's own minimum is reached; None where it has none."""
    if not least_hours:
        return None
    if minutes >= least_hours * 60:
        return status.worded(status.DONE, f"{counted(least_hours, 'hour')} reached")
    return status.worded(status.SOON, f"Under {counted(least_hours, 'hour')}")


def year_before(today: date) -> date:
    """The first day of the twelve months that end today."""
    return years_after(today, -1) + timedelta(days=1)
