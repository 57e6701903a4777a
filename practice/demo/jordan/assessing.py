"""What was found at the start: the needs assessment, the measures and the risks."""

from assessments.actions import NewFinding
from practice.demo.happenings import Assessed, Measured, RiskClosed, RiskRaised

PHQ9_DONE = (
    "Asked Jordan the same afternoon, alone. Passing thoughts that he would be better off not here, in the first weeks "
    "at home; no plan, no means, none in the last fortnight. Crisis numbers left with him and, with his agreement, "
    "with Carol. GP told by telephone today."
)

ASSESSMENT = Assessed(
    282,
    visited=292,
    present="Jordan; Carol Ashby (mother)",
    summary=(
        "Jordan is nearly three months out of hospital after a moderate traumatic brain injury. He washes, dresses and "
        "eats on his own and is polite and motivated. Fatigue, attention and route-finding keep him in the flat. His "
        "mother Carol comes every day and is tired. He wants his allotment, his friends and his own kitchen back."
    ),
    findings=(
        NewFinding(
            domain="independence",
            found=(
                "Walks in the flat without support. Outdoors he went one way at the first corner and could not say how "
                "to get back. Carol cooks every hot meal; he has not used the cooker since the injury."
            ),
            told_by="practitioner",
            told_by_detail="Seen at the visit; ward discharge summary",
            strengths="Knows his own area well by landmarks. Learns a step once he has done it himself.",
            needs=(
                "To get about outdoors alone without getting lost",
                "To prepare hot food safely",
            ),
        ),
        NewFinding(
            domain="safety",
            found="Two seizures since discharge. Nine doses of medicine left over in the box at the end of the month.",
            told_by="family",
            told_by_detail="Carol Ashby, and the box as counted at the visit",
            strengths="Accepts reminders when he has chosen them.",
            needs=("To take anti-seizure medicine on time every day",),
        ),
        NewFinding(
            domain="finance",
            found="Sick pay ended last month. Three unopened letters from the bank. Carol pays the rent for now.",
            told_by="client",
            strengths="Ran the stock budget of a garden centre for six years.",
            needs=("To keep track of money from week to week",),
        ),
        NewFinding(
            domain="family",
            found="Carol comes daily and sleeps badly. His sister Marnie telephones on Sundays from abroad.",
            told_by="family",
            told_by_detail="Carol Ashby",
            strengths="Close and patient with one another; both laugh easily.",
        ),
        NewFinding(
            domain="social",
            found="Has seen none of his friends since the injury. “They talk over me, so I stopped picking up.”",
            told_by="client",
            strengths="His friend Sam still sends a message every Friday.",
            needs=("To see friends again",),
        ),
        NewFinding(
            domain="work",
            found="Stock controller on sick leave. Reads for about fifteen minutes, then loses the line and gives up.",
            told_by="practitioner",
            told_by_detail="Timed with a seed catalogue at the visit",
            strengths="His employer is keeping the post open.",
            needs=("To hold attention long enough to read, plan and work",),
        ),
        NewFinding(
            domain="accommodation",
            found="Rented ground-floor flat, level entry, walk-in shower. Electric cooker without a cut-off.",
            told_by="practitioner",
            strengths="Quiet street, shop 300 metres away, allotment 900 metres away.",
        ),
        NewFinding(
            domain="care",
            found="In bed by four o'clock on most days. Good mornings are followed by a day lost.",
            told_by="client",
            told_by_detail="Jordan, with his own diary",
            strengths="Keeps a diary without being asked.",
            needs=("To spread effort and rest over the week",),
        ),
    ),
)

EVENTS = (
    Measured(292, "wsas", (8, 6, 6, 5, 4)),
    Measured(292, "phq9", (2, 2, 2, 2, 1, 2, 2, 1, 1), done=PHQ9_DONE),
    RiskRaised(
        292,
        "Seizures",
        "high",
        "Rescue medicine in the hall cupboard; plan on the fridge door. Call 999 after five minutes. No baths alone.",
        at_risk="Jordan",
        likelihood="possible",
        view="I know the signs. I would rather have one in the street than sit at home waiting for it.",
        review_ago=-12,
    ),
    RiskRaised(
        292,
        "Getting lost outdoors",
        "medium",
        "Goes out with somebody; carries a card with his address and Carol's number.",
    ),
    RiskRaised(
        292,
        "Dog at the property",
        "low",
        "Ring ahead; Carol shuts the dog in the kitchen. For visiting staff.",
        for_readers=False,
    ),
    ASSESSMENT,
    Measured(181, "wsas", (8, 5, 5, 4, 3)),
    RiskRaised(
        104,
        "Cooker left on",
        "medium",
        "Somebody in the room while he cooks. Checklist by the cooker, gone through together.",
        at_risk="Jordan and the people in the house",
        likelihood="possible",
        view="The list is fine as long as nobody stands behind me.",
        review_ago=3,
    ),
    Measured(97, "wsas", (7, 4, 4, 3, 3)),
    Measured(97, "phq9", (1, 1, 1, 1, 1, 1, 2, 0, 0)),
    RiskClosed(97, "Getting lost outdoors", "Walked to the shop on ten of ten days without a wrong turn."),
)
