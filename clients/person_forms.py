from typing import Any

from django import forms

from clients.models import EqualityRecord, HospitalPaper, PaperState
from ui.fields import LineField, TextField, WholeNumberField
from ui.forms import PageForm

NOT_ASKED = [("", "Not asked")]


class CircumstancesForm(PageForm):
    label = "The injury and the person"

    mechanism = TextField(label="How it happened", rows=3, max_length=2000, required=False)
    witnessed = TextField(label="Deaths or injuries of others that they saw", rows=2, max_length=2000, required=False)
    before = TextField(label="Psychological and social life before the injury", rows=3, max_length=4000, required=False)
    medication = TextField(label="Medication", rows=3, max_length=4000, required=False)
    clinicians = TextField(
        label="Treating clinicians",
        rows=4,
        max_length=4000,
        required=False,
        help_text="One a line: name, what they do, where, telephone",
    )
    daily_living = TextField(
        label="Daily living now, and what is expected to last", rows=3, max_length=4000, required=False
    )
    dependants = TextField(label="Dependants at home", rows=2, max_length=1000, required=False)
    work = TextField(label="Work and education, before and now", rows=3, max_length=2000, required=False)
    geography = TextField(
        label="Where they live and how they get about",
        rows=2,
        max_length=1000,
        required=False,
        help_text="Distance to services, transport, parking",
    )
    travel_minutes = WholeNumberField(label="Minutes of travel, one way", required=False, min_value=0, max_value=600)
    language = LineField(label="First language", max_length=60, required=False)
    interpreter = LineField(
        label="Interpreter", max_length=160, required=False, help_text="Whether one is needed, and who"
    )


class PapersForm(PageForm):
    """One choice for each paper of the checklist."""

    label = "Hospital papers"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper, name in HospitalPaper.choices:
            self.fields[paper] = forms.ChoiceField(
                label=name, choices=[("", "Not asked for yet"), *PaperState.choices], required=False
            )
            self.fields[paper].widget.attrs["data-optional"] = "true"


class EqualityForm(PageForm):
    label = "Equality record"

    ethnic_group = forms.ChoiceField(
        label="Ethnic group", choices=[*NOT_ASKED, *EqualityRecord.ETHNIC_GROUPS], required=False
    )
    religion = forms.ChoiceField(
        label="Religion or belief", choices=[*NOT_ASKED, *EqualityRecord.RELIGIONS], required=False
    )
    gender = forms.ChoiceField(label="Gender", choices=[*NOT_ASKED, *EqualityRecord.GENDERS], required=False)
    orientation = forms.ChoiceField(
        label="Sexual orientation", choices=[*NOT_ASKED, *EqualityRecord.ORIENTATIONS], required=False
    )
    disabled_before = forms.ChoiceField(
        label="Disabled before the injury", choices=[*NOT_ASKED, *EqualityRecord.DISABLED_BEFORE], required=False
    )
    adjustments = TextField(
        label="Adjustments they need from us", rows=3, max_length=2000, required=False, help_text="Large print, a lift"
    )
