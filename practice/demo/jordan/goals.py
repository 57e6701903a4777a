"""The seven goals, and how they were judged: at two reviews, and between them where a visit showed it."""

from practice.demo.planning import Agreed, GoalSet, Rated, Reviewed
from providers.models import Effect
from reviews.models import Outlook

EVENTS = (
    GoalSet(
        262,
        need=1,
        title="Walk to the corner shop and back",
        own_words="I want to fetch my own milk.",
        measured_by="Walk watched and timed; prompts counted",
        levels=(
            "Stays inside the garden gate",
            "Walks to the shop with somebody beside him",
            "Walks there and back alone in 20 minutes or less",
            "Walks there and back alone and runs an errand on the way",
            "Walks to the allotment (900 metres) alone",
        ),
        baseline=-1,
        target=75,
    ),
    GoalSet(
        262,
        need=2,
        title="Cook a hot meal alone twice a week",
        own_words="Cook for Mum once a week, so she sits down for a change.",
        measured_by="Meals in the kitchen diary; cooker checked afterwards",
        levels=(
            "Eats hot food only when somebody else cooks",
            "Cooks one hot meal a week with somebody in the room",
            "Cooks two hot meals a week alone, cooker off afterwards",
            "Cooks three hot meals a week alone",
            "Cooks a meal for Carol each week as well",
        ),
        baseline=-2,
        target=75,
    ),
    GoalSet(
        262,
        need=6,
        title="Read or work for 30 minutes without a break",
        own_words="I read a page and it has gone.",
        measured_by="Timed with reading he has chosen",
        levels=(
            "Less than 10 minutes",
            "About 15 minutes",
            "30 minutes",
            "45 minutes",
            "60 minutes, and can say what he read",
        ),
        baseline=-1,
        target=75,
    ),
    GoalSet(
        262,
        need=3,
        title="Take medicine on time every day",
        measured_by="Doses left in the dispenser at each visit",
        levels=(
            "Misses doses in most weeks",
            "Takes every dose when he is prompted daily",
            "Misses no dose, with one prompt a week at most",
            "Misses no dose in six weeks without a prompt",
            "Orders his own repeat prescription as well",
        ),
        baseline=-1,
        target=30,
    ),
    GoalSet(
        262,
        need=7,
        title="Rest before tired, five days in seven",
        measured_by="Rests in his diary, gone through together",
        levels=(
            "No planned rest; in bed by four o'clock",
            "Rests as planned on one or two days a week",
            "Rests as planned on five days a week",
            "Rests as planned every day",
            "Changes the plan himself on busy days",
        ),
        baseline=-1,
        target=30,
    ),
    GoalSet(
        262,
        need=5,
        title="Meet a friend once a week",
        own_words="Stop feeling like people talk over me.",
        measured_by="Meetings in his diary",
        levels=(
            "Sees nobody but family and paid staff",
            "Meets a friend once a month",
            "Meets a friend once a week",
            "Meets friends twice a week",
            "Arranges the meetings himself",
        ),
        baseline=-2,
        target=75,
    ),
    GoalSet(
        262,
        need=4,
        title="Keep a weekly money plan",
        measured_by="Plan against the bank statement, four weeks",
        levels=(
            "Does not open letters from the bank",
            "Looks at the account together with Carol",
            "Fills in the weekly plan; somebody checks it once",
            "Fills in the weekly plan alone",
            "Puts money aside as planned",
        ),
        baseline=-1,
        target=30,
    ),
    Agreed(
        258,
        "Jordan",
        "Jordan read each level aloud and changed two of them. Carol was present at his wish.",
        weeks=12,
        first_review=181,
    ),
    Reviewed(
        181,
        present="Jordan; Carol Ashby (mother); Idris Vaughan (Rowan Support)",
        changed=(
            "Jordan takes his medicine with one prompt a week and has met his friend Sam once in the month. He is "
            "up and dressed when support arrives."
        ),
        unchanged=(
            "Walking outdoors, cooking, attention and pacing are where they were: support and physiotherapy have run "
            "for six weeks only, and nothing is in place yet for the kitchen or for attention."
        ),
        next_steps="Recommend occupational therapy for the kitchen and neuropsychology for attention. Go on with the "
        "rest.",
        next_due=97,
        ratings={
            1: ("-1", "Walked to the shop with Idris beside him; stopped twice to ask the way.", "fact", "Go on"),
            2: ("-2", "Carol still cooks every hot meal; he has been shown the hob once.", "reported", "Start OT"),
            3: ("-1", "Read for 16 minutes, timed twice.", "fact", "Recommend neuropsychology"),
            4: ("0", "No dose left over in three weeks; Idris prompted once in each.", "fact", "Prompts to stop"),
            5: ("-1", "Rests on two days of the week in the diary.", "fact", "Rest alarm on his phone"),
            6: ("-1", "Met Sam once in the month and was glad of it.", "reported", "A fixed day with Sam"),
            7: ("-1", "Went through the account with Carol; no plan of his own yet.", "reported", "Weekly sheet"),
        },
        effects={
            "support": (Effect.HELPING, Outlook.CONTINUE, "Mornings now begin before nine, and medicine is taken."),
            "physio": (Effect.TOO_EARLY, Outlook.CONTINUE, "Three sessions so far, all kept. Stronger on stairs."),
        },
    ),
    Reviewed(
        97,
        present="Jordan; Carol Ashby (mother); Ellis Farrow (Cedar Physio); Idris Vaughan (Rowan Support)",
        changed=(
            "Jordan walks to the shop with Carol waiting at the corner, meets Sam every Saturday, keeps a weekly money "
            "plan and rests on five days of the week. He has cooked with Idris in the room."
        ),
        unchanged="Attention has not moved: the agreed neuropsychology has not started, because the provider declined.",
        next_steps=(
            "Make walking secure and cooking safe alone, bring support down from 14 hours a week, and find another "
            "neuropsychologist."
        ),
        next_due=13,
        ratings={
            1: (
                "-0.5",
                "Walks there alone; Carol waits at the corner on the way back.",
                "reported",
                "Try it unwatched",
            ),
            2: (
                "-1",
                "One hot meal a week with Idris in the room; the cooker was left on once.",
                "reported",
                "Practise",
            ),
            3: ("-1", "Read for 15 minutes, timed.", "fact", "Neuropsychology elsewhere"),
            4: (
                "0",
                "No dose left over; no prompt for nearly six weeks, by Idris’s log.",
                "reported",
                "Count at the next visit",
            ),
            5: ("0", "Rests as planned on five days of the week in the diary.", "fact", "Keep the alarm"),
            6: ("0", "Met Sam on four Saturdays out of four.", "reported", "Keep Saturdays"),
            7: (
                "0",
                "Four weekly plans filled in; they match the bank statement.",
                "fact",
                "No check in the next month",
            ),
        },
        effects={
            "support": (Effect.HELPING, Outlook.CHANGE, "Medicine needs no prompt any more: fewer hours."),
            "physio": (Effect.HELPING, Outlook.CONTINUE, "Steady on kerbs and slopes; walks faster without stopping."),
            "ot": (Effect.NO_CHANGE, Outlook.CHANGE, "The kitchen is set up, but nobody has practised in it with him."),
        },
    ),
    Rated(
        94,
        1,
        ("0", "Walked there and back alone in 14 minutes with no prompt.", "fact", "Longer routes with physiotherapy"),
        "walk",
    ),
    Rated(
        94,
        4,
        ("1", "No dose missed in six weeks without a prompt; the dispenser count agreed.", "fact", "His own repeats"),
        "walk",
    ),
    Rated(
        18,
        3,
        ("-0.5", "Read for 22 minutes with one glance at the clock, timed once.", "fact", "Neuropsychology to start"),
        "reading",
    ),
)
