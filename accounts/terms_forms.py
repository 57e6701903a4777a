"""Forms about how much people work and what work counts for."""

from collections.abc import Iterator
from typing import Any

from django import forms

from accounts.models import Profession
from accounts.models.points import WeightPoints
from ui.fields import DayField, LineField, WholeNumberField
from ui.forms import PageForm


class TermsForm(PageForm):
    label = "Working terms"

    fte = forms.DecimalField(
        label="Full-time equivalent",
        min_value=0.05,
        max_value=1.5,
        max_digits=3,
        decimal_places=2,
        help_text="1 for full time, 0.6 for three days of five",
        widget=forms.TextInput(attrs={"class": "w-num", "inputmode": "decimal"}),
        error_messages={
            "invalid": "Enter a number such as 0.6 or 1.",
            "min_value": "Enter a number from 0.05 to 1.5.",
            "max_value": "Enter a number from 0.05 to 1.5.",
        },
    )
    duties = WholeNumberField(
        label="Points for fixed duties",
        max_value=200,
        help_text="Taken off the limit: supervising others, running the practice, teaching. 0 for none",
    )
    duties_words = LineField(label="What the fixed duties are", max_length=160, required=False)
    started_on = DayField(
        label="Started on", required=False, help_text="In the first months the limit is lower, as the settings say"
    )
    profession = forms.ChoiceField(
        label="Profession", choices=[("", "Not recorded"), *Profession.choices], required=False
    )
    specialisms = LineField(
        label="Specialisms", max_length=200, required=False, help_text="For example brain injury, amputation, children"
    )
    languages = LineField(
        label="Languages", max_length=200, required=False, help_text="Those in which they can work with clients"
    )
    area = LineField(
        label="Base",
        max_length=80,
        required=False,
        help_text="A place with its postcode district, such as Alderwren AW1. Distance bands are reckoned from it",
    )


# Each group of the points page: its heading, what it means, and the settings in it.
GROUPS = (
    (
        "Agencies",
        "Parties to the instruction and providers at work for the client, counted together.",
        ("agencies_minimal", "agencies_changeable", "agencies_multiple", "changeable_from", "multiple_from"),
    ),
    (
        "Risk",
        "From the open risks: planned for; of medium severity; of high severity or with nothing in place.",
        ("risk_known", "risk_assessed", "risk_unassessed"),
    ),
    (
        "Travel",
        "How far the client is, as set for the client.",
        ("travel_near", "travel_middle", "travel_far"),
    ),
    (
        "Stage",
        "New until the assessment is done and the weeks below have passed; then steady; monitoring or paused: closing.",
        ("stage_new", "stage_steady", "stage_closing", "new_weeks"),
    ),
    (
        "Review rhythm",
        "The weeks between reviews agreed with the client, or else the practice's own.",
        ("rhythm_seldom", "rhythm_usual", "rhythm_often", "often_weeks", "usual_weeks"),
    ),
    (
        "Limits",
        "What somebody can carry: the points for 1.0 FTE times their FTE, less the points of their fixed duties.",
        ("full_time_points", "starter_weeks", "starter_percent"),
    ),
)


class PointsForm(PageForm):
    """One box for each column of WeightPoints, in the groups above."""

    label = "Points"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for names in (names for _, _, names in GROUPS):
            for name in names:
                self.fields[name] = _box(name)

    @property
    def groups(self) -> Iterator[tuple[str, str, list[Any]]]:
        for heading, words, names in GROUPS:
            yield heading, words, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for low, high, words in (
            ("changeable_from", "multiple_from", "Enter more than for several agencies."),
            ("often_weeks", "usual_weeks", "Enter more weeks than for often."),
        ):
            if low in given and high in given and given[low] >= given[high]:
                self.add_error(high, words)
        return given


def point_names() -> tuple[str, ...]:
    return tuple(name for _, _, names in GROUPS for name in names)


def _box(name: str) -> WholeNumberField:
    words = str(WeightPoints._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    weeks, most = name.endswith(("_weeks", "_from")), {"full_time_points": 1000, "starter_percent": 100}
    return WholeNumberField(
        label=words[:1].upper() + words[1:],
        min_value=1 if weeks or name in most else 0,
        max_value=most.get(name, 104 if weeks else 20),
        error_messages={"required": "Enter a number"},
    )
