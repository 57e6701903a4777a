"""Forms about people whom the practice may know already."""

from collections.abc import Sequence
from typing import Any

from django import forms

from clients.matching import Findings, Sought
from clients.models import MatchDecision
from ui.fields import LineField
from ui.forms import PageForm, limited

LOOK_FIRST = "Look at what was found. Then tick this to go on, or stop here."


class SeesMatches(forms.Form):
    """For a form that brings somebody new: what was found is shown, and only who has seen it goes on.

    The tick counts for the question that was asked when it was shown: who changes a name is shown what is found for it.
    """

    matches_for = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    somebody_else = forms.BooleanField(required=False, label="It is somebody else: go on")

    findings: Findings | None = None
    matches: Sequence[Any] = ()  # what of them is shown, in ready strings

    def may_go_on(self, sought: Sought, findings: Findings) -> bool:
        given = self.cleaned_data
        if not findings or (given.get("somebody_else") and given.get("matches_for") == sought.digest):
            return True
        self.findings = findings
        self.data: Any = self.data.copy()
        self.data["matches_for"] = sought.digest
        self.data.pop("somebody_else", None)
        self.add_error("somebody_else", LOOK_FIRST)
        return False


class DecideMatchForm(PageForm):
    label = "Decision on a possible match"

    decision = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose what it is"}
    )
    reason = LineField(label="Reason", max_length=500, help_text="How you know; nothing clinical")

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "decision").choices = [(one, MatchDecision(one).label) for one in choices]
