"""Checks of the staff that run out: one's own and, for an admin, everybody's."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import CheckKind, PracticeSettings, StaffCheck, User
from accounts.register import Rules, state_of
from accounts.roles import Permission
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


def lines_for(user: User, *, today: date) -> Expiring | None:
    """For My day; None when nothing has lapsed or ends soon."""
    practice = PracticeSettings.current()
    rules = Rules.of(practice)
    is_admin = user.may(Permission.MANAGE_STAFF)
    found = StaffCheck.objects.current().of_active_staff().select_related("person")
    found = found.running_out(today + timedelta(days=rules.soon_days), dbs_years=rules.dbs_years)
    checks = list(found if is_admin else found.filter(person=user))
    checks.sort(key=lambda check: (check.runs_out_on(dbs_years=rules.dbs_years) or today, check.person.name))
    if not checks:
        return None
    lines = [_line(check, user, state_of(check, rules, today=today)) for check in checks[:MOST_LINES]]
    return Expiring("Checks of the staff" if is_admin else "Your checks", len(checks), lines)


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
