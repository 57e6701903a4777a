from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from clients.models import EntryKind
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm

KINDS = [kind for kind in EntryKind if kind != EntryKind.SYSTEM]


class AddendumForm(PageForm):
    label = "Addendum"

    text = TextField(
        label="What you add",
        rows=8,
        help_text="The record stays as it was signed. Say what you correct or add, and how you know it.",
    )


class TimelineFilter(forms.Form):
    """The filter of the timeline, which lives in the address. A mistake in it filters nothing and is explained."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given, label_suffix="")
        self.fields["from"] = DayField(label="From", required=False)
        self.fields["to"] = DayField(label="To", required=False)
        self.fields["find"] = LineField(label="Words in the record", required=False, max_length=100)
        for name in ("from", "to", "find"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["system"] = forms.BooleanField(label="Show system events", required=False)
        self.fields["system"].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("from"), cleaned.get("to")
        if isinstance(since, date) and isinstance(until, date) and since > until:
            self.add_error("to", "Enter a date on or after the first one.")
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """What to filter by, as `entries_of` takes it; nothing while there is a mistake."""
        if not self.is_valid():
            return {}
        given = self.cleaned_data
        chosen = {"since": given["from"], "until": given["to"], "find": given["find"], "system": given["system"]}
        return {name: value for name, value in chosen.items() if value}
