from collections.abc import Sequence
from typing import Any

from django import forms

from practice.models import Verdict
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm

MOST_RECORDS = 25


class SampleForm(PageForm):
    label = "Sample audit of records"

    since = DayField(label="From", past=True, error_messages={"required": "Enter the first day of the period"})
    until = DayField(label="To", past=True, error_messages={"required": "Enter the last day of the period"})
    size = WholeNumberField(
        label="Number of records",
        min_value=1,
        max_value=MOST_RECORDS,
        help_text="Where fewer were signed, all of them",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "Enter a date on or after the first one.")
        return cleaned


class JudgeForm(PageForm):
    """One verdict and one remark for each item of the audit's checklist."""

    label = "Record of an audit"

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for number, words in enumerate(self.items):
            self.fields[f"verdict_{number}"] = forms.ChoiceField(
                label=words,
                choices=Verdict.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose an answer for: {words}"},
            )
            self.fields[f"remark_{number}"] = LineField(label="Remark", required=False, max_length=500)

    @property
    def parts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"verdict_{number}"], self[f"remark_{number}"]) for number in range(len(self.items))]

    @property
    def answers(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        return [(given[f"verdict_{number}"], given[f"remark_{number}"]) for number in range(len(self.items))]


class FinishAuditForm(PageForm):
    label = "Finish an audit"

    sure = forms.BooleanField(
        label="The answers stay as they are, and the person whose records they are reads them",
        error_messages={"required": "Tick the box to finish the audit"},
    )


class AuditCommentForm(PageForm):
    label = "Comment on an audit"

    text = TextField(label="Your comment", rows=4, max_length=4000, error_messages={"required": "Enter your comment"})
