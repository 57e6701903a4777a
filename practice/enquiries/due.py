"""Enquiries that nobody has acknowledged, or that were put off: reminders for who logged them and for the admins."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from accounts.models import PracticeSettings, User
from accounts.roles import Role
from practice.models import Enquiry
from reminders.models import Kind, Stage
from reminders.sources import Ladder, OwnRow, OwnSource, People

DAYS_UNTIL_TOLD_AGAIN = 1  # the clock is a day or two: an overdue one is told on the next day


def due(until: date, people: Collection[UUID] | None = None) -> Iterator[OwnRow]:
    """The row names who logged it, for there is no client yet: mail says their initials and no name of anybody."""
    found = Enquiry.objects.due_by(until).select_related("logged_by").order_by("pk")
    for enquiry in found if people is None else found.filter(logged_by__in=people):
        yield OwnRow(Kind.ENQUIRY, enquiry.pk, enquiry.logged_by_id, enquiry.logged_by.initials, enquiry.due)


def responsible_for(person_ids: Collection[UUID], now: datetime) -> dict[UUID, People]:
    """Who logged it, while they work here, and every practice admin."""
    admins = tuple(User.objects.holding(Role.PRACTICE_ADMIN).order_by("pk").values_list("pk", flat=True))
    here = set(User.objects.active().filter(pk__in=person_ids).values_list("pk", flat=True))
    return {
        person: People((*({person} & here), *(admin for admin in admins if admin != person)), admins)
        for person in person_ids
    }


def ladder(practice: PracticeSettings) -> Ladder:
    return ((Stage.ON_THE_DAY, 0), (Stage.ESCALATED, -DAYS_UNTIL_TOLD_AGAIN))


SOURCE = OwnSource(Kind.ENQUIRY, "Enquiries", due, responsible_for, ladder)
