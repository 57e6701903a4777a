"""The steps of an intake in order, each with its state."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from practice.intake.forms import NEEDED
from practice.intake.gathered import Gathered
from practice.models import Intake, IntakeStep, Step
from ui import status
from ui.dates import moment
from ui.status import Status

CANNOT_START = status.worded(status.PAUSED, "Cannot start yet")
AGAIN = Status("soon", "Look again", "amber")
TO_CONFIRM = Status("half", "To confirm", "blue")


@dataclass(frozen=True)
class Row:
    """`url` is empty where the step cannot start yet."""

    label: str
    url: str
    state: Status
    note: str


def rows_of(intake: Intake, steps: Mapping[str, IntakeStep], gathered: Gathered) -> list[Row]:
    return [_row(intake, Step(step), steps.get(step), gathered) for step in Step.values]


def _row(intake: Intake, step: Step, held: IntakeStep | None, gathered: Gathered) -> Row:
    url = reverse(f"practice:intake_{step}", args=[intake.pk])
    if step == Step.ALLOCATION and Step.PARTY not in gathered.saved:
        return Row(step.label, "", CANNOT_START, f"After {Step.PARTY.label.lower()}")
    if held is None:
        return Row(step.label, url, status.NOT_STARTED, "Needed to open the file" if step in NEEDED else "")
    if held.saved_at is None or held.saved_by is None:
        return Row(step.label, url, TO_CONFIRM, "Filled in from the enquiry")
    saved = f"{held.saved_by.name}, {moment(held.saved_at)}"
    return Row(step.label, url, AGAIN if gathered.forms[step].errors else status.DONE, saved)
