from assessments.actions import NewFinding
from careplans.models import Category
from clients.models import ClaimKind, InstructionKind, PartyRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, HandedOver, StatusChanged, Weighed
from practice.demo.others.parties import insurer, solicitor
from practice.demo.planning import Agreed, GoalSet, Recommended, Reviewed
from practice.demo.watching import WalledOff

PAULINE = Story(
    opened=232,
    by="amara",
    lead="daniel",
    person={
        "given_name": "Pauline",
        "family_name": "Whitlow",
        "communication": "Hard of hearing on the left: sit on her right",
        "injury_kind": "amputation",
        "injury": "Crushed by a reversing lorry. Amputation below the right knee.",
    },
    born=(61, 1, 27),
    injured=300,
    instruction=InstructionKind.JOINT,
    parties=(
        solicitor("Dunmore Law", "R. Dunmore", "DL/556"),
        insurer("Harlow Insurance", "T. Bell", "HI-80214"),
    ),
    shares={PartyRole.CLAIMANT_SOLICITOR: None, PartyRole.INSURER: None},
    matters="My choir meets up two flights of stairs. I mean to sing there at Christmas.",
    terms={"style": WorkingStyle.STRENGTHS, "claim": ClaimKind.INJURY},
    events=(
        Contact(
            226,
            "11:00",
            "visit",
            75,
            "",
            "Wears the socket for two hours, then it rubs. Sang to me to prove her lungs.",
        ),
        Assessed(
            222,
            visited=226,
            present="Pauline",
            summary="A steady woman with one wish. The socket does not fit, and everything waits for it.",
            findings=(
                NewFinding(
                    "independence",
                    "Two hours in the socket at most; crutches otherwise.",
                    "practitioner",
                    needs=("To walk all day",),
                ),
                NewFinding(
                    "social", "Has not been to choir since the injury.", "client", needs=("To sing with her choir",)
                ),
            ),
        ),
        GoalSet(
            218,
            1,
            "Wear the prosthesis for eight hours",
            "Wearing diary",
            ("Not at all", "Two hours", "Eight hours", "Ten hours", "All day without thinking of it"),
            -1,
            45,
        ),
        GoalSet(
            218,
            2,
            "Sing at choir every week",
            "Told by Pauline",
            ("Not at all", "Listens in the yard", "Every week, upstairs", "And the concert", "And the tour"),
            -2,
            45,
        ),
        Agreed(214, "Pauline", "", weeks=12, first_review=130),
        Weighed(59, "far", "Lives on the coast; ninety minutes each way"),
        StatusChanged(213, "active", "Plan agreed"),
        Reviewed(
            130,
            "Pauline",
            "Four hours in the new liner.",
            "Choir.",
            "A socket that fits.",
            90,
            {
                1: ("-0.5", "Four hours, by the diary.", "reported", "New socket"),
                2: ("-2", "Not yet.", "reported", "When she can manage stairs"),
            },
        ),
        Reviewed(
            90,
            "Pauline; prosthetist",
            "Six hours. One visit to choir, carried up by the tenors.",
            "The stairs.",
            "Stairs with physiotherapy.",
            6,
            {
                1: ("-0.5", "Six hours, by the diary.", "reported", "New socket"),
                2: ("-1", "Once, carried.", "reported", "Stairs"),
            },
        ),
        HandedOver(60, "priya", "Daniel's caseload is full"),
        Contact(
            55,
            "10:00",
            "visit",
            60,
            "Daniel Moss",
            "Handover visit. Pauline asked Daniel to come to the concert anyway.",
            (2,),
        ),
        Recommended(
            12,
            (1, 2),
            PartyRole.INSURER,
            "New socket, fitted privately",
            "The socket limits wearing to six hours, and stairs come after that.",
            "NHS limb centre: wait of 20 weeks.",
            "Eight hours a day within a month of fitting.",
            Category.EQUIPMENT,
            4_850,
            "Quotation of the limb clinic",
        ),
        WalledOff(150, "sam", "His partner teaches with Pauline; both asked for it."),
        Contact(10, "14:10", "call", 10, "", "Told her what was asked for. She has bought new shoes already.", (1,)),
    ),
)
