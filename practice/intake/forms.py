"""The form of each step of a new client: the fields of the forms that a file has, in smaller pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Permission, Role
from clients.forms import ConsentForm, DetailsForm, NewClientForm, ask_of_consent, ask_who_pays
from clients.instruction_forms import InstructionForm, TermsForm
from clients.match_forms import SeesMatches
from clients.models import AlertKind, GivenAs, How, Severity
from clients.person_forms import CircumstancesForm
from clients.safety_forms import AlertForm, RiskForm
from practice.enquiries.forms import StaffChoice
from practice.models import Step
from reviews.forms import RhythmForm
from ui.fields import LineField, TextField
from ui.forms import PageForm, limited

DETAILS, NEW = DetailsForm.base_fields, NewClientForm.base_fields
CIRCUMSTANCES, TERMS = CircumstancesForm.base_fields, TermsForm.base_fields
RISK = RiskForm.base_fields
NOT_SAID = [("", "Not recorded")]
NO_ALERT = [("", "None")]
NUMBERS = (1, 2, 3)


class PersonStep(PageForm):
    label = "New client: person"

    given_name = DETAILS["given_name"]
    family_name = DETAILS["family_name"]
    preferred_name = DETAILS["preferred_name"]
    born_on = DETAILS["born_on"]
    nhs_number = DETAILS["nhs_number"]
    nation = DETAILS["nation"]


class ContactStep(PageForm):
    label = "New client: contact"

    telephone = DETAILS["telephone"]
    email = DETAILS["email"]
    address = DETAILS["address"]
    communication = DETAILS["communication"]
    language = CIRCUMSTANCES["language"]
    interpreter = CIRCUMSTANCES["interpreter"]
    what_matters = DETAILS["what_matters"]

    circumstances = ("language", "interpreter")


class InjuryStep(PageForm):
    label = "New client: injury"

    injury_kind = DETAILS["injury_kind"]
    injured_on = DETAILS["injured_on"]
    injury = DETAILS["injury"]
    mechanism = CIRCUMSTANCES["mechanism"]
    pre_existing = DETAILS["pre_existing"]
    medication = CIRCUMSTANCES["medication"]
    clinicians = CIRCUMSTANCES["clinicians"]
    dependants = CIRCUMSTANCES["dependants"]
    work = CIRCUMSTANCES["work"]

    circumstances = ("mechanism", "medication", "clinicians", "dependants", "work")

    def __init__(self, *args: Any, born_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born_on = born_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.born_on and given.get("injured_on") and given["injured_on"] < self.born_on:
            self.add_error("injured_on", "The injury must be on or after the date of birth.")
        return given


class PartyStep(PageForm):
    label = "New client: instruction"

    instruction_kind = NEW["instruction_kind"]
    instructed_on = NEW["instructed_on"]
    claim = InstructionForm.base_fields["claim"]
    track = InstructionForm.base_fields["track"]
    style = InstructionForm.base_fields["style"]
    party_role = NEW["party_role"]
    party_firm = NEW["party_firm"]
    party_contact = NEW["party_contact"]
    party_email = NEW["party_email"]
    party_telephone = NEW["party_telephone"]
    party_reference = NEW["party_reference"]
    party_reads = NEW["party_reads"]
    party_pays = NEW["party_pays"]
    funder_role = NEW["funder_role"]
    funder_firm = NEW["funder_firm"]
    funder_contact = NEW["funder_contact"]
    funder_email = NEW["funder_email"]
    funder_telephone = NEW["funder_telephone"]
    funder_reference = NEW["funder_reference"]
    funder_reads = NEW["funder_reads"]
    terms_signed_on = TERMS["terms_signed_on"]
    fees_agreed_on = TERMS["fees_agreed_on"]
    terms_signed_by = TERMS["terms_signed_by"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ask_who_pays(self, given)
        signed = given.get("terms_signed_on") or given.get("fees_agreed_on")
        if signed and not given.get("terms_signed_by") and "terms_signed_by" not in self.errors:
            self.add_error("terms_signed_by", "Enter who signed")
        return given


class ConsentStep(PageForm):
    """Nothing ticked says that nobody has consented to anything yet."""

    label = "New client: consent"

    consent_party = NEW["consent_party"]
    consent_funder = NEW["consent_funder"]
    consent_providers = NEW["consent_providers"]
    consent_by = NEW["consent_by"]
    consent_given_as = forms.ChoiceField(
        label=ConsentForm.base_fields["given_as"].label, choices=NOT_SAID + GivenAs.choices, required=False
    )
    consent_how = forms.ChoiceField(
        label=ConsentForm.base_fields["how"].label, choices=NOT_SAID + How.choices, required=False
    )
    consent_on = NEW["consent_on"]
    consent_ends_on = NEW["consent_ends_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ask_of_consent(self, given)
        return given


def _hazard() -> LineField:
    return LineField(label="Hazard", max_length=160, required=False, help_text=RISK["hazard"].help_text)


def _severity() -> forms.ChoiceField:
    return forms.ChoiceField(label="How severe", choices=NOT_SAID + Severity.choices, required=False)


def _in_place() -> TextField:
    return TextField(label="What is in place", rows=2, max_length=2000, required=False)


class RisksStep(PageForm):
    """A few risks at once, and one warning for the banner."""

    label = "New client: risks"

    none_known = forms.BooleanField(label="I asked, and no risk is known", required=False)
    hazard_1, severity_1, in_place_1 = _hazard(), _severity(), _in_place()
    hazard_2, severity_2, in_place_2 = _hazard(), _severity(), _in_place()
    hazard_3, severity_3, in_place_3 = _hazard(), _severity(), _in_place()
    alert_kind = forms.ChoiceField(
        label="Warning above every page", choices=NO_ALERT + AlertKind.choices, required=False
    )
    alert_words = LineField(
        label="In a few words", max_length=160, required=False, help_text=AlertForm.base_fields["words"].help_text
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in NUMBERS:
            wants = given.get(f"hazard_{number}") and not given.get(f"in_place_{number}")
            if wants and f"in_place_{number}" not in self.errors:
                self.add_error(f"in_place_{number}", "Enter what is in place")
            if given.get(f"in_place_{number}") and not given.get(f"hazard_{number}"):
                self.add_error(f"hazard_{number}", "Enter the hazard in a few words")
        if given.get("alert_kind") and not given.get("alert_words") and "alert_words" not in self.errors:
            self.add_error("alert_words", "Enter the warning in a few words")
        if given.get("alert_words") and not given.get("alert_kind"):
            self.add_error("alert_kind", "Choose the kind of warning")
        if not self.errors and not self.anything and not given.get("none_known"):
            self.add_error("none_known", "Enter a risk, or tick that none is known")
        return given

    @property
    def anything(self) -> bool:
        given = self.cleaned_data
        return bool(given.get("alert_kind") or any(given.get(f"hazard_{number}") for number in NUMBERS))

    @property
    def risks(self) -> Iterator[dict[str, Any]]:
        """As `raise_risk` takes them."""
        for number in NUMBERS:
            if self.cleaned_data.get(f"hazard_{number}"):
                names = ("hazard", "severity", "in_place")
                found = {name: self.cleaned_data.get(f"{name}_{number}") for name in names}
                yield found | {"severity": found["severity"] or Severity.MEDIUM}


class AllocationStep(PageForm):
    """A practice admin chooses among all case managers; a case manager carries the client or leaves it as it is."""

    label = "New client: allocation"

    lead = StaffChoice(
        label="Case manager", queryset=User.objects.none(), required=False, empty_label="Not assigned yet"
    )

    def __init__(self, *args: Any, staff: User, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case_managers = User.objects.holding(Role.CASE_MANAGER).order_by("name", "pk")
        if not staff.may(Permission.ASSIGN_CASELOAD):
            own = {str(staff.pk)} | ({chosen} if chosen else set())
            case_managers = case_managers.filter(pk__in=own)
            limited(self, "lead").empty_label = None
            limited(self, "lead").required = True
        limited(self, "lead").queryset = case_managers


class ReviewStep(RhythmForm):
    label = "New client: first review"


FORMS: dict[str, type[PageForm]] = {
    Step.PERSON: PersonStep,
    Step.CONTACT: ContactStep,
    Step.INJURY: InjuryStep,
    Step.PARTY: PartyStep,
    Step.CONSENT: ConsentStep,
    Step.RISKS: RisksStep,
    Step.ALLOCATION: AllocationStep,
    Step.REVIEW: ReviewStep,
}
# Without these there is nothing to open a file about.
NEEDED = (Step.PERSON, Step.PARTY)
# What only who reads files may read again; who may add a client may write it.
CLINICAL = (Step.CONTACT, Step.INJURY, Step.RISKS)


class GiveUpForm(PageForm):
    label = "Give up an intake"
    takes_away = True

    reason = LineField(
        label="Reason", max_length=500, help_text="Nothing clinical. What was typed into the steps is taken away."
    )


class HandOnForm(PageForm):
    label = "Hand on an intake"

    worker = StaffChoice(label="Who sets up the file", queryset=User.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limited(self, "worker").queryset = User.objects.who_may(Permission.ADD_CLIENT).order_by("name", "pk")


class OpenFileForm(SeesMatches, PageForm):
    label = "Open the file"
