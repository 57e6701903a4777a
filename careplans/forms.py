from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from careplans.models import EVIDENCE_KINDS, Answer, Category, Goal, Recommendation
from careplans.progress import posted_score, score_choices
from clients.models import Client, Party
from records.models import ContactRecord
from ui.dates import day
from ui.fields import DayField, LineField, PoundsField, TextField
from ui.forms import PageForm

LEVELS = ("much_less", "less", "as_expected", "better", "much_better")
MOST_RECORDS = 100  # so many of the newest records are offered as evidence


def _level(label: str, help_text: str = "") -> TextField:
    words = f"Enter what “{label.lower()}” looks like"
    return TextField(label=label, rows=2, max_length=500, help_text=help_text, error_messages={"required": words})


class GoalForm(PageForm):
    label = "Goal"

    title = LineField(label="Goal", max_length=160, help_text="What they want to be able to do, in one line.")
    own_words = TextField(label="In the client's own words", required=False, rows=2, max_length=2000)
    measured_by = LineField(label="How we will measure it", help_text="What somebody else could see or count.")
    target_on = DayField(label="Target date", future=True)
    much_less = _level("Much less than expected")
    less = _level("Less than expected")
    as_expected = _level("As expected", help_text="What you agree to aim for.")
    better = _level("Better than expected")
    much_better = _level("Much better than expected")
    baseline = forms.TypedChoiceField(
        label="Where the client starts",
        choices=[
            (-1, "Less than expected: they can do some of it"),
            (-2, "Much less than expected: they cannot do it at all, and it could not be worse"),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    importance = forms.TypedChoiceField(
        label="How important it is to the client",
        choices=[(1, "Important"), (2, "Very important"), (3, "Extremely important"), (0, "Not important")],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, levels_fixed: bool = False, earliest_target: Any = None, **kwargs: Any) -> None:
        """`earliest_target` lets a goal that is past its date be changed without moving the date."""
        self.levels_fixed, self.earliest_target = levels_fixed, earliest_target
        super().__init__(*args, **kwargs)
        if earliest_target:
            self.fields["target_on"].must_be_future = earliest_target >= timezone.localdate()  # type: ignore[attr-defined]
        if levels_fixed:
            for name in (*LEVELS, "baseline"):
                del self.fields[name]

    def level_fields(self) -> list[Any]:
        return [] if self.levels_fixed else [self[name] for name in LEVELS]


class CloseGoalForm(PageForm):
    label = "Close a goal"

    closed_on = DayField(
        label="Closed on", past=True, error_messages={"required": "Enter the date the goal was closed"}
    )
    reason = TextField(
        label="Why",
        rows=2,
        max_length=500,
        help_text="Met, no longer wanted, replaced by another goal …",
        error_messages={"required": "Enter why the goal is closed"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = timezone.localdate


class AgreementForm(PageForm):
    label = "Agreement to the plan"

    agreed_on = DayField(label="Agreed on", past=True, error_messages={"required": "Enter the date it was agreed"})
    agreed_with = LineField(
        label="Agreed with",
        max_length=160,
        help_text="The client, or who acts for them and as what.",
        error_messages={"required": "Enter who agreed"},
    )
    note = TextField(label="Note", required=False, rows=3, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].initial = timezone.localdate


class RecordChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: ContactRecord) -> str:
        return f"{obj.title}, {day(obj.happened_at)}"


class RatingForm(PageForm):
    label = "Goal progress"

    rated_on = DayField(label="Date", past=True)
    score = forms.TypedChoiceField(
        label="How is it going now?",
        coerce=posted_score,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is going now"},
    )
    evidence = TextField(label="What shows this?", rows=3, max_length=1000, help_text="One sentence is enough.")
    evidence_kind = forms.ChoiceField(label="How you know", choices=EVIDENCE_KINDS, widget=forms.RadioSelect)
    source = RecordChoice(
        label="Record that shows it", queryset=ContactRecord.objects.none(), required=False, empty_label="None"
    )
    next_step = LineField(label="What next", required=False, max_length=500)

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rated_on"].initial = timezone.localdate
        self.fields["score"].choices = score_choices(goal.baseline if goal else -1)  # type: ignore[attr-defined]
        if goal:
            self.fields["source"].queryset = newest_records(goal.client)  # type: ignore[attr-defined]


def newest_records(client: Client) -> QuerySet[ContactRecord]:
    """Not a slice, for the field still looks up the one that was chosen."""
    records = ContactRecord.objects.filter(client=client).order_by("-happened_at", "-pk")
    return records.filter(pk__in=list(records.values_list("pk", flat=True)[:MOST_RECORDS]))


class GoalsChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Goal) -> str:
        return obj.named


class PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Party) -> str:
        return f"{obj.addressee} ({obj.get_role_display()})"


class RecommendationForm(PageForm):
    label = "Recommendation"

    action = LineField(label="What you recommend", help_text="Name the service or item, how much and for how long.")
    goals = GoalsChoice(
        label="For which goals", queryset=Goal.objects.none(), error_messages={"required": "Choose at least one goal"}
    )
    why = TextField(label="Why", rows=4, max_length=4000, error_messages={"required": "Enter why you recommend it"})
    options_considered = TextField(
        label="Options considered", rows=4, max_length=4000, help_text="What else was looked at, and why not that."
    )
    expected_outcome = TextField(label="Expected outcome", rows=3, max_length=2000)
    category = forms.ChoiceField(label="Kind of cost", choices=[("", "Choose"), *Category.choices])
    cost_pence = PoundsField(label="Cost in pounds")
    cost_basis = LineField(label="How the cost is made up", required=False, help_text="Such as: 12 sessions at £90.")
    recommended_on = DayField(label="Date of the recommendation", past=True)
    asked = PartyChoice(label="Who decides", queryset=Party.objects.none(), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, choices_from: Client | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommended_on"].initial = timezone.localdate
        if choices_from:
            parties = Party.objects.filter(client=choices_from, instruction__ends_on=None).order_by("-pays", "pk")
            self.fields["goals"].queryset = Goal.objects.of(choices_from).open().order_by("number")  # type: ignore[attr-defined]
            self.fields["asked"].queryset = parties  # type: ignore[attr-defined]


class DecisionForm(PageForm):
    label = "Funding decision"

    answer = forms.ChoiceField(label="Answer", choices=Answer.choices, widget=forms.RadioSelect)
    amount_pence = PoundsField(label="Amount agreed in pounds", required=False, help_text="Leave empty when refused.")
    decided_on = DayField(label="Date of the answer", past=True)
    decided_by = LineField(label="Who answered", max_length=160)
    reason = TextField(
        label="Reason given",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Needed when it was refused or approved in part, or when the amount is more than was asked for.",
    )

    def __init__(self, *args: Any, recommendation: Recommendation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = timezone.localdate
        if recommendation:
            self.fields["decided_by"].initial = recommendation.asked.addressee[:160]

    def clean_amount_pence(self) -> int:
        return self.cleaned_data["amount_pence"] or 0
