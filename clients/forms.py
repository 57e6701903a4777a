from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from clients.health_number import HealthNumberField
from clients.match_forms import SeesMatches
from clients.models import (
    GivenAs,
    How,
    InjuryKind,
    InstructionKind,
    Nation,
    PartyRole,
    Scope,
    Status,
)
from clients.new_client import sought_by
from clients.sought import Sought
from files.forms import TakesFiles, UploadField
from ui.fields import DayField, LineField, TextField
from ui.forms import PageForm, limited

NOT_CHOSEN = [("", "Choose one")]


class DetailsForm(PageForm):
    """The person and the injury; the whole of "Change details" and the first half of "New client"."""

    label = "Client details"

    given_name = LineField(label="First names", max_length=120)
    family_name = LineField(label="Last name", max_length=120, required=False)
    preferred_name = LineField(label="Name they like to be called", max_length=120, required=False)
    born_on = DayField(label="Date of birth", past=True, required=False, help_text="For example 14 Mar 1989")
    nhs_number = HealthNumberField(label="NHS or CHI number", help_text="Ten figures, for example 943 476 5919")
    nation = forms.ChoiceField(
        label="Nation", choices=Nation.choices, help_text="Capacity law and bank holidays differ"
    )
    telephone = LineField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    address = TextField(label="Address", rows=3, max_length=500, required=False)
    communication = TextField(
        label="Communication needs", rows=2, max_length=1000, required=False, help_text="How to speak, write and call"
    )
    what_matters = TextField(label="What matters to them, in their own words", rows=3, max_length=4000, required=False)
    injury_kind = forms.ChoiceField(label="Kind of injury", choices=NOT_CHOSEN + InjuryKind.choices)
    injured_on = DayField(label="Date of injury", past=True, required=False)
    injury = TextField(label="What happened and the injuries", max_length=4000, required=False)
    pre_existing = TextField(label="Conditions from before the injury", rows=2, max_length=4000, required=False)

    person_fields = (
        "given_name",
        "family_name",
        "preferred_name",
        "born_on",
        "nhs_number",
        "nation",
        "telephone",
        "email",
        "address",
        "communication",
        "what_matters",
        "injury_kind",
        "injured_on",
        "injury",
        "pre_existing",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        born, injured = given.get("born_on"), given.get("injured_on")
        if born and injured and injured < born:
            self.add_error("injured_on", "The injury must be on or after the date of birth.")
        return given

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.person_fields}


class NewClientForm(SeesMatches, DetailsForm):
    """A new client on one page: the person, the injury, who instructs and pays, and what may be shared with whom."""

    label = "New client"

    instruction_kind = forms.ChoiceField(label="Kind of instruction", choices=NOT_CHOSEN + InstructionKind.choices)
    instructed_on = DayField(label="Date of instruction", past=True)
    party_role = forms.ChoiceField(label="Who instructs", choices=NOT_CHOSEN + PartyRole.choices)
    party_firm = LineField(label="Firm or name", max_length=160)
    party_contact = LineField(label="Contact", max_length=120, required=False)
    party_email = forms.EmailField(label="E-mail address", required=False)
    party_telephone = LineField(label="Telephone", max_length=40, required=False)
    party_reference = LineField(label="Their reference", max_length=80, required=False)
    party_reads = forms.BooleanField(label="May read progress reports", required=False, initial=True)
    party_pays = forms.BooleanField(label="Also pays for the rehabilitation", required=False)
    funder_role = forms.ChoiceField(label="Who pays", choices=NOT_CHOSEN + PartyRole.choices, required=False)
    funder_firm = LineField(label="Firm or name", max_length=160, required=False)
    funder_contact = LineField(label="Contact", max_length=120, required=False)
    funder_email = forms.EmailField(label="E-mail address", required=False)
    funder_telephone = LineField(label="Telephone", max_length=40, required=False)
    funder_reference = LineField(label="Their reference", max_length=80, required=False)
    funder_reads = forms.BooleanField(label="May read progress reports", required=False)
    consent_party = forms.BooleanField(label="Share with who instructs", required=False)
    consent_funder = forms.BooleanField(label="Share with who pays", required=False)
    consent_providers = forms.BooleanField(label="Share with treating providers", required=False)
    consent_on = DayField(label="Consent given on", past=True, required=False)
    consent_by = LineField(
        label="Consent given by",
        max_length=160,
        required=False,
        help_text="The client, or who acts for them and as what",
    )
    consent_ends_on = DayField(label="Consent ends on", required=False)
    lead = forms.ModelChoiceField(
        label="Case manager", queryset=User.objects.none(), required=False, empty_label="Not assigned yet"
    )

    def __init__(self, *args: Any, staff: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if staff.holds(Role.CASE_MANAGER):
            del self.fields["lead"]  # who adds a client carries it
        else:
            limited(self, "lead").queryset = User.objects.holding(Role.CASE_MANAGER).order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        ask_who_pays(self, given)
        ask_of_consent(self, given)
        return given

    @property
    def sought(self) -> Sought:
        """What is asked of all files before another one is opened."""
        return sought_by(self.cleaned_data)


def ask_who_pays(form: forms.Form, given: dict[str, Any]) -> None:
    """Who pays is named, or is who instructs."""
    if given.get("party_pays") or "funder_firm" in form.errors:
        return
    if not given.get("funder_role"):
        form.add_error("funder_role", "Choose who pays, or tick that who instructs also pays")
    if not given.get("funder_firm"):
        form.add_error("funder_firm", "Enter the firm or name of who pays")


def ask_of_consent(form: forms.Form, given: dict[str, Any]) -> None:
    """A consent says who gave it and when, and does not end before that."""
    if any(given.get(name) for name in ("consent_party", "consent_funder", "consent_providers")):
        for name, words in (("consent_on", "Enter the date of the consent"), ("consent_by", "Enter who gave consent")):
            if name not in form.errors and not given.get(name):
                form.add_error(name, f"{words}, or untick all three")
    ends, starts = given.get("consent_ends_on"), given.get("consent_on")
    if ends and starts and ends < starts:
        form.add_error("consent_ends_on", "Consent must end on or after the day it was given.")


class StatusForm(PageForm):
    label = "Status"

    new_status = forms.ChoiceField(label="New status", choices=NOT_CHOSEN + Status.choices)
    on = DayField(label="From", past=True, error_messages={"required": "Enter the date it changed"})
    reason = TextField(label="Reason", rows=3, max_length=1000)


class AssignLeadForm(PageForm):
    label = "Assign case manager"

    staff = forms.ModelChoiceField(label="Case manager", queryset=User.objects.none(), empty_label="Choose one")
    reason = LineField(label="Reason", max_length=500)

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "staff").queryset = candidates.order_by("name")


class ConsentForm(TakesFiles, PageForm):
    """Consent to one recipient, or with a choice of them: `parties` and `people` of the client, or all who treat."""

    label = "Consent"

    with_whom = forms.ChoiceField(label="Share with", error_messages={"required": "Choose who it may be shared with"})
    scope = forms.ChoiceField(label="What may be shared", choices=Scope.choices, initial=Scope.EVERYTHING)
    how = forms.ChoiceField(label="How it was given", choices=NOT_CHOSEN + How.choices)
    given_on = DayField(label="Given on", past=True, error_messages={"required": "Enter the date consent was given"})
    given_as = forms.ChoiceField(
        label="Given by whom for the client",
        choices=NOT_CHOSEN + GivenAs.choices,
        error_messages={"required": "Choose who gave it, and as what"},
    )
    given_by = LineField(label="Their name", max_length=160, error_messages={"required": "Enter who gave consent"})
    ends_on = DayField(label="Ends on", required=False)
    evidence = UploadField(
        label="Evidence", required=False, help_text="The signed form, or a picture of it taken with the phone."
    )

    def __init__(self, *args: Any, parties: Any = (), people: Any = (), one: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.people = {str(person.pk): person for person in people}
        if one:
            del self.fields["with_whom"]  # the page names the one recipient
            return
        named = [(key, f"{party.firm} ({party.get_role_display()})") for key, party in self.parties.items()]
        around = [(key, f"{person.name} ({person.get_role_display()})") for key, person in self.people.items()]
        limited(self, "with_whom").choices = [*NOT_CHOSEN, ("providers", "Treating providers"), *named, *around]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ends, starts = given.get("ends_on"), given.get("given_on")
        if ends and starts and ends < starts:
            self.add_error("ends_on", "Consent must end on or after the day it was given.")
        return given

    @property
    def columns(self) -> dict[str, Any]:
        """As `give_consent` takes it."""
        given = dict(self.cleaned_data)
        chosen = given.pop("with_whom", "")
        return given | {"party": self.parties.get(chosen), "person": self.people.get(chosen)}


class WithdrawForm(PageForm):
    label = "Withdraw consent"
    takes_away = True

    on = DayField(label="Withdrawn on", past=True, error_messages={"required": "Enter the date consent was withdrawn"})
    reason = LineField(label="Reason, as given", max_length=500)
