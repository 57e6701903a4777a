from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from clients.forms import NOT_CHOSEN
from clients.models import Nation
from practice.models import AcknowledgedHow, Answer, Enquiry, Source
from ui.fields import ClockField, DayField, LineField, TextField
from ui.forms import PageForm, limited

CLINICAL = ("asked", "injury")


def moment_of(given: dict[str, Any], on: str, at: str) -> datetime:
    """A day and a clock of the practice as one moment."""
    return timezone.make_aware(datetime.combine(given[on], given[at]), timezone.get_default_timezone())


class EnquiryForm(PageForm):
    label = "Enquiry"

    source = forms.ChoiceField(
        label="Who asks", choices=NOT_CHOSEN + Source.choices, error_messages={"required": "Choose who asks"}
    )
    firm = LineField(label="Firm", max_length=160, required=False)
    contact_name = LineField(label="Contact", max_length=120, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    telephone = LineField(label="Telephone", max_length=40, required=False)
    their_reference = LineField(label="Their reference", max_length=80, required=False)
    received_on = DayField(label="Received on", past=True, error_messages={"required": "Enter the date it came"})
    received_clock = ClockField(label="At", error_messages={"required": "Enter the time it came"})
    given_name = LineField(label="First names", max_length=120, help_text="Initials where no more is known")
    family_name = LineField(label="Last name", max_length=120, required=False)
    born_on = DayField(label="Date of birth", past=True, required=False, help_text="For example 14 Mar 1989")
    area = LineField(label="Where they live", max_length=160, required=False, help_text="Town or postcode")
    nation = forms.ChoiceField(label="Nation", choices=Nation.choices, help_text="Bank holidays differ")
    asked = TextField(label="What is asked of us", rows=3, max_length=4000, required=False)
    injury = TextField(label="The injury, as far as told", rows=3, max_length=4000, required=False)

    about_the_sender = ("source", "firm", "contact_name", "email", "telephone", "their_reference")
    about_the_person = ("given_name", "family_name", "born_on", "area", "nation")

    def __init__(self, *args: Any, shows_clinical: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shows_clinical:
            for name in CLINICAL:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        known = given.get("firm") or given.get("contact_name")
        if not known and not self.errors.keys() & {"firm", "contact_name"}:
            self.add_error("contact_name", "Enter the contact or the firm")
        timed = given.get("received_on") and given.get("received_clock")
        if timed and moment_of(given, "received_on", "received_clock") > timezone.now():
            self.add_error("received_clock", "Enter a time that has passed.")
        return given

    @property
    def columns(self) -> dict[str, Any]:
        """As the actions take them."""
        given = dict(self.cleaned_data)
        given["received_at"] = moment_of(given, "received_on", "received_clock")
        del given["received_on"], given["received_clock"]
        return given


def values_of(enquiry: Enquiry) -> dict[str, Any]:
    """The enquiry in the form's own field names."""
    received = timezone.localtime(enquiry.received_at, timezone.get_default_timezone())
    named = {name: getattr(enquiry, name) for name in EnquiryForm.base_fields if hasattr(enquiry, name)}
    return named | {"received_on": received.date(), "received_clock": received.time().replace(second=0, microsecond=0)}


class AcknowledgeForm(PageForm):
    label = "Acknowledgement"

    how = forms.ChoiceField(
        label="How", choices=NOT_CHOSEN + AcknowledgedHow.choices, error_messages={"required": "Choose how"}
    )
    on = DayField(label="Acknowledged on", past=True, error_messages={"required": "Enter the date"})
    at = ClockField(label="At", error_messages={"required": "Enter the time"})

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enquiry = enquiry

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given.get("at"):
            moment = moment_of(given, "on", "at")
            if moment > timezone.now():
                self.add_error("at", "Enter a time that has passed.")
            elif moment < self.enquiry.received_at.replace(second=0, microsecond=0):
                self.add_error("on", "Enter a moment after it was received.")
        return given


class StaffChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, [obj.name, obj.job_title]))


class DecideForm(PageForm):
    label = "Decision on an enquiry"

    answer = forms.ChoiceField(
        label="Decision",
        choices=[
            (Answer.ACCEPTED, "Accept"),
            (Answer.WAITING, "Wait"),
            (Answer.DECLINED, "Decline"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a decision"},
    )
    worker = StaffChoice(
        label="Who sets up the file",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choose one",
        help_text="When it is accepted. They find the task list on My day.",
    )
    look_again_on = DayField(label="Look at it again on", future=True, required=False, help_text="When it has to wait.")
    reason = TextField(
        label="Reason",
        rows=3,
        max_length=1000,
        required=False,
        help_text="When it has to wait or is declined. Nothing clinical: admins read this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "worker").queryset = User.objects.who_may(Permission.ADD_CLIENT).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        answer = given.get("answer")
        if answer == Answer.ACCEPTED:
            self._ask_for("worker", "Choose who sets up the file", given)
        if answer in (Answer.WAITING, Answer.DECLINED):
            self._ask_for("reason", "Enter the reason", given)
        if answer == Answer.WAITING:
            self._ask_for("look_again_on", "Enter when to look at it again", given)
        return given

    def _ask_for(self, name: str, words: str, given: dict[str, Any]) -> None:
        if name not in self.errors and not given.get(name):
            self.add_error(name, words)

    @property
    def look_again(self) -> date | None:
        waits = self.cleaned_data["answer"] == Answer.WAITING
        return self.cleaned_data["look_again_on"] if waits else None
