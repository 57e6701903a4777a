"""From an enquiry that comes in to the answer it is given."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record
from practice.intake.actions import begin_from_enquiry
from practice.models import Answer, Enquiry, EnquiryDecision, Intake
from ui.versions import swap
from ui.working_days import add_working_days


class AlreadyAcknowledged(Exception): ...


class AlreadyAccepted(Exception): ...


class FileOpened(Exception): ...


@transaction.atomic
def log_enquiry(*, by: User, now: datetime, **values: Any) -> Enquiry:
    """`values` are columns of Enquiry. The clock of the acknowledgement runs from the day it was received."""
    by_when = _acknowledge_by(values["received_at"], values["nation"])
    enquiry = Enquiry.objects.create(logged_at=now, logged_by=by, acknowledge_by=by_when, **values)
    record("enquiry.logged", enquiry, by=by, fields=[name for name, value in values.items() if value], now=now)
    return enquiry


@transaction.atomic
def change_enquiry(enquiry: Enquiry, *, version: int, by: User, now: datetime, **values: Any) -> None:
    """Raises ui.versions.Stale when somebody saved it in the meantime, and FileOpened.

    Another day of receipt is another clock.
    """
    _without_file(enquiry)
    if (values["received_at"], values["nation"]) != (enquiry.received_at, enquiry.nation):
        values["acknowledge_by"] = _acknowledge_by(values["received_at"], values["nation"])
    changed = swap(enquiry, version=version, **values)
    record("enquiry.changed", enquiry, by=by, fields=changed, now=now)


@transaction.atomic
def acknowledge_enquiry(enquiry: Enquiry, *, how: str, at: datetime, by: User, now: datetime) -> None:
    _without_file(enquiry)
    done = {"acknowledged_at": at, "acknowledged_by": by, "acknowledged_how": how}
    if not Enquiry.objects.filter(pk=enquiry.pk, acknowledged_at=None).update(**done):
        raise AlreadyAcknowledged("Somebody has acknowledged this enquiry already.")
    record("enquiry.acknowledged", enquiry, by=by, fields=done, now=now)


@transaction.atomic
def decide_enquiry(
    enquiry: Enquiry,
    *,
    answer: Answer | str,
    reason: str,
    look_again_on: date | None,
    worker: User | None,
    by: User,
    now: datetime,
) -> Intake | None:
    """Accepts, puts off or declines it. Accepting begins the intake that `worker` sets up, and gives it."""
    undone = Enquiry.objects.filter(pk=enquiry.pk).exclude(answer=Answer.ACCEPTED)
    if not undone.update(answer=answer, look_again_on=look_again_on):
        raise AlreadyAccepted("This enquiry was accepted already.")
    decision = EnquiryDecision.objects.create(
        enquiry=enquiry, answer=answer, reason=reason, look_again_on=look_again_on, at=now, by=by
    )
    record("enquiry.decided", enquiry, by=by, fields=["answer"], now=now)
    enquiry.answer, enquiry.look_again_on = decision.answer, look_again_on
    if answer != Answer.ACCEPTED or worker is None:
        return None
    return begin_from_enquiry(enquiry, worker=worker, by=by, now=now)


def _without_file(enquiry: Enquiry) -> None:
    """From the day there is a file, the enquiry is part of its story and stays as it is."""
    if Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry.pk, client=None).first() is None:
        raise FileOpened("The file was opened. The enquiry stays as it is.")


def _acknowledge_by(received_at: datetime, nation: str) -> date:
    received_on = timezone.localdate(received_at, timezone.get_default_timezone())
    return add_working_days(received_on, PracticeSettings.current().acknowledge_days, nation=nation)
