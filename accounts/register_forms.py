"""The forms of the staff register, one for each kind of check. `details` are the columns of a check."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from accounts.models import CheckKind, CpdEntry, DbsLevel, MemberOf, Register, StaffCheck
from accounts.renewals import suggested_end
from ui.dates import day
from ui.fields import DayField, LineField, TextField, WholeNumberField
from ui.forms import PageForm, limited

NOT_CHOSEN = [("", "Choose one")]
EVIDENCE = "Where the certificate or the print of the register lies, so that a colleague finds it"
# Bodies print 8 or 9 characters; with it the printed registration stays within what a report takes.
NUMBER, BODY = 40, 38


class CheckForm(forms.Form):
    """What the forms of all kinds share, beside PageForm. `kind` is the CheckKind whose details the form gives."""

    kind: ClassVar[CheckKind]

    def details(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        raise NotImplementedError


class BodyForm(CheckForm):
    """A check by a body of a known list, or by another one that is named."""

    bodies: ClassVar[type[Register | MemberOf]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == self.bodies.OTHER and "other_body" in cleaned and not cleaned["other_body"]:
            self.add_error("other_body", "Enter its name")
        return cleaned

    def details(self) -> dict[str, Any]:
        given = super().details()
        other = given.pop("other_body")
        is_other = given["which"] == self.bodies.OTHER
        return given | {"body": other if is_other else self.bodies(given["which"]).label.partition(",")[0]}

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        return {"which": check.which, "other_body": check.body if check.which == "other" else ""}


class RegistrationForm(BodyForm, PageForm):
    label = "Professional registration"
    kind, bodies = CheckKind.REGISTRATION, Register

    which = forms.ChoiceField(label="Register", choices=NOT_CHOSEN + Register.choices)
    other_body = LineField(
        label="Name of the register", max_length=BODY, required=False, help_text="Only for “Another register”"
    )
    number = LineField(label="Registration number", max_length=NUMBER)
    ends_on = DayField(label="In date until", help_text="The last day, as the register shows it")
    evidence = LineField(label="Where the evidence is kept", max_length=300, required=False, help_text=EVIDENCE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which = str(self.data.get("which", "")) if self.is_bound else ""
        end = suggested_end(which, before=None, today=timezone.localdate())
        if end:
            words = f"Enter the date. By its cycle, {Register(which).label}, this register runs to {day(end)}"
            limited(self, "ends_on").error_messages["required"] = words

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        shown = {name: getattr(check, name) for name in ("number", "ends_on", "evidence")}
        return BodyForm.initial_of(check) | shown


class MembershipForm(BodyForm, PageForm):
    label = "Membership"
    kind, bodies = CheckKind.MEMBERSHIP, MemberOf

    which = forms.ChoiceField(label="Member of", choices=NOT_CHOSEN + MemberOf.choices)
    other_body = LineField(
        label="Name of the body", max_length=BODY, required=False, help_text="Only for “Another body”"
    )
    detail = LineField(label="Grade", max_length=120, required=False, help_text="Such as Advanced member")
    number = LineField(label="Membership number", max_length=NUMBER, required=False)
    ends_on = DayField(label="In date until", required=False)
    evidence = LineField(label="Where the evidence is kept", max_length=300, required=False, help_text=EVIDENCE)

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        shown = {name: getattr(check, name) for name in ("detail", "number", "ends_on", "evidence")}
        return BodyForm.initial_of(check) | shown


class DbsForm(CheckForm, PageForm):
    label = "DBS check"
    kind = CheckKind.DBS

    which = forms.ChoiceField(label="Level", choices=NOT_CHOSEN + DbsLevel.choices)
    issued_on = DayField(label="Certificate issued on", past=True)
    looked_up_on = DayField(
        label="Update service checked on",
        past=True,
        required=False,
        help_text="For somebody who has joined it: the day on which the certificate was last found unchanged",
    )
    evidence = LineField(
        label="Where the evidence is kept",
        max_length=300,
        required=False,
        help_text="A note of who saw the certificate and when. The certificate itself need not be kept.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, looked_up = cleaned.get("issued_on"), cleaned.get("looked_up_on")
        if issued and looked_up and looked_up < issued:
            self.add_error("looked_up_on", "Enter a date on or after the issue of the certificate")
        return cleaned

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        return {name: getattr(check, name) for name in ("which", "issued_on", "looked_up_on", "evidence")}


class IndemnityForm(CheckForm, PageForm):
    label = "Indemnity insurance"
    kind = CheckKind.INDEMNITY

    body = LineField(label="Insurer", max_length=80)
    number = LineField(label="Policy number", max_length=NUMBER, required=False)
    detail = LineField(label="Cover", max_length=120, required=False, help_text="Such as £5 million any one claim")
    ends_on = DayField(label="In date until")
    evidence = LineField(label="Where the evidence is kept", max_length=300, required=False, help_text=EVIDENCE)

    @staticmethod
    def initial_of(check: StaffCheck) -> dict[str, Any]:
        return {name: getattr(check, name) for name in ("body", "number", "detail", "ends_on", "evidence")}


FORMS: dict[str, Any] = {form.kind: form for form in (RegistrationForm, MembershipForm, DbsForm, IndemnityForm)}


class EndCheckForm(PageForm):
    label = "No longer held"
    takes_away = True

    on = DayField(label="Since", past=True, error_messages={"required": "Enter the day since when it is not held"})


class VerifyForm(PageForm):
    label = "Verify the evidence"

    seen = forms.BooleanField(
        label="I have seen the evidence myself, and it says what stands here",
        error_messages={"required": "Tick the box when you have seen the evidence"},
    )


class FitnessForm(PageForm):
    label = "Fitness declaration"

    declared = forms.BooleanField(
        label="I declare all of this",
        error_messages={"required": "Tick the box if you can declare all of this. If not, speak to your supervisor."},
    )


class CpdForm(PageForm):
    label = "Learning (CPD)"

    on = DayField(label="Date", past=True)
    hours = WholeNumberField(label="Hours", max_value=200, required=False)
    spare_minutes = WholeNumberField(label="Minutes", max_value=59, required=False)
    what = LineField(label="What it was", max_length=300, error_messages={"required": "Enter what it was"})
    reflection = TextField(
        label="What you take from it",
        max_length=4000,
        required=False,
        help_text="Only you read this. Nothing about clients.",
    )
    evidence = LineField(label="Where the evidence is kept", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"hours", "spare_minutes"} <= cleaned.keys() and not (cleaned["hours"] or cleaned["spare_minutes"]):
            self.add_error("hours", "Enter how long it took")
        return cleaned

    def details(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"minutes": (given.pop("hours") or 0) * 60 + (given.pop("spare_minutes") or 0)}

    @staticmethod
    def initial_of(entry: CpdEntry) -> dict[str, Any]:
        shown = {name: getattr(entry, name) for name in ("on", "what", "reflection", "evidence")}
        return shown | {"hours": entry.minutes // 60, "spare_minutes": entry.minutes % 60}
