"""What My day says of changes of hands: what comes and goes, whom nobody covers, and one's own absence."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, User
from accounts.roles import Permission
from accounts.written_for import written_for
from clients.models import Client, HandoverKind, HandoverLine, HandoverNote
from clients.responsibility import uncovered
from ui import status
from ui.among import Among, listed
from ui.dates import counted, weekday_day
from ui.status import Status
from ui.written import written

TOLD_FOR = timedelta(days=7)  # that a client has gone to somebody else
MOST = 25
MOST_READ = 500  # so that many who went at once are counted


@dataclass(frozen=True)
class Passing:
    """A client who comes or goes, by initials and reference: the file may not be theirs yet, or not any more."""

    initials: str
    reference: str
    why: str
    tag: Status
    verb: str = ""
    url: str = ""


@dataclass(frozen=True)
class Alone:
    """Somebody who is away while nobody covers some of their clients."""

    name: str
    why: str
    url: str


def changes_of_hands(user: User, lines: Collection[UUID], *, now: datetime) -> list[Passing]:
    """Of `lines_to_tell`, by their ids. One query."""
    told, gone = [], []
    for line in lines_with_story(listed(lines)) if lines else ():
        if line.receiver_id == user.pk:
            told.append(_comes(line, now))
        elif _is_gone(line, now):
            gone.append(line)
        else:
            told.append(_goes(line))
    return told[:MOST] + _went(gone)


def lines_to_tell(user: User, *, now: datetime, since: datetime) -> QuerySet[HandoverLine]:
    unread = Q(receiver=user, read_at=None) & (Q(started__ends_at=None) | Q(started__ends_at__gt=now))
    going = Q(giver=user, started__starts_at__gt=since) & ~Q(handover__kind=HandoverKind.COVER)
    covered = Q(giver=user, handover__kind=HandoverKind.COVER, read_at=None)
    covered &= Q(started__ends_at=None) | Q(started__ends_at__gt=now)
    return HandoverLine.objects.concerning(user, now=now).filter(unread | going | covered)


@written
def lines_with_story(lines: str) -> Any:
    found = HandoverLine.objects.filter(Among("pk", lines)).with_story()
    found = found.annotate(has_note=Exists(HandoverNote.objects.filter(line=OuterRef("pk"))))
    return found.order_by("started__starts_at", "client__family_name", "pk")[:MOST_READ]


@dataclass(frozen=True)
class Away:
    """Today's absences as far as they concern the reader: their own, and those that leave clients alone."""

    own: Absence | None
    alone: list[Alone]


def away_today(user: User, *, now: datetime) -> Away:
    """One query."""
    found = absences_to_tell(user, now)
    assigns = user.may(Permission.ASSIGN_CASELOAD)
    return Away(
        own=next((absence for absence in found if absence.person_id == user.pk), None),
        alone=[_alone(absence) for absence in found if assigns and absence.left],
    )


@written_for
def absences_to_tell(user: User, now: datetime) -> Any:
    absences = Absence.objects.on(timezone.localdate(now)).select_related("person").order_by("starts_on", "pk")
    if not user.may(Permission.ASSIGN_CASELOAD):
        return absences.filter(person=user)
    known = Client.objects.known_to(user, now=now).values("pk")
    left = uncovered(now).filter(staff=OuterRef("person"), client__in=known).values("staff")
    return absences.annotate(left=Subquery(left.annotate(number=Count("pk")).values("number")))


def _alone(absence: Any) -> Alone:
    why = f"Away since {weekday_day(absence.starts_on)}; {counted(absence.left, 'client')} without cover"
    return Alone(absence.person.name, why, reverse("practice:cover_absence", args=[absence.pk]))


def _comes(line: Any, now: datetime) -> Passing:
    giver = line.giver.name if line.giver else "Nobody"
    if line.started.starts_at > now:
        on = weekday_day(line.started.starts_at)
        what = f"You cover for {giver}" if line.handover.is_cover else f"Comes to you from {giver}"
        return _passing(line, f"{what} from {on}", status.worded(status.SOON, on))
    until = line.started.ends_at
    last = f"until {weekday_day(until - timedelta(seconds=1))}" if until else f"until {giver} is back"
    why = f"You cover for {giver} {last}" if line.handover.is_cover else f"Handed over to you by {giver}"
    tag = status.worded(status.TODAY, "To read")
    return _passing(line, why, tag, "Read handover", reverse("practice:read_handover", args=[line.pk]))


def _goes(line: Any) -> Passing:
    why = f"{line.receiver.name} covers" if line.handover.is_cover else f"Goes to {line.receiver.name}"
    why += f" from {weekday_day(line.started.starts_at)}"
    if line.has_note:
        return _passing(line, why, status.worded(status.DONE, "Note confirmed"))
    tag = status.worded(status.SOON, "Note to write")
    return _passing(line, why, tag, "Write note", reverse("practice:handover_note", args=[line.pk]))


def _is_gone(line: Any, now: datetime) -> bool:
    return line.started.starts_at <= now and not line.handover.is_cover


def _went(lines: list[Any]) -> list[Passing]:
    """Whose file is not theirs any more has no name here: only how many went to whom."""
    numbers = Counter((line.receiver.name, weekday_day(line.started.starts_at)) for line in lines)
    return [
        Passing("", "", f"{counted(number, 'client')} went to {name} on {on}", status.worded(status.DONE, "Gone"))
        for (name, on), number in numbers.items()
    ]


def _passing(line: Any, why: str, tag: Status, verb: str = "", url: str = "") -> Passing:
    return Passing(line.client.initials, line.client.reference, why, tag, verb, url)
