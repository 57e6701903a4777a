"""Who Jordan is, what may harm him, what was promised, and the one decision that was assessed."""

from practice.demo.safekeeping import AlertRaised, CapacityAssessed, Complained, Known, Promised, WayInKnown

EVENTS = (
    Known(
        290,
        {
            "mechanism": "Hit from behind by a van on Mill Lane, thrown over the handlebars. Helmet worn.",
            "witnessed": "Nobody else was hurt.",
            "before": "Lived alone, worked full time, saw friends at the allotment. Never needed a mental health team.",
            "medication": "Levetiracetam 750 mg twice a day. Paracetamol for headache.",
            "clinicians": "Dr S. Imran, neurology, Alderwren General\nDr P. Quill, GP, Chapel Row Surgery",
            "daily_living": "Washes and dresses alone. Cooks with somebody in the room. Expected: alone within a year.",
            "work": "Kitchen fitter, eleven years with one firm. Off since the injury; the job is kept until spring.",
            "geography": "Ground-floor flat in town. Bus at the door, therapy 25 minutes away.",
            "travel_minutes": 35,
            "language": "English",
        },
        {"discharge": "received", "prescription": "received", "imaging": "received", "psychology": "requested"},
        {
            "ethnic_group": "white",
            "religion": "none",
            "gender": "man",
            "adjustments": "Quiet room; notes in large print",
        },
    ),
    AlertRaised(292, "lone_worker", "Dog at the property: ring ahead"),
    AlertRaised(150, "no_contact", "M. Dell, who drove the van"),
    WayInKnown(286, "Key safe left of the blue door. Carol (mother) has the code and the second key."),
    Promised(30, "Ask the allotment society about a raised bed", "Jordan", 6, (8, "They will build it in March")),
    Promised(9, "Send Carol the leaflet on seizure first aid", "Carol Ashby (mother)", -2),
    Promised(9, "Find out whether the bus pass can start before January", "Jordan", -9),
    Complained(
        120,
        "disagreement",
        "Carol Ashby (mother)",
        "Carol thinks cooking alone comes too early and that nobody asked her.",
        (
            104,
            "Met at the flat with Jordan. He cooks with somebody in the room until the checklist has held for a month. "
            "Carol agrees.",
            "Ask those who live with the client before a goal raises a risk.",
        ),
    ),
    CapacityAssessed(
        140,
        {
            "decision": "Whether to accept the insurer's offer of an interim payment of £40,000",
            "assessed_by": "Priya Kaur, occupational therapist, with Dr S. Imran's letter",
            "why_now": "Large sums upset him in June; Carol worries that he says yes to be done with it.",
            "support": "Two meetings of 40 minutes, mornings. One page with pictures of what the money could pay for.",
            "understand": "yes",
            "retain": "yes",
            "weigh": "yes",
            "communicate": "yes",
            "evidence": "Told me after two days what the sum is for and what stays open. Named two against it.",
            "everyday": "Carol and the support worker: keeps to his budget, put off a phone contract.",
            "conclusion": "has",
            "reasons": "With the page in front of him he can do all four. Others may choose otherwise.",
        },
    ),
)
