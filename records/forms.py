from dataclasses import dataclass
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


@dataclass(frozen=True)
class Box:
    """What a line of the filter needs to be drawn."""

    name: str
    label: str
    value: str
    longest: int | None
    error: str


class TimelineFilter(forms.Form):
    """The filter of the timeline, which lives in the address. A mistake in it filters nothing and is explained."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given, label_suffix="")
        self.fields["from"] = DayField(label="From", required=False)
        self.fields["to"] = DayField(label="To", required=False)
        self.fields["find"] = LineField(label="Words in the record", required=False, max_length=100)
        self.fields["system"] = forms.BooleanField(label="Show system events", required=False)

    @property
    def boxes(self) -> list[Box]:
        """The filter is drawn as plain HTML: four widgets of Django take longer than the rows below them."""
        return [
            Box(
                name,
                str(self.fields[name].label),
                self.data.get(name, ""),
                getattr(self.fields[name], "max_length", None),
                " ".join(map(str, self.errors.get(name, []))),
            )
            for name in ("from", "to", "find")
        ]

    @property
    def shows_system(self) -> bool:
        return self.data.get("system", "") not in ("", "false", "False")

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
