"""Who is away. Who covers for them is `clients.cover_actions`."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Absence, User
from audit.actions import record


class AlreadyAway(Exception): ...


class AlreadyBack(Exception): ...


@transaction.atomic
def enter_absence(
    person: User, *, kind: str, starts_on: date, ends_on: date | None, by: User, now: datetime
) -> Absence:
    """Notes that somebody is away; `ends_on` is the last day, or None while nobody knows."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))
    _refuse_overlap(person, starts_on, ends_on)
    absence = Absence.objects.create(
        person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, entered_by=by, entered_at=now
    )
    record("absence.entered", absence, by=by, now=now)
    return absence


@transaction.atomic
def note_return(absence: Absence, *, by: User, now: datetime) -> None:
    """The person is back, or does not go. Call `clients.cover_actions.end_absence`, which ends cover too."""
    if not Absence.objects.filter(pk=absence.pk, returned_at=None).update(returned_at=now, returned_by=by):
        raise AlreadyBack(f"The return of {absence.person.name} was entered already.")
    absence.returned_at, absence.returned_by = now, by
    record("absence.ended", absence, by=by, fields=["returned_at"], now=now)


@transaction.atomic
def change_last_day(absence: Absence, *, ends_on: date | None, by: User, now: datetime) -> None:
    """Call `clients.cover_actions.change_end`, which moves the end of cover too."""
    list(User.objects.select_for_update(no_key=True).filter(pk=absence.person_id).values_list("pk"))
    _refuse_overlap(absence.person, absence.starts_on, ends_on, besides=absence)
    if not Absence.objects.filter(pk=absence.pk, returned_at=None).update(ends_on=ends_on):
        raise AlreadyBack(f"The return of {absence.person.name} was entered already.")
    absence.ends_on = ends_on
    record("absence.changed", absence, by=by, fields=["ends_on"], now=now)


def _refuse_overlap(person: User, starts_on: date, ends_on: date | None, *, besides: Absence | None = None) -> None:
    others = Absence.objects.filter(person=person, returned_at=None)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on:
        others = others.filter(starts_on__lte=ends_on)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise AlreadyAway(f"An absence of {person.name} is entered for these days already.")
