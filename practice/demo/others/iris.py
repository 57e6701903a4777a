from assessments.actions import NewFinding
from careplans.models import Category
from clients.models import InstructionKind, PartyRole
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, Measured, StatusChanged
from practice.demo.others.parties import themselves
from practice.demo.planning import Agreed, GoalSet, Recommended, Reviewed

IRIS = Story(
    opened=152,
    by="sam",
    lead="sam",
    person={
        "given_name": "Iris",
        "family_name": "Calloway",
        "communication": "In writing beforehand, so that she can prepare",
        "injury_kind": "psychological",
        "injury": "Train accident. No physical injury; cannot use public transport since.",
    },
    born=(47, 4, 6),
    injured=400,
    instruction=InstructionKind.PRIVATE,
    parties=(themselves("Iris Calloway"),),
    shares={PartyRole.CLIENT: None},
    matters="Get on the 8:14 without thinking about it.",
    events=(
        Contact(
            146,
            "14:00",
            "visit",
            60,
            "",
            "Walked to the station with her. She stopped at the ticket gate and read a poster.",
        ),
        Assessed(
            142,
            visited=146,
            present="Iris",
            summary="Avoids trains, then buses, then the street where the buses stop. Works from home and hides it "
            "well.",
            findings=(
                NewFinding(
                    "work",
                    "Has not been to the office for a year.",
                    "client",
                    needs=("To travel to work again",),
                    strengths="Knows exactly what she avoids.",
                ),
            ),
        ),
        GoalSet(
            138,
            1,
            "Travel to the office one day a week",
            "Ticket stubs",
            ("Avoids the street", "Reaches the platform", "One day a week", "Two days a week", "Any day, any train"),
            -2,
            50,
        ),
        Agreed(136, "Iris", "", weeks=12, first_review=52),
        StatusChanged(135, "active", "Plan agreed"),
        Measured(136, "phq9", (2, 2, 1, 2, 1, 1, 1, 0, 0)),
        Reviewed(
            52,
            "Iris",
            "Reaches the platform with somebody.",
            "Has not boarded.",
            "Ask herself for psychology.",
            -32,
            {1: ("-1", "On the platform three times.", "fact", "Psychology")},
        ),
        Measured(52, "phq9", (1, 1, 1, 1, 0, 1, 1, 0, 0)),
        Recommended(
            14,
            (1,),
            PartyRole.CLIENT,
            "Psychology, 8 sessions",
            "The last step needs somebody trained for it.",
            "Alone: reached the platform in three months.\nNHS talking therapy: wait of 14 weeks.",
            "Boards the 8:14.",
            Category.THERAPY,
            960,
            "8 × £120",
        ),
        Contact(5, "12:00", "call", 15, "", "Thinking about the cost. Stood on the platform twice this week.", (1,)),
    ),
)
