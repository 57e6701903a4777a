"""A file being set up: begun, step by step, handed on or given up. `opening_actions` ends it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit.actions import record
from practice.intake.kept import Kept
from practice.intake.prefill import prefilled
from practice.models import Enquiry, Intake, IntakeStep
from ui.versions import Stale, swap


class NotInHand(Exception): ...


@transaction.atomic
def begin_intake(*, worker: User, by: User, now: datetime) -> Intake:
    intake = Intake.objects.create(worker=worker, begun_at=now, begun_by=by)
    record("intake.begun", intake, by=by, now=now)
    return intake


@transaction.atomic
def begin_from_enquiry(enquiry: Enquiry, *, worker: User, by: User, now: datetime) -> Intake:
    """Each step of which the enquiry says something is filled in, for somebody to confirm."""
    intake = Intake.objects.create(enquiry=enquiry, worker=worker, begun_at=now, begun_by=by)
    IntakeStep.objects.bulk_create(
        IntakeStep(intake=intake, step=step, values=values) for step, values in prefilled(enquiry).items()
    )
    record("intake.begun", intake, by=by, now=now)
    return intake


@transaction.atomic
def save_step(intake: Intake, step: str, *, values: Kept, version: int, by: User, now: datetime) -> IntakeStep:
    """Version 0 stands for a step that nobody has written yet. Raises ui.versions.Stale, or NotInHand."""
    in_hand(intake)
    stamp: dict[str, Any] = {"values": values, "saved_at": now, "saved_by": by}
    held, made = IntakeStep.objects.get_or_create(intake=intake, step=step, defaults=stamp)
    if not made:
        if not version:
            raise Stale(held)
        swap(held, version=version, **stamp)
    record("intake.step_saved", held, by=by, fields=[step], now=now)
    return held


@transaction.atomic
def hand_on(intake: Intake, *, worker: User, by: User, now: datetime) -> None:
    in_hand(intake)
    Intake.objects.filter(pk=intake.pk).update(worker=worker)
    intake.worker = worker
    record("intake.handed_on", intake, by=by, fields=["worker"], now=now)


@transaction.atomic
def pass_on_intakes(person: User, *, to: User, by: User, now: datetime) -> None:
    """Whoever leaves gives the files they are setting up to somebody who hands them on."""
    for intake in Intake.objects.unfinished().filter(worker=person):
        hand_on(intake, worker=to, by=by, now=now)


@transaction.atomic
def give_up(intake: Intake, *, reason: str, by: User, now: datetime) -> None:
    """No client comes of it: what was typed goes; that there was an intake, and why it ended, stays.

    The enquiry it came from is open again, for somebody to decide.
    """
    held = in_hand(intake)
    if held.enquiry:
        Enquiry.objects.filter(pk=held.enquiry.pk).update(answer="", version=F("version") + 1)
    Intake.objects.filter(pk=intake.pk).update(given_up_at=now, given_up_by=by, given_up_reason=reason)
    IntakeStep.objects.filter(intake=intake).delete()
    record("intake.given_up", intake, by=by, fields=["given_up_reason"], now=now)


def in_hand(intake: Intake) -> Intake:
    """The intake, locked; raises NotInHand where somebody has opened its file or given it up."""
    both = Intake.objects.select_related("enquiry", "worker")
    locked: Intake = both.select_for_update(of=("self",)).get(pk=intake.pk)
    if not locked.is_unfinished:
        raise NotInHand("Somebody has opened this file or given it up in the meantime.")
    return locked
