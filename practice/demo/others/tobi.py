from assessments.actions import NewFinding
from careplans.models import Answer, Category
from clients.models import ClaimKind, InstructionKind, PartyRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, DraftLeft, Measured, StatusChanged
from practice.demo.others.parties import insurer
from practice.demo.planning import Agreed, Decided, GoalSet, Recommended, Referred, Reviewed
from practice.demo.watching import OpenedWithReason

SHARED = "Summary of the needs assessment, the goals named here, contact details."

TOBI = Story(
    opened=262,
    by="priya",
    lead="priya",
    person={
        "given_name": "Oluwatobi",
        "family_name": "Obi",
        "preferred_name": "Tobi",
        "communication": "Telephone in the evening",
        "injury_kind": "orthopaedic",
        "injury": "Fall from scaffolding. Fractures of the left femur, pelvis and wrist.",
    },
    born=(44, 11, 9),
    injured=330,
    instruction=InstructionKind.INSURER,
    parties=(insurer("Northgate Insurance", "S. Lyle", "NG-88120", instructs=True),),
    shares={PartyRole.INSURER: None},
    matters="Carry my daughter up the stairs. Drive again.",
    terms={"style": WorkingStyle.DIRECT, "claim": ClaimKind.INJURY},
    events=(
        Contact(
            254,
            "17:30",
            "visit",
            80,
            "Ada Obi (wife)",
            "Sleeps downstairs since he came home. Counted the stairs for me: thirteen. Has climbed four.",
        ),
        Assessed(
            250,
            visited=254,
            present="Tobi; Ada Obi (wife)",
            summary="Pain and weakness keep Tobi downstairs and out of the car. No change in thinking or mood.",
            findings=(
                NewFinding(
                    "independence",
                    "Four of thirteen stairs with a rail.",
                    "practitioner",
                    "Seen at the visit",
                    needs=("To reach his own bedroom and bathroom", "To drive again"),
                    strengths="Strong, patient, exact.",
                ),
            ),
        ),
        GoalSet(
            246,
            1,
            "Climb the stairs at home without help",
            "Watched at each visit",
            (
                "Does not try",
                "Some stairs with a rail",
                "All thirteen with a rail",
                "All without a rail",
                "Carrying something",
            ),
            -1,
            30,
        ),
        GoalSet(
            246,
            2,
            "Drive to the station and back",
            "Told by Tobi; car log",
            (
                "Does not sit in the driving seat",
                "Sits, cannot brake hard",
                "Drives there and back",
                "In traffic",
                "An hour",
            ),
            -2,
            120,
        ),
        Agreed(244, "Tobi", "", weeks=12, first_review=160),
        StatusChanged(243, "active", "Plan agreed"),
        Measured(160, "wsas", (8, 4, 5, 2, 2)),
        Reviewed(
            160,
            "Tobi; Ada Obi (wife)",
            "All thirteen stairs with a rail; sleeps upstairs.",
            "Driving.",
            "Ask for physiotherapy aimed at braking.",
            76,
            {
                1: ("0", "All thirteen stairs with a rail, twice.", "fact", "Without the rail"),
                2: ("-2", "Has not sat in the driving seat.", "reported", "Physiotherapy"),
            },
        ),
        Reviewed(
            76,
            "Tobi",
            "Sits in the driving seat; brakes gently.",
            "Braking hard still hurts.",
            "Physiotherapy for the hip.",
            -40,
            {
                1: ("1", "All stairs without touching the rail.", "fact", "Close at the next review"),
                2: ("-1", "Brakes gently; cannot brake hard.", "fact", "Physiotherapy"),
            },
        ),
        Measured(76, "wsas", (5, 3, 3, 1, None)),
        Recommended(
            60,
            (2,),
            PartyRole.INSURER,
            "Physiotherapy, 8 sessions on hip strength",
            "He cannot brake hard, so he cannot drive.",
            "NHS: discharged last month.",
            "Brakes hard without pain.",
            Category.THERAPY,
            720,
            "8 × £90",
        ),
        Decided(38, 1, Answer.PART_APPROVED, 540, "S. Lyle, Northgate Insurance", "Six sessions to begin with."),
        Referred(18, "physio", "cedar", 1, (2,), "Hip strength for an emergency stop.", SHARED),
        OpenedWithReason(
            9,
            "17:55",
            "daniel",
            "Ada rang in tears: no pain relief until Monday. Who prescribes it?",
            seen_by=("priya", "helen"),
            reviewed=(
                "helen",
                2,
                "Needed: Priya was on a train. The GP was reached; Priya rang back the same evening.",
            ),
        ),
        Contact(
            6,
            "18:00",
            "call",
            10,
            "",
            "Nothing heard from Cedar yet. Does the stairs with his daughter on his back.",
            (1,),
        ),
        DraftLeft(3, "17:40", "call", "17:20", "Cedar Physio", "Rang Cedar: the referral is with Ellis, who is back"),
    ),
)
