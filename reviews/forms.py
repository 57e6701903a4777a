from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from careplans.models import Goal, GoalRating
from careplans.progress import posted_score, score_choices
from providers.models import Effect, Service
from reviews.actions import NewEffect, NewRating
from reviews.models import Outlook, Review
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm

LONGEST_WEEKS = 104
WRITTEN = ("_evidence", "_next", "_comment")
KNOWN_BY: Any = GoalRating._meta.get_field("evidence_kind").choices


class RhythmForm(PageForm):
    label = "Review rhythm"

    weeks = WholeNumberField(label="Weeks between reviews", min_value=1, max_value=LONGEST_WEEKS)
    agreed_with = LineField(
        label="Agreed with",
        error_messages={"required": "Enter who agreed"},
        max_length=160,
        help_text="The client, or who acts for them and as what",
    )
    agreed_on = DayField(label="Agreed on", error_messages={"required": "Enter the date it was agreed"}, past=True)
    first_due_on = DayField(
        label="Next review", error_messages={"required": "Enter the date of the next review"}, future=True
    )


@dataclass(frozen=True)
class Part:
    """The fields about one goal or one service, drawn together."""

    subject: Any
    fields: list[BoundField]


class ReviewForm(PageForm):
    """The whole review on one page. Fields of goals and services carry their ids, as in `goal_<id>_score`."""

    label = "Review"

    review = forms.UUIDField(widget=forms.HiddenInput)
    held_on = DayField(label="Date of the review", past=True)
    present = LineField(label="Who took part")
    without_client = forms.BooleanField(label="The client did not take part", required=False)
    changed = TextField(label="What changed since the last review", max_length=4000)
    unchanged = TextField(label="What did not change, and why", max_length=4000, required=False)
    next_steps = TextField(label="What happens next", max_length=4000)
    next_due_on = DayField(
        label="Next review", error_messages={"required": "Enter the date of the next review"}, future=True
    )

    about_all = ("changed", "unchanged", "next_steps")

    def __init__(
        self,
        *args: Any,
        planned: Review | None = None,
        goals: Iterable[Goal] = (),
        services: Iterable[Service] = (),
        called: str = "The client",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.planned, self.goals, self.services = planned, list(goals), list(services)
        self.initial["review"] = planned.pk if planned else None
        self.fields["without_client"].label = f"{called} did not take part"
        for goal in self.goals:
            self.fields |= _goal_fields(goal)
        for service in self.services:
            self.fields |= _service_fields(service)

    def clean_review(self) -> Any:
        if self.planned is None or self.cleaned_data["review"] != self.planned.pk:
            raise ValidationError("Somebody has finished this review already. What you wrote is still here, not saved.")
        return self.cleaned_data["review"]

    def clean(self) -> dict[str, Any]:
        """Text about a goal or service that was closed in the meantime is given back, not dropped."""
        cleaned = super().clean() or {}
        for name in self.data:
            if name in self.fields or not name.startswith(("goal_", "service_")):
                continue
            if name.endswith(WRITTEN) and (text := self.data[name].strip()):
                self.add_error(None, f"Closed while you were writing. Copy what you need and save again: “{text}”")
        return cleaned

    @property
    def goal_parts(self) -> list[Part]:
        return [Part(goal, [self[name] for name in _goal_fields(goal)]) for goal in self.goals]

    @property
    def service_parts(self) -> list[Part]:
        return [Part(service, [self[name] for name in _service_fields(service)]) for service in self.services]

    @property
    def found(self) -> dict[str, Any]:
        """What `reviews.actions.finish_review` takes."""
        given = self.cleaned_data
        plain = ("held_on", "present", "changed", "unchanged", "next_steps", "next_due_on")
        return {name: given[name] for name in plain} | {
            "with_client": not given["without_client"],
            "ratings": [self._rating(goal) for goal in self.goals],
            "effects": [self._effect(service) for service in self.services],
        }

    def _rating(self, goal: Goal) -> NewRating:
        score, evidence, kind, next_step = (self.cleaned_data[name] for name in _goal_fields(goal))
        return NewRating(goal, score, evidence, kind, next_step)

    def _effect(self, service: Service) -> NewEffect:
        effect, outlook, comment = (self.cleaned_data[name] for name in _service_fields(service))
        return NewEffect(service, Effect(effect), Outlook(outlook), comment)


def _goal_fields(goal: Goal) -> dict[str, forms.Field]:
    name, which = f"goal_{goal.pk}", f"goal {goal.number}"
    return {
        f"{name}_score": forms.TypedChoiceField(
            label="How is it going now?",
            choices=score_choices(goal.baseline),
            coerce=posted_score,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose how {which} is going"},
        ),
        f"{name}_evidence": TextField(
            label="What shows this?",
            rows=2,
            max_length=1000,
            help_text="One sentence is enough.",
            error_messages={"required": f"Enter what shows how {which} is going"},
        ),
        f"{name}_kind": forms.ChoiceField(
            label="How you know",
            choices=KNOWN_BY,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose how you know about {which}"},
        ),
        f"{name}_next": LineField(label="What next", required=False, max_length=500),
    }


def _service_fields(service: Service) -> dict[str, forms.Field]:
    name, which = f"service_{service.pk}", service.title
    return {
        f"{name}_effect": forms.ChoiceField(
            label="What does it do for the goals?",
            choices=Effect.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose what this does for the goals: {which}"},
        ),
        f"{name}_outlook": forms.ChoiceField(
            label="What next?",
            choices=Outlook.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose what comes next for: {which}"},
        ),
        f"{name}_comment": LineField(label="Comment", required=False, max_length=500),
    }
