from clients.models import InstructionKind, PartyRole
from practice.demo.file import Story
from practice.demo.happenings import Contact, Measured, RiskRaised, StatusChanged
from practice.demo.others.parties import insurer, solicitor

OMAR = Story(
    opened=24,
    by="priya",
    lead="priya",
    person={
        "given_name": "Omar",
        "family_name": "Ruane",
        "injury_kind": "brain",
        "injury": "Fall down stairs at work. Mild traumatic brain injury, headaches, dizziness.",
    },
    born=(52, 5, 30),
    injured=110,
    instruction=InstructionKind.SINGLE,
    parties=(
        solicitor("Pike & Rowe Solicitors", "A. Rowe", "PR/2417"),
        insurer("Northgate Insurance", "S. Lyle", "NG-90377", may_read_reports=False),
    ),
    shares={PartyRole.CLAIMANT_SOLICITOR: None},
    signs_terms=False,
    events=(
        StatusChanged(20, "assessment", "Consent given"),
        Contact(
            19,
            "10:00",
            "call",
            20,
            "",
            "Agreed a first visit in the morning; screens and bright rooms give him headaches.",
        ),
        Contact(
            10,
            "09:30",
            "visit",
            70,
            "Nour Ruane (daughter)",
            "Curtains drawn. Twenty minutes of talk, ten of rest, three times over. Nour keeps a headache diary: five "
            "bad days in seven.",
        ),
        RiskRaised(10, "Dizziness on the stairs", "medium", "Rail on both sides; does not carry things upstairs."),
        Measured(10, "wsas", (None, 5, 6, 4, 3)),
    ),
)
