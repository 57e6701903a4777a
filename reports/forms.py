from typing import Any

from django import forms

from clients.models import Party
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm, limited


class ReaderChoice(forms.ModelChoiceField):
    def label_from_instance(self, party: Any) -> str:
        return f"{party.addressee} ({party.get_role_display()})"


class StartReportForm(PageForm):
    label = "New report"

    reader = ReaderChoice(label="Who it is for", queryset=Party.objects.none(), empty_label="Choose one")
    starts_on = DayField(label="From", error_messages={"required": "Enter the first day of the period"}, past=True)
    ends_on = DayField(label="To", error_messages={"required": "Enter the last day of the period"}, past=True)

    def __init__(self, *args: Any, readers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "reader").queryset = readers

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The period must end on or after the day it starts.")
        return given


class WordingForm(PageForm):
    label = "Report wording"

    summary = TextField(
        label="In a sentence or two",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Stands at the top of page 1. Left empty, the report says how many goals are as expected or better.",
    )
    changed = TextField(label="What changed", rows=3, max_length=4000, required=False)
    unchanged = TextField(label="What did not", rows=3, max_length=4000, required=False)
    next_steps = TextField(label="What is next", rows=3, max_length=4000, required=False)


class SureForm(PageForm):
    """A page that asks once more before something leaves the practice or stops."""

    label = "Confirm"


class CorrectionForm(PageForm):
    label = "Correct report"

    reason = LineField(label="What is corrected, as readers will see it", max_length=500)


class PasscodeForm(forms.Form):
    use_required_attribute = False
    passcode = forms.CharField(
        label="Passcode",
        max_length=20,
        help_text="Eight digits, given to you by telephone",
        error_messages={"required": "Enter the passcode."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w-date"}),
    )

    def clean_passcode(self) -> str:
        return "".join(letter for letter in str(self.cleaned_data["passcode"]) if letter in "0123456789")
