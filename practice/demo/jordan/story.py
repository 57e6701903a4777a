from clients.actions import NewParty
from clients.models import ClaimKind, InstructionKind, MayBeTold, PartyRole, PersonRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Covered, StatusChanged
from practice.demo.jordan import assessing, contacts, goals, person, support

JORDAN = Story(
    opened=304,
    by="priya",
    lead="priya",
    person={
        "given_name": "Jordan Michael",
        "family_name": "Ashby",
        "preferred_name": "Jordan",
        "address": "Flat 1, 14 Chapel Row\nAlderwren\nAW2 7HB",
        "telephone": "07700 900142",
        "communication": "Short sentences, one question at a time. Call after 11am",
        "injury_kind": "brain",
        "injury": (
            "Knocked off his bicycle by a van. Moderate traumatic brain injury, fractured left wrist. Seven weeks in "
            "hospital. Seizures since."
        ),
        "pre_existing": "Hay fever. No earlier head injury.",
    },
    born=(37, 3, 14),
    injured=428,
    instruction=InstructionKind.SINGLE,
    parties=(
        NewParty(
            role=PartyRole.CLAIMANT_SOLICITOR,
            firm="Pike & Rowe Solicitors",
            contact_name="A. Rowe",
            email="a.rowe@pike-rowe.example",
            telephone="01632 960410",
            their_reference="PR/2291",
            instructs=True,
            may_read_reports=True,
        ),
        NewParty(
            role=PartyRole.INSURER,
            firm="Harlow Insurance",
            contact_name="T. Bell",
            email="t.bell@harlow-insurance.example",
            telephone="01632 960455",
            their_reference="HI-77310",
            pays=True,
            may_read_reports=True,
        ),
    ),
    shares={PartyRole.CLAIMANT_SOLICITOR: None, PartyRole.INSURER: -12},
    consented_by="Jordan",
    signed="I agree that my case manager shares what they need to know with the people who treat me.",
    matters=(
        "I want to get to the allotment on my own, cook for Mum once a week, and stop feeling like people talk over me."
    ),
    terms={"style": WorkingStyle.STRENGTHS, "claim": ClaimKind.INJURY},
    people=(
        {
            "name": "Carol Ashby",
            "role": PersonRole.NEXT_OF_KIN,
            "relation": "mother",
            "telephone": "07700 900317",
            "may_be_told": MayBeTold.ARRANGEMENTS,
            "told_note": "Nothing about money. Jordan tells her the rest himself.",
        },
        {
            "name": "Dr Nerys Sorrell",
            "role": PersonRole.GP,
            "organisation": "Alderwren Surgery",
            "telephone": "01632 960388",
            "may_be_told": MayBeTold.PROGRESS,
        },
        {
            "name": "Kyle Brandt",
            "role": PersonRole.FAMILY,
            "relation": "former flatmate",
            "no_contact": True,
            "no_contact_reason": "Jordan asked for it after the money went missing.",
        },
    ),
    events=(
        StatusChanged(298, "assessment", "Instruction confirmed and consent given"),
        *contacts.EVENTS,
        *assessing.EVENTS,
        *person.EVENTS,
        *goals.EVENTS,
        StatusChanged(257, "active", "Plan agreed with Jordan"),
        Covered(207, 193, "daniel", "Priya on leave"),
        *support.EVENTS,
    ),
)
