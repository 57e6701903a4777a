from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import CheckKind, CpdEntry, StaffCheck, User
from accounts.models.register import years_after
from audit.actions import record
from ui.versions import swap

# Our own words. Whoever declares sees them, and they are kept with the declaration.
STATEMENT = (
    "I am fit to do my work safely, and nothing in my health or conduct stands against it. "
    "I hold the registration and the insurance that my work needs. "
    "No complaint, investigation or proceedings about my practice are open that the practice does not know of. "
    "I keep my knowledge up to date and work within it. "
    "I will tell the practice at once when any of this changes."
)
PRINTED = 80  # as much as a report prints of somebody's registrations


class NotCurrent(Exception): ...


class OwnCheck(Exception): ...


@transaction.atomic
def add_check(person: User, *, kind: str, by: User, now: datetime, **details: Any) -> StaffCheck:
    check = StaffCheck.objects.create(person=person, kind=kind, recorded_by=by, recorded_at=now, **details)
    record("check.added", check, by=by, fields=details, now=now)
    _print_registrations(person)
    return check


@transaction.atomic
def renew_check(check: StaffCheck, *, by: User, now: datetime, **details: Any) -> StaffCheck:
    """A new check in place of one, which stays to be read. Raises NotCurrent when it was renewed or given up before."""
    _lock_current(check)
    renewed = StaffCheck.objects.create(
        person=check.person, kind=check.kind, replaces=check, recorded_by=by, recorded_at=now, **details
    )
    record("check.renewed", renewed, by=by, fields=details, now=now)
    _print_registrations(check.person)
    return renewed


@transaction.atomic
def change_check(check: StaffCheck, *, version: int, by: User, now: datetime, **details: Any) -> None:
    """Puts a mistake right. What an admin had verified is to be verified again. Raises NotCurrent or versions.Stale."""
    _lock_current(check)
    changed = swap(check, version=version, **details, verified_by=None, verified_at=None)
    record("check.changed", check, by=by, fields=changed, now=now)
    _print_registrations(check.person)


@transaction.atomic
def end_check(check: StaffCheck, *, on: date, by: User, now: datetime) -> None:
    """The person no longer holds it: nobody is reminded of it any more."""
    _lock_current(check)
    StaffCheck.objects.filter(pk=check.pk).update(no_longer_on=on)
    record("check.ended", check, by=by, fields=["no_longer_on"], now=now)
    _print_registrations(check.person)


@transaction.atomic
def verify_check(check: StaffCheck, *, version: int, by: User, now: datetime) -> None:
    """An admin has seen the evidence of a colleague's check, as it stood at `version`."""
    if check.person_id == by.pk:
        raise OwnCheck("Your own evidence must be seen by another practice admin.")
    _lock_current(check)
    swap(check, version=version, verified_by=by, verified_at=now)
    record("check.verified", check, by=by, now=now)


@transaction.atomic
def declare_fitness(person: User, *, now: datetime, today: date) -> StaffCheck:
    """The person's own declaration, good for a year; the one before it is thereby renewed."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))
    before = StaffCheck.objects.current().of_kind(CheckKind.FITNESS).filter(person=person).first()
    declared = StaffCheck.objects.create(
        person=person,
        kind=CheckKind.FITNESS,
        issued_on=today,
        ends_on=years_after(today, 1),
        statement=STATEMENT,
        replaces=before,
        recorded_by=person,
        recorded_at=now,
    )
    record("fitness.declared", declared, by=person, now=now)
    return declared


@transaction.atomic
def log_cpd(person: User, *, now: datetime, **details: Any) -> CpdEntry:
    entry = CpdEntry.objects.create(person=person, recorded_at=now, **details)
    record("cpd.logged", entry, by=person, fields=details, now=now)
    return entry


@transaction.atomic
def change_cpd(entry: CpdEntry, *, version: int, by: User, now: datetime, **details: Any) -> None:
    """Raises ui.versions.Stale when the entry was saved in another window since."""
    changed = swap(entry, version=version, **details)
    record("cpd.changed", entry, by=by, fields=changed, now=now)


def _lock_current(check: StaffCheck) -> None:
    """Two people cannot both renew one check; the constraint on `replaces` holds as well."""
    list(StaffCheck.objects.select_for_update(no_key=True).filter(pk=check.pk).values_list("pk"))
    if not StaffCheck.objects.current().filter(pk=check.pk).exists():
        raise NotCurrent("This entry was renewed or ended in the meantime. Look at the register as it is now.")


def _print_registrations(person: User) -> None:
    """Keeps what reports print in step with the register, once there is anything about the person in it."""
    held = StaffCheck.objects.filter(person=person).of_kind(CheckKind.REGISTRATION)
    if held.exists():
        words = [f"{check.body} {check.number}".strip() for check in held.current().order_by("recorded_at", "pk")]
        User.objects.filter(pk=person.pk).update(registration="; ".join(_as_many_as_fit(words)))


def _as_many_as_fit(words: list[str]) -> list[str]:
    return words if len("; ".join(words)) <= PRINTED else _as_many_as_fit(words[:-1])
