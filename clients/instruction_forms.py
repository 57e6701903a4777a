from typing import Any

from django import forms

from clients.forms import NOT_CHOSEN
from clients.models import ClaimKind, Instruction, InstructionKind, Party, PartyRole, Receives, Track, WorkingStyle
from files.forms import TakesFiles, UploadField
from ui.fields import DayField, LineField, WholeNumberField
from ui.forms import PageForm

NOT_SAID = [("", "Not recorded")]


class InstructionForm(PageForm):
    label = "Instruction"

    kind = forms.ChoiceField(label="Kind of instruction", choices=NOT_CHOSEN + InstructionKind.choices)
    claim = forms.ChoiceField(label="Claim", choices=NOT_SAID + ClaimKind.choices, required=False)
    track = forms.ChoiceField(label="Track", choices=Track.choices, initial=Track.FULL)
    style = forms.ChoiceField(
        label="Style of work",
        choices=NOT_SAID + WorkingStyle.choices,
        required=False,
        help_text="It sets after how many days without contact the client counts as silent.",
    )

    details = ("kind", "claim", "track", "style")


class NextInstructionForm(InstructionForm):
    """The next instruction; where one is open, it ends on the day the next begins."""

    label = "New instruction"

    starts_on = DayField(label="Instructed on", past=True, error_messages={"required": "Enter the date of instruction"})
    end_reason = LineField(label="Why the one before ends", max_length=500, required=False)
    carry_parties = forms.BooleanField(
        label="Take the parties over", required=False, initial=True, help_text="Consent to share is recorded anew."
    )

    def __init__(self, *args: Any, before: Instruction | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["end_reason"], self.fields["carry_parties"]


class EndInstructionForm(PageForm):
    label = "End instruction"
    takes_away = True

    ends_on = DayField(label="Ended on", past=True, error_messages={"required": "Enter the date it ended"})
    reason = LineField(label="Reason", max_length=500)


class TermsForm(TakesFiles, PageForm):
    label = "Terms and fees"

    terms_signed_on = DayField(label="Terms signed on", past=True, required=False)
    fees_agreed_on = DayField(label="Fee schedule agreed on", past=True, required=False)
    terms_signed_by = LineField(label="Signed by", max_length=160, required=False, help_text="Name and firm")
    terms_files = UploadField(label="Add the signed terms", required=False, several=True)
    fees_files = UploadField(label="Add the fee schedule", required=False, several=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        signed = given.get("terms_signed_on") or given.get("fees_agreed_on")
        if signed and not given.get("terms_signed_by") and "terms_signed_by" not in self.errors:
            self.add_error("terms_signed_by", "Enter who signed")
        return given


class PartyForm(PageForm):
    label = "Party"

    role = forms.ChoiceField(label="Role", choices=NOT_CHOSEN + PartyRole.choices)
    firm = LineField(label="Firm or name", max_length=160)
    contact_name = LineField(label="Contact", max_length=120, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    telephone = LineField(label="Telephone", max_length=40, required=False)
    their_reference = LineField(label="Their reference", max_length=80, required=False)
    instructs = forms.BooleanField(label="Instructs us", required=False)
    pays = forms.BooleanField(label="Pays, or pays a share", required=False)
    may_read_reports = forms.BooleanField(label="Receives reports", required=False)
    receives_updates = forms.BooleanField(label="May hear how things are going between reports", required=False)
    receives_costs = forms.BooleanField(
        label="Receives cost statements and invoices",
        required=False,
        help_text="Reports show what was recommended and agreed to all their readers.",
    )
    receives = forms.ChoiceField(label="When they receive a report", choices=Receives.choices, initial=Receives.AT_ONCE)

    def __init__(self, *args: Any, instruction: Instruction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if instruction.is_joint:
            del self.fields["receives"]  # joint: all at once, and not for one party to choose


class SharesForm(PageForm):
    """One box for each party that pays, in per cent of the whole cost."""

    label = "Shares of the cost"

    def __init__(self, *args: Any, paying: list[Party], **kwargs: Any) -> None:
        self.paying = paying
        super().__init__(*args, **kwargs)
        for number, party in enumerate(paying):
            self.fields[f"share_{number}"] = WholeNumberField(
                label=f"{party.firm}, per cent",
                min_value=0,
                max_value=100,
                error_messages={"required": f"Enter the share of {party.firm}"},
            )

    @property
    def shares(self) -> dict[Any, int]:
        return {party.pk: self.cleaned_data[f"share_{number}"] for number, party in enumerate(self.paying)}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        total = sum(given.get(name) or 0 for name in self.fields)
        if not self.errors and total != 100:
            self.add_error(None, f"The shares come to {total} per cent. They must come to 100.")
        return given
