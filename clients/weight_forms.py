"""Forms about a client's weight and their choice of case manager."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from clients.models import Travel
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited


class WeightForm(PageForm):
    label = "Points of a client"

    travel = forms.ChoiceField(label="How far the client is", choices=Travel.choices, widget=forms.RadioSelect)
    points = WholeNumberField(
        label="Points in place of the sum",
        max_value=60,
        required=False,
        help_text="Leave it empty to go by the sum of the parts",
    )
    reason = LineField(
        label="Reason",
        max_length=300,
        help_text="Everybody who sees the board can read it: nothing clinical",
    )


class ChoiceForm(PageForm):
    """Whom the client was offered, whom they chose, and why in whose words."""

    label = "Client's choice of case manager"

    offered = forms.ModelMultipleChoiceField(
        label="Who was offered",
        queryset=User.objects.none(),
        error_messages={"required": "Tick at least one case manager who was offered"},
    )
    chosen = forms.ModelChoiceField(
        label="Whom the client chose",
        queryset=User.objects.none(),
        required=False,
        empty_label="None of them",
    )
    said_by = LineField(
        label="Who told you", max_length=160, help_text="The client, or who speaks for them and as what"
    )
    words = TextField(
        label="Why, in their words",
        rows=3,
        max_length=1000,
        help_text="Nothing clinical: practice admins read this",
        error_messages={"required": "Enter why, in their words"},
    )
    on = DayField(label="When they chose", past=True)

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "offered").queryset = candidates
        limited(self, "chosen").queryset = candidates

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen, offered = given.get("chosen"), given.get("offered")
        if chosen and offered is not None and chosen not in offered:
            self.add_error("chosen", f"Tick {chosen.name} as offered too, or choose somebody else.")
        return given
