from assessments.actions import NewFinding
from clients.models import InstructionKind, PartyRole
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, RiskRaised, StatusChanged
from practice.demo.others.parties import solicitor
from practice.demo.planning import Agreed, GoalSet, Reviewed

FEMI = Story(
    opened=192,
    by="daniel",
    lead="daniel",
    person={
        "given_name": "Femi",
        "family_name": "Amadi",
        "injury_kind": "brain",
        "injury": "Assault. Traumatic brain injury with weakness of the left side.",
    },
    born=(28, 12, 4),
    injured=270,
    instruction=InstructionKind.SINGLE,
    parties=(solicitor("Hartwell Legal", "B. Hartwell", "HL/77", pays=True),),
    shares={PartyRole.CLAIMANT_SOLICITOR: None},
    matters="Football on Sunday, even if I only keep the score.",
    events=(
        Contact(
            186,
            "15:00",
            "visit",
            60,
            "Grace Amadi (aunt)",
            "Walks with a stick indoors. Knows every score of the season.",
        ),
        Assessed(
            180,
            visited=186,
            present="Femi; Grace Amadi (aunt)",
            summary="Weak on the left, strong in will. Lives with his aunt, who works nights.",
            findings=(
                NewFinding(
                    "social",
                    "Has not been to the ground since the assault.",
                    "client",
                    needs=("To be among his team again",),
                ),
            ),
        ),
        GoalSet(
            176,
            1,
            "Be at the ground on three Sundays a month",
            "Told by Femi and his aunt",
            ("Not at all", "Once", "Three Sundays a month", "Every Sunday", "And training"),
            -2,
            60,
        ),
        Agreed(172, "Femi", "", weeks=12, first_review=88),
        StatusChanged(171, "active", "Plan agreed"),
        Reviewed(
            88,
            "Femi; Grace Amadi (aunt)",
            "At the ground twice, keeping the score.",
            "Stairs.",
            "Go on.",
            3,
            {1: ("-1", "Twice in two months.", "reported", "A lift with the team")},
        ),
        RiskRaised(
            34, "Pressure sore on the left heel", "high", "Seen by the district nurse twice a week; heel kept free."
        ),
        StatusChanged(28, "paused", "Back in hospital for surgery; the ward leads until he is home"),
        Contact(
            28,
            "12:00",
            "call",
            15,
            "Ward sister",
            "Surgery tomorrow. They will ring when a date for home is set.",
            with_client=False,
        ),
        Contact(
            7,
            "16:00",
            "visit",
            40,
            "",
            "Visited on the ward. Healing, bored, and right about last Sunday's result.",
            (1,),
        ),
    ),
)
