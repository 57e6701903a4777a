"""What the steps of an intake say together, checked anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from clients.new_client import sought_by
from clients.sought import Sought
from practice.intake.forms import FORMS, NEEDED, ContactStep, InjuryStep
from practice.intake.kept import filled
from practice.models import Intake, IntakeStep, Step
from ui.forms import PageForm

CIRCUMSTANCES = (*ContactStep.circumstances, *InjuryStep.circumstances)
OF_THE_CLIENT = (Step.PERSON, Step.CONTACT, Step.INJURY)


class NotReady(Exception):
    """`step` is the one that somebody has to look at."""

    def __init__(self, step: str, words: str) -> None:
        super().__init__(words)
        self.step = step


@dataclass(frozen=True)
class Gathered:
    """The form of each step that holds anything, filled in. One that nobody confirmed gives what of it holds."""

    forms: Mapping[str, PageForm]
    saved: frozenset[str]

    def given(self, *steps: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for step in steps:
            found |= self.forms[step].cleaned_data if step in self.forms else {}
        return found

    @property
    def person(self) -> dict[str, Any]:
        """Columns of the client."""
        return {name: value for name, value in self.given(*OF_THE_CLIENT).items() if name not in CIRCUMSTANCES}

    @property
    def circumstances(self) -> dict[str, Any]:
        given = self.given(*OF_THE_CLIENT)
        return {name: given[name] for name in CIRCUMSTANCES if given.get(name)}

    @property
    def sought(self) -> Sought:
        """What is asked of the other files: is it somebody whom the practice knows, or against somebody?"""
        return sought_by(self.given(Step.PERSON, Step.PARTY))

    def check(self) -> None:
        """Raises NotReady where a file cannot be opened from this."""
        for step in NEEDED:
            if step not in self.saved:
                raise NotReady(step, f"Save the step “{Step(step).label}” first.")
        for saved in self.saved:
            if self.forms[saved].errors:
                raise NotReady(saved, f"Look at the step “{Step(saved).label}” again: something in it no longer holds.")


def gather(intake: Intake, *, staff: User) -> Gathered:
    return gather_from(steps_of(intake), staff=staff)


def gather_from(steps: Mapping[str, IntakeStep], *, staff: User) -> Gathered:
    """In the order of the list, for a later step may look at an earlier one."""
    forms: dict[str, PageForm] = {}
    for step in Step.values:
        if step in steps:
            forms[step] = filled(FORMS[step], steps[step].values, **asked_with(step, steps, forms, staff=staff))
    return Gathered(forms, frozenset(step for step, held in steps.items() if held.saved_at))


def asked_with(
    step: str, steps: Mapping[str, IntakeStep], forms: Mapping[str, PageForm], *, staff: User
) -> dict[str, Any]:
    """What the form of a step takes besides its values."""
    if step == Step.INJURY and Step.PERSON in forms:
        return {"born_on": forms[Step.PERSON].cleaned_data.get("born_on")}
    if step == Step.ALLOCATION:
        return {"staff": staff, "chosen": str(steps[step].values.get("lead", "")) if step in steps else ""}
    return {}


def steps_of(intake: Intake) -> dict[str, IntakeStep]:
    return {held.step: held for held in IntakeStep.objects.filter(intake=intake).select_related("saved_by")}
