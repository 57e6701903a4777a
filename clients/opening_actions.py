"""A file is opened with a reason, for reading and for minutes; who is told says so, and somebody looks into it."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import PracticeSettings, User
from audit.actions import record
from clients.access import merged_into
from clients.models import Assignment, AssignmentKind, Client, Opening, OpeningNotice
from clients.openings import other_reviewers
from clients.responsibility import responsible_for

ALONE_WAITS = timedelta(hours=24)


class NothingToOpen(Exception): ...


class OpenAlready(Exception): ...


class AlreadyReviewed(Exception): ...


class OwnOpening(Exception): ...


@transaction.atomic
def open_with_reason(reference: str, *, reason: str, by: User, now: datetime) -> Opening:
    """Lets somebody read a file for the minutes that the practice allows.

    No such client, one behind a wall and a closed file raise the same NothingToOpen, after the same two queries. The
    reference of a file that was merged opens the one in which it goes on.
    """
    goes_on = merged_into(reference.upper())
    reference = goes_on.reference if goes_on else reference.upper()
    client = Client.objects.unwalled(by, now=now).open().filter(reference=reference).first()
    if client is None:
        raise NothingToOpen("No file can be opened by this reference. Check it, or ask your practice admin.")
    if Client.objects.visible_to(by, now=now).contains(client):
        raise OpenAlready("You can read this file already.")
    ends_at = now + timedelta(minutes=PracticeSettings.current().opening_minutes)
    spell = Assignment.objects.create(
        client=client, staff=by, kind=AssignmentKind.OPENED_WITH_REASON, starts_at=now, ends_at=ends_at, by=by
    )
    opening = Opening.objects.create(client=client, spell=spell, at=now, reason=reason)
    tell(opening, now=now)
    record("opening.made", opening, by=by, client=client, now=now)
    return opening


def tell(opening: Opening, *, now: datetime) -> None:
    """Lead, cover and supervisors hear of it, but for who opened the file."""
    people = responsible_for([opening.client_id], now).get(opening.client_id)
    told = dict.fromkeys([*people.working, *people.supervisors]) if people else {}
    notices = [OpeningNotice(opening=opening, person_id=pk) for pk in told if pk != opening.spell.staff_id]
    OpeningNotice.objects.bulk_create(notices)


@transaction.atomic
def note_seen(notice: OpeningNotice, *, now: datetime) -> None:
    """Takes the opening off the person's My day; once seen it stays seen."""
    if OpeningNotice.objects.filter(pk=notice.pk, seen_at=None).update(seen_at=now):
        record("opening.seen", notice.opening, by=notice.person, client=notice.opening.client, now=now)


@transaction.atomic
def review_opening(opening: Opening, *, remark: str, by: User, now: datetime) -> None:
    """Somebody else looks into it. Who is the practice's only reviewer waits a day instead."""
    if opening.spell.staff_id == by.pk:
        if other_reviewers(by).exists():
            raise OwnOpening("Somebody else has to review what you opened.")
        if now < opening.at + ALONE_WAITS:
            raise OwnOpening("You are the only reviewer of the practice: review this a day after you opened it.")
    unreviewed = Opening.objects.unreviewed().filter(pk=opening.pk)
    if not unreviewed.update(reviewed_at=now, reviewed_by=by, remark=remark):
        raise AlreadyReviewed("Somebody has reviewed this opening already.")
    record("opening.reviewed", opening, by=by, client=opening.client, now=now)


@transaction.atomic
def note_refusal(by: User, *, now: datetime) -> None:
    """Leaves a trace of a try that opened nothing, without saying what was tried."""
    record("opening.refused", by, by=by, now=now)
