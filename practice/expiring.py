"""Checks of the staff that run out: one's own and, for an admin, everybody's."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import CheckKind, PracticeSettings, StaffCheck, User
from accounts.models.register import years_after
from accounts.register import Rules, state_of
from accounts.roles import Permission, Role
from accounts.written_for import written_for
from reminders.models import Kind, Stage
from reminders.sources import Ladder, OwnRow, OwnSource, People
from ui.status import Status

MOST_LINES = 25


@dataclass(frozen=True)
class ExpiringLine:
    who: str
    url: str
    what: str
    state: Status
    verb: str
    verb_url: str


@dataclass(frozen=True)
class Expiring:
    title: str
    count: int
    lines: list[ExpiringLine]


def lines_for(user: User, practice: PracticeSettings, *, now: datetime) -> Expiring | None:
    """For My day; None when nothing has lapsed or ends soon."""
    rules, today = Rules.of(practice), timezone.localdate(now)
    is_admin = user.may(Permission.MANAGE_STAFF)
    until = today + timedelta(days=rules.soon_days)
    checks = checks_running_out(user, now, until, years_after(until, -rules.dbs_years))
    checks.sort(key=lambda check: (check.runs_out_on(dbs_years=rules.dbs_years) or today, check.person.name))
    if not checks:
        return None
    lines = [_line(check, user, state_of(check, rules, today=today)) for check in checks[:MOST_LINES]]
    return Expiring("Checks of the staff" if is_admin else "Your checks", len(checks), lines)


@written_for
def checks_running_out(user: User, now: datetime, until: date, issued: date) -> Any:
    """DBS checks by the day they were issued on. An admin is told of everybody's."""
    found = StaffCheck.objects.current().of_active_staff().ended_by(until, issued=issued).select_related("person")
    return found if user.may(Permission.MANAGE_STAFF) else found.filter(person=user)


def _line(check: StaffCheck, user: User, state: Status) -> ExpiringLine:
    is_own = check.person_id == user.pk
    register = reverse("accounts:own_register") if is_own else _register_of(check.person)
    verb, url = "Renew", reverse("accounts:renew_check", args=[check.pk])
    if check.kind == CheckKind.FITNESS:
        verb, url = ("Declare", reverse("accounts:declare_fitness")) if is_own else ("Open register", register)
    what = check.get_kind_display() if check.kind == CheckKind.FITNESS else f"{check.get_kind_display()}, {check.title}"
    return ExpiringLine("You" if is_own else check.person.name, register, what, state, verb, url)


def _register_of(person: User) -> str:
    return reverse("accounts:person_register", args=[person.pk])


def ladder(practice: PracticeSettings) -> Ladder:
    return (
        (Stage.FIRST, practice.expiry_first_days),
        (Stage.SECOND, practice.expiry_second_days),
        (Stage.BEFORE, practice.expiry_last_days),
        (Stage.ON_THE_DAY, 0),
        (Stage.ESCALATED, -practice.escalate_days_after),
    )


def due(kind: str, until: date, people: Collection[UUID] | None = None) -> Iterator[OwnRow]:
    """The checks of one kind that run out by a day: of these people, or of everybody at work."""
    dbs_years = PracticeSettings.current().dbs_years
    checks = StaffCheck.objects.current().of_active_staff().of_kind(kind).select_related("person")
    checks = checks.running_out(until, dbs_years=dbs_years).order_by("pk")
    for check in checks if people is None else checks.filter(person__in=people):
        end = check.runs_out_on(dbs_years=dbs_years)
        if end:
            yield OwnRow(kind, check.pk, check.person_id, check.person.initials, end)


def responsible_for(person_ids: Collection[UUID], now: datetime) -> dict[UUID, People]:
    """The person and every practice admin, who also hear when it is overdue."""
    admins = tuple(User.objects.holding(Role.PRACTICE_ADMIN).order_by("pk").values_list("pk", flat=True))
    return {person: People((person, *(admin for admin in admins if admin != person)), admins) for person in person_ids}


SOURCES = [
    OwnSource(kind, name, partial(due, kind), responsible_for, ladder)
    for kind, name in (
        (Kind.REGISTRATION, "Registrations"),
        (Kind.MEMBERSHIP, "Memberships"),
        (Kind.DBS, "DBS checks"),
        (Kind.INDEMNITY, "Indemnity insurances"),
        (Kind.FITNESS, "Fitness declarations"),
    )
]
