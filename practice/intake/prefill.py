"""What an enquiry says already, as the steps of the intake take it: nothing is typed twice."""

from clients.models import InstructionKind, PartyRole
from practice.intake.kept import Kept
from practice.models import Enquiry, Source, Step
from ui.dates import day

SENT_AS = {
    Source.SOLICITOR: (PartyRole.CLAIMANT_SOLICITOR, InstructionKind.SINGLE),
    Source.INSURER: (PartyRole.INSURER, InstructionKind.INSURER),
    Source.DEPUTY: (PartyRole.DEPUTY, InstructionKind.DEPUTY),
    Source.STATUTORY: (PartyRole.STATUTORY_BODY, InstructionKind.STATUTORY),
    Source.SELF: (PartyRole.CLIENT, InstructionKind.PRIVATE),
}


def prefilled(enquiry: Enquiry) -> dict[str, Kept]:
    """Step to values, for the steps of which the enquiry says anything."""
    role, kind = SENT_AS.get(Source(enquiry.source), ("", ""))
    found: dict[str, Kept] = {
        Step.PERSON: {
            "given_name": enquiry.given_name,
            "family_name": enquiry.family_name,
            "born_on": day(enquiry.born_on) if enquiry.born_on else "",
            "nation": enquiry.nation,
        },
        Step.CONTACT: {"address": enquiry.area},
        Step.INJURY: {"injury": enquiry.injury},
        Step.PARTY: {
            "instruction_kind": str(kind),
            "instructed_on": day(enquiry.received_on),
            "party_role": str(role),
            "party_firm": enquiry.firm or enquiry.contact_name,
            "party_contact": enquiry.contact_name if enquiry.firm else "",
            "party_email": enquiry.email,
            "party_telephone": enquiry.telephone,
            "party_reference": enquiry.their_reference,
        },
    }
    said = {step: {name: value for name, value in values.items() if value} for step, values in found.items()}
    return {step: values for step, values in said.items() if values}
