from assessments.actions import NewFinding
from careplans.models import Category
from clients.models import ClaimKind, InstructionKind, PartyRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, Measured, StatusChanged, Weighed
from practice.demo.others.parties import insurer, solicitor
from practice.demo.planning import Agreed, GoalSet, Recommended, Reviewed
from practice.demo.watching import OpenedWithReason

MAJA = Story(
    opened=206,
    by="daniel",
    lead="daniel",
    person={
        "given_name": "Maja",
        "family_name": "Lindqvist",
        "communication": "E-mail first; she dictates her answers",
        "injury_kind": "spinal",
        "injury": "Diving accident. Incomplete spinal cord injury at C6.",
    },
    born=(33, 9, 18),
    injured=390,
    instruction=InstructionKind.SINGLE,
    parties=(
        solicitor("Dunmore Law", "R. Dunmore", "DL/602"),
        insurer("Eastmoor Mutual", "K. Adair", "EM-5521"),
    ),
    shares={PartyRole.CLAIMANT_SOLICITOR: None, PartyRole.INSURER: 2},
    matters="My own front door, opened by me.",
    terms={"style": WorkingStyle.INTENSIVE, "claim": ClaimKind.INJURY},
    events=(
        Contact(
            200,
            "13:30",
            "visit",
            95,
            "Personal assistant",
            "Showed me the door she cannot open. Forty minutes to dress.",
        ),
        Assessed(
            195,
            visited=200,
            present="Maja; her personal assistant",
            summary="Maja runs her own life by voice. Doors, transfers and nights are what she cannot run.",
            findings=(
                NewFinding(
                    "accommodation",
                    "Front door opens inwards and is heavy.",
                    "practitioner",
                    needs=("To get in and out of her home alone",),
                    strengths="Plans everything a week ahead.",
                ),
                NewFinding(
                    "care",
                    "Turned twice a night by an agency; a stranger on most nights.",
                    "client",
                    needs=("To sleep safely with people she knows",),
                ),
            ),
        ),
        GoalSet(
            190,
            1,
            "Leave and enter the flat alone",
            "Watched at visits; told by Maja",
            ("Waits inside", "With somebody at the door", "Alone on most days", "Alone every day", "And with shopping"),
            -1,
            40,
            importance=2,
        ),
        GoalSet(
            190,
            2,
            "Known carers on six nights in seven",
            "Rota of the agency",
            ("Strangers every night", "Known on one or two nights", "Six nights", "Seven nights", "A team she chose"),
            -1,
            40,
        ),
        Agreed(186, "Maja", "", weeks=13, first_review=91),
        Weighed(180, "middle", "Two hospitals and a school to keep together, which the parts do not show", points=14),
        StatusChanged(185, "active", "Plan agreed"),
        Reviewed(
            91,
            "Maja",
            "Known carers on three nights.",
            "The door.",
            "Ask again for the door opener.",
            0,
            {
                1: ("-1", "With her assistant at the door.", "fact", "Door opener"),
                2: ("-0.5", "Known carers on three nights of seven in the rota.", "fact", "Two more carers"),
            },
        ),
        Recommended(
            36,
            (1,),
            PartyRole.INSURER,
            "Automatic door opener with remote control",
            "She waits for somebody whenever she goes out or comes home.",
            "Landlord: refused.\nLighter door: not allowed.",
            "In and out alone every day.",
            Category.ACCOMMODATION,
            2_340,
            "Quotation, fitted",
        ),
        Contact(
            22, "11:00", "visit", 70, "", "Rehearsed a route to the tram. Forty minutes lost waiting at the door.", (1,)
        ),
        Contact(
            8,
            "09:30",
            "email",
            5,
            "K. Adair, Eastmoor Mutual",
            "Asked for the answer about the door opener.",
            (1,),
            with_client=False,
        ),
        Contact(
            1,
            "10:30",
            "call",
            25,
            "",
            "Nights are bad again: four strangers in a week. Low, and tired of explaining.",
            (2,),
        ),
        OpenedWithReason(
            2,
            "18:40",
            "priya",
            "Her night carer rang: Maja slid out of her chair and Daniel does not answer. How is she lifted?",
            seen_by=("helen",),
        ),
        Measured(1, "phq9", (1, 2, 3, 2, 1, 1, 1, 0, 1)),
    ),
)
