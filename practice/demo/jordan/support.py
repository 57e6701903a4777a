"""From recommendation to service: what was asked of the insurer, its answers, who was asked to treat, and what came."""

from careplans.models import Answer, Category
from practice.demo.planning import Decided, Ended, Recommended, Referred, Replied, Reported, Started

INSURER = "insurer"
SHARED = "Needs assessment summary, the goals named here, risks, contact details. Nothing about the claim."

EVENTS = (
    Recommended(
        255,
        (1, 4, 6),
        INSURER,
        action="Support worker, 14 hours a week for 36 weeks",
        why="Jordan needs somebody beside him to go out, to build a routine and to take medicine until he can do so "
            "alone.",
        options="Carol goes on alone: she cannot sleep now.\nCouncil care: assessed, not eligible.\nTwo hours every "
            "day.",
        expected="Medicine without prompts; to the shop and back alone; hours come down after the second review.",
        category=Category.SUPPORT,
        pounds=12_096,
        basis="14 h × 36 weeks × £24",
    ),
    Recommended(
        255,
        (1,),
        INSURER,
        action="Physiotherapy, 12 sessions, one every two weeks",
        why="Balance on slopes and kerbs is poor and he stops after 200 metres.",
        options="NHS service: wait of 26 weeks.\nExercises at home alone: tried on the ward, not kept up.",
        expected="300 metres without stopping, safe on kerbs.",
        category=Category.THERAPY,
        pounds=1_080,
        basis="12 × £90",
    ),
    Recommended(
        255,
        (1, 6),
        INSURER,
        action="Gym membership for one year",
        why="Fitness has dropped and Jordan liked to swim with friends.",
        options="Council pool card: £14 a month, no supervision.",
        expected="One swim a week with a friend.",
        category=Category.OTHER,
        pounds=540,
        basis="12 × £45",
    ),
    Decided(236, 1, Answer.APPROVED, 12_096, "T. Bell, Harlow Insurance"),
    Decided(236, 2, Answer.APPROVED, 1_080, "T. Bell, Harlow Insurance"),
    Decided(236, 3, Answer.REFUSED, 0, "T. Bell, Harlow Insurance", "Not linked closely enough to the injury."),
    Referred(
        234, "support", "rowan", 1, (1, 4, 6),
        "A morning routine, medicine with fewer and fewer prompts, and going out together.", SHARED,
    ),
    Referred(234, "physio", "cedar", 2, (1,), "Balance and stamina outdoors: slopes, kerbs, 300 metres.", SHARED),
    Replied(231, "support"),
    Replied(228, "physio"),
    Started(225, "support", "Support worker, 14 hours a week", ends=-27, pounds=12_096),
    Started(219, "physio", "Physiotherapy, every two weeks", ends=51, pounds=1_080, sessions=12),
    Recommended(
        178,
        (2,),
        INSURER,
        action="Occupational therapy at home, 8 sessions",
        why="Jordan has not used the cooker since the injury and learns only by doing.",
        options="Support worker alone: not trained to grade the task.\nNHS reablement: not open with paid support.",
        expected="Two hot meals a week alone, cooker off afterwards.",
        category=Category.THERAPY,
        pounds=760,
        basis="8 × £95",
    ),
    Recommended(
        178,
        (3,),
        INSURER,
        action="Neuropsychology: assessment and 8 sessions",
        why="Attention of 15 minutes keeps Jordan from reading, planning and returning to work.",
        options="NHS clinic: wait of 34 weeks.\nComputer training alone: little carry-over to daily life.",
        expected="30 minutes of reading or work without a break; a plan for returning to work.",
        category=Category.THERAPY,
        pounds=1_450,
        basis="Assessment £650, 8 × £100",
    ),
    Decided(160, 4, Answer.PART_APPROVED, 570, "T. Bell, Harlow Insurance", "Six sessions now; two more on evidence."),
    Decided(160, 5, Answer.APPROVED, 1_450, "T. Bell, Harlow Insurance"),
    Referred(157, "ot", "bright", 4, (2,), "Set up the kitchen and practise cooking, one step at a time.", SHARED),
    Referred(157, "larch", "larch", 5, (3,), "Assessment of attention and eight sessions.", SHARED),
    Replied(152, "ot"),
    Started(146, "ot", "Occupational therapy at home, every two weeks", ends=76, pounds=570, sessions=6),
    Replied(140, "larch", declined="No appointment for new clients within nine months."),
    Recommended(
        95,
        (1,),
        INSURER,
        action="Six more physiotherapy sessions, one every two weeks, then stop",
        why="Walking is secure to the shop and not yet further.",
        options="Stop now: the allotment stays out of reach.\nNHS class: none within reach by bus.",
        expected="Walks to the allotment, 900 metres, alone.",
        category=Category.THERAPY,
        pounds=540,
        basis="6 × £90",
    ),
    Recommended(
        95,
        (2,),
        INSURER,
        action="Four cooking sessions at home with the support worker present",
        why="The kitchen is ready; cooking is not yet safe alone.",
        options="Somebody stays in the room for good: about six support hours a week.",
        expected="Two hot meals a week alone, and a support worker who can carry it on.",
        category=Category.THERAPY,
        pounds=380,
        basis="4 × £95",
    ),
    Reported(
        91,
        INSURER,
        after=181,
        ends=92,
        issued=True,
        wording={
            "summary": (
                "Jordan is on course: five of his seven goals are as expected or better. We ask for two decisions, so "
                "that he can walk further and cook safely alone."
            ),
            "changed": (
                "Jordan walks to the corner shop and back alone, takes his medicine without prompts, meets a friend "
                "every week and keeps his own money plan."
            ),
            "unchanged": "Attention (goal 3) has not moved, because the agreed neuropsychology has not started.",
            "next_steps": "Walk further, practise cooking, find another neuropsychologist, and bring support hours "
            "down.",
        },
    ),
    Ended(75, "ot", "Six sessions given. Kitchen set up, checklist in use."),
    Decided(73, 6, Answer.APPROVED, 540, "T. Bell, Harlow Insurance"),
    Decided(73, 7, Answer.PART_APPROVED, 190, "T. Bell, Harlow Insurance", "Two sessions; more if they show progress."),
    Referred(70, "cooking", "bright", 7, (2,), "Two cooking sessions with Idris, then hand over to him.", SHARED),
    Referred(70, "walking", "cedar", 6, (1,), "Longer routes, up to 900 metres, with rests he plans himself.", SHARED),
    Replied(66, "walking"),
    Replied(65, "cooking"),
    Started(52, "cooking", "Cooking practice at home, two sessions", ends=-10, pounds=190, sessions=2),
    Ended(51, "physio", "Twelve sessions given; goes on with the six that were agreed next."),
    Started(45, "walking", "Physiotherapy on longer routes, every two weeks", ends=-39, pounds=540, sessions=6),
    Recommended(
        27,
        (1, 2),
        INSURER,
        action="Support worker for 12 more weeks at 10 hours a week",
        why="Cooking still needs somebody in the room, and the route to the allotment is new. Fewer hours are enough.",
        options="Stop at the end of the 36 weeks: cooking stops with it.\nStay at 14 hours: more than is needed.",
        expected="Six hours a week by the end, with no rise in risk.",
        category=Category.SUPPORT,
        pounds=2_880,
        basis="10 h × 12 weeks × £24",
    ),
    Referred(17, "fern", "fern", 5, (3,), "Assessment of attention and eight sessions, as agreed.", SHARED),
    Recommended(
        9,
        (2,),
        INSURER,
        action="Cooker cut-off device, supplied and fitted",
        why="The cooker was left on once. With a cut-off somebody need not stay in the room.",
        options="Microwave only: not what Jordan wants.\nA new cooker with a timer: £640.",
        expected="Cooks alone without anybody in the room.",
        category=Category.EQUIPMENT,
        pounds=285,
        basis="Device £210, fitting £75",
    ),
    Referred(
        8, "cutoff", "homeward", 9, (2,), "Supply and fit a cut-off device to an electric cooker.",
        "Name, address and telephone number; that somebody will be at home.", sent=False,
    ),
    Reported(
        2,
        INSURER,
        after=92,
        ends=2,
        wording={
            "changed": (
                "Jordan reads for longer, has been to the allotment twice with company, and pays by card and checks "
                "the receipt."
            ),
            "unchanged": "Cooking alone waits for the cut-off device. Neuropsychology has not started.",
            "next_steps": "",
            "summary": "",
        },
    ),
)  # fmt: skip
