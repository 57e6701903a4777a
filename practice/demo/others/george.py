from assessments.actions import NewFinding
from careplans.models import Answer, Category
from clients.models import ClaimKind, InstructionKind, PartyRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, StatusChanged
from practice.demo.others.parties import insurer
from practice.demo.planning import Agreed, Decided, Ended, GoalSet, Recommended, Referred, Replied, Reviewed, Started
from providers.models import Effect
from reviews.models import Outlook

SHARED = "Summary of the needs assessment, the goals named here, contact details."

GEORGE = Story(
    opened=280,
    by="amara",
    lead="daniel",
    person={
        "given_name": "George",
        "family_name": "Penrose",
        "injury_kind": "orthopaedic",
        "injury": "Farm accident. Fractures of the right arm and shoulder.",
    },
    born=(58, 2, 11),
    injured=350,
    instruction=InstructionKind.INSURER,
    parties=(insurer("Eastmoor Mutual", "K. Adair", "EM-4903", instructs=True),),
    shares={PartyRole.INSURER: None},
    matters="Milk my own cows.",
    terms={"style": WorkingStyle.BROKERAGE, "claim": ClaimKind.INJURY},
    events=(
        Contact(
            274,
            "07:00",
            "visit",
            60,
            "Joan Penrose (wife)",
            "In the parlour at seven. Cannot lift his arm above the rail.",
        ),
        Assessed(
            270,
            visited=274,
            present="George; Joan Penrose (wife)",
            summary="One arm, one job. His neighbours milk for him and will not say what it costs them.",
            findings=(
                NewFinding(
                    "work",
                    "Cannot lift the cluster above the rail.",
                    "practitioner",
                    "Seen in the parlour",
                    needs=("To milk without help",),
                ),
            ),
        ),
        GoalSet(
            266,
            1,
            "Milk alone, twice a day",
            "Watched in the parlour",
            ("Not at all", "With a neighbour", "Alone, mornings and evenings", "And field work", "And lambing"),
            -1,
            0,
        ),
        Agreed(262, "George", "", weeks=12, first_review=176),
        StatusChanged(261, "active", "Plan agreed"),
        Recommended(
            258,
            (1,),
            PartyRole.INSURER,
            "Physiotherapy, 10 sessions in the parlour",
            "Exercises on a mat do not milk cows.",
            "Clinic sessions: tried for six weeks.",
            "Milks alone.",
            Category.THERAPY,
            1_100,
            "10 × £110",
        ),
        Decided(246, 1, Answer.APPROVED, 1_100, "K. Adair, Eastmoor Mutual"),
        Referred(244, "physio", "cedar", 1, (1,), "Shoulder, in the place where he needs it.", SHARED),
        Replied(240, "physio"),
        Started(232, "physio", "Physiotherapy at the farm, every two weeks", ends=106, pounds=1_100, sessions=10),
        Reviewed(
            176,
            "George",
            "Mornings alone; a neighbour in the evenings.",
            "Evenings.",
            "Go on.",
            92,
            {1: ("-0.5", "Alone in the mornings of five weeks.", "fact", "Evenings")},
            {"physio": (Effect.HELPING, Outlook.CONTINUE, "Lifts to shoulder height.")},
        ),
        Ended(106, "physio", "Ten sessions given; goal reached."),
        Reviewed(
            92,
            "George; Joan Penrose (wife)",
            "Milks alone twice a day.",
            "Nothing.",
            "Watch for two months, then close.",
            -30,
            {1: ("1", "Alone twice a day, and baled hay.", "fact", "Close")},
        ),
        StatusChanged(90, "monitoring", "Goal reached; watching that it holds"),
        Contact(
            40, "07:15", "call", 10, "", "Still milking, still alone, still grumbling about the price of milk.", (1,)
        ),
        StatusChanged(20, "closed", "Goal reached and held for two months; George and the insurer agree"),
    ),
)
