from assessments.actions import NewFinding
from careplans.models import Answer, Category
from clients.models import Authority, ClaimKind, InstructionKind, MayBeTold, PartyRole, PersonRole, WorkingStyle
from practice.demo.file import Story
from practice.demo.happenings import Assessed, Contact, StatusChanged, Weighed
from practice.demo.others import rosa_person
from practice.demo.others.parties import deputy
from practice.demo.planning import Agreed, Decided, GoalSet, Recommended, Referred, Replied, Reviewed, Started
from providers.models import Effect
from reviews.models import Outlook

SHARED = "Summary of the needs assessment, the goals named here, contact details."

ROSA = Story(
    opened=288,
    by="amara",
    lead="priya",
    person={
        "given_name": "Rosa Elena",
        "family_name": "Castellane",
        "preferred_name": "Rosa",
        "communication": "Give her time to find a word. Text before you ring",
        "injury_kind": "brain",
        "injury": "Passenger in a road collision at sixteen. Severe traumatic brain injury.",
    },
    born=(19, 7, 2),
    injured=1160,
    instruction=InstructionKind.DEPUTY,
    parties=(deputy("Hale Deputies", "J. Hale", "HD-0418"),),
    shares={PartyRole.DEPUTY: None},
    consented_by="J. Hale, deputy, with Rosa present",
    matters="I want to be at college like everybody else and not be the one who is always late.",
    terms={"style": WorkingStyle.BROKERAGE, "claim": ClaimKind.INJURY},
    people=(
        {
            "name": "Lucia Castellane",
            "role": PersonRole.NEXT_OF_KIN,
            "relation": "mother",
            "telephone": "07700 900622",
            "may_be_told": MayBeTold.PROGRESS,
        },
        {
            "name": "J. Hale",
            "role": PersonRole.DEPUTY,
            "organisation": "Hale Deputies",
            "email": "office@hale-deputies.example",
            "authority": Authority.PROPERTY_DEPUTY,
            "authority_seen": "Order of the Court of Protection, sealed copy seen by Amara",
            "may_be_told": MayBeTold.EVERYTHING,
        },
    ),
    events=(
        *rosa_person.EVENTS,
        Contact(
            280,
            "13:00",
            "visit",
            90,
            "Lucia Castellane (mother)",
            "First visit. Rosa showed me her timetable, colour by colour, and where it goes wrong: the second lesson.",
        ),
        Assessed(
            274,
            visited=280,
            present="Rosa; Lucia Castellane (mother)",
            summary="Rosa copes with one lesson and not with two. Evenings end in arguments about sleep.",
            findings=(
                NewFinding(
                    "work",
                    "One lesson a day at college, then home.",
                    "document",
                    "College attendance sheet",
                    needs=("To manage a morning at college",),
                ),
                NewFinding(
                    "family",
                    "Arguments on most evenings; nobody sleeps before one.",
                    "family",
                    needs=("To have calm evenings and sleep",),
                    strengths="A sister who shares her room and takes her side.",
                ),
            ),
        ),
        GoalSet(
            266,
            1,
            "Two mornings a week at college",
            "Attendance sheet of the college",
            (
                "Does not go in",
                "One lesson on some days",
                "Two whole mornings a week",
                "Three mornings",
                "Four mornings",
            ),
            -1,
            60,
            own_words="A whole morning, not a slice.",
        ),
        GoalSet(
            266,
            2,
            "Lights out by eleven, five nights in seven",
            "Sleep diary, gone through together",
            (
                "Awake past one every night",
                "By eleven on one or two nights",
                "By eleven on five nights",
                "Six",
                "Every night",
            ),
            -1,
            60,
        ),
        Agreed(262, "Rosa", "Her deputy has a copy.", weeks=13, first_review=177),
        Weighed(255, "middle", "Forty minutes by car each way"),
        StatusChanged(261, "active", "Plan agreed"),
        Recommended(
            255,
            (2,),
            PartyRole.DEPUTY,
            "Psychology, 10 sessions on sleep and evenings",
            "Sleep comes first: college fails on the days after short nights.",
            "NHS: wait of a year.\nSleep app: tried.",
            "Lights out by eleven on five nights.",
            Category.THERAPY,
            1_200,
            "10 × £120",
        ),
        Decided(248, 1, Answer.APPROVED, 1_200, "J. Hale, Hale Deputies"),
        Referred(246, "psychology", "kestrel", 1, (2,), "Sleep, and the evenings around it.", SHARED),
        Replied(241, "psychology"),
        Started(232, "psychology", "Psychology, every three weeks", ends=20, pounds=1_200, sessions=10),
        Reviewed(
            177,
            "Rosa; Lucia Castellane (mother)",
            "Lights out by eleven on two nights a week.",
            "College is still one lesson.",
            "Go on; ask the college for a quiet room between lessons.",
            87,
            {
                1: ("-1", "One lesson on eleven of twelve days.", "fact", "Quiet room"),
                2: ("-1", "Two nights a week in the diary.", "reported", "Go on"),
            },
            {"psychology": (Effect.TOO_EARLY, Outlook.CONTINUE, "Three sessions so far.")},
        ),
        Contact(
            140,
            "10:30",
            "meeting",
            40,
            "Student support, Alderwren College",
            "A quiet room from next week, and a tutor who lets her leave first.",
            (1,),
        ),
        Reviewed(
            87,
            "Rosa; Hugh Marlow (Kestrel Psychology)",
            "One whole morning a week at college; calmer evenings.",
            "The second morning.",
            "Keep the quiet room; try the second morning after half-term.",
            -4,
            {
                1: ("-0.5", "One whole morning a week since the quiet room.", "fact", "A second morning"),
                2: ("0", "Lights out by eleven on five nights in the diary.", "reported", "Keep the diary"),
            },
            {"psychology": (Effect.HELPING, Outlook.CONTINUE, "Evenings are quiet on most days.")},
        ),
        Contact(
            31,
            "15:30",
            "call",
            15,
            "Lucia Castellane (mother)",
            "Two mornings last week for the first time. Rosa slept twelve hours afterwards.",
            (1,),
            with_client=False,
        ),
        Contact(
            11,
            "13:00",
            "visit",
            60,
            "",
            "Rosa has drawn her own plan for the second morning. It has a nap in it.",
            (1, 2),
        ),
    ),
)
