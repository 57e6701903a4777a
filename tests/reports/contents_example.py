"""A believable whole report. All people, firms and numbers are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from reports.contents import (
    Author,
    AuthorsStatement,
    Basis,
    ContactCount,
    CostLine,
    Costs,
    Decision,
    GoalLine,
    Goals,
    Kind,
    LedgerLine,
    MeasureLine,
    Parties,
    Period,
    PlanStep,
    ProgressReport,
    RecommendationLine,
    RiskLine,
    Risks,
    ServiceLine,
    Signature,
    Source,
    SourceRef,
    Statement,
    Status,
    Subject,
    Summary,
    Tone,
)

SOURCES = (
    Source(1, "Needs assessment, Priya Kaur", date(2026, 3, 3), date(2026, 3, 5)),
    Source(2, "Care plan, agreed with Jordan", date(2026, 8, 24), date(2026, 8, 24)),
    Source(3, "Home visit, Priya Kaur", date(2026, 10, 14), date(2026, 10, 14)),
    Source(4, "Team meeting, minutes by Priya Kaur", date(2026, 10, 28), date(2026, 10, 29)),
    Source(5, "Home visit, Priya Kaur", date(2026, 11, 18), date(2026, 11, 18)),
    Source(6, "Call with Ellis Ashby (sister), Priya Kaur", date(2026, 11, 4), date(2026, 11, 6), late_entry=True),
    Source(7, "Progress letter, Cedar Physio", date(2026, 11, 2), date(2026, 11, 3)),
    Source(8, "Support log, Rowan Support", date(2026, 11, 15), date(2026, 11, 16)),
    Source(9, "GP letter, Dr N. Weir", date(2026, 10, 6), date(2026, 10, 12)),
)
PLAN = SourceRef(2, "Plan", date(2026, 8, 24))
OCTOBER_VISIT = SourceRef(3, "Visit", date(2026, 10, 14))
MEETING = SourceRef(4, "Team meeting", date(2026, 10, 28))
NOVEMBER_VISIT = SourceRef(5, "Visit", date(2026, 11, 18))
SISTER = SourceRef(6, "Call with sister", date(2026, 11, 4))
CEDAR = SourceRef(7, "Cedar letter", date(2026, 11, 2))
SUPPORT_LOG = SourceRef(8, "Support log", date(2026, 11, 15))
GP = SourceRef(9, "GP letter", date(2026, 10, 6))


def goal(number, title, baseline, now, change, evidence, target=date(2027, 2, 28)):
    return GoalLine(
        number=number,
        title=title,
        target_on=target,
        baseline=Decimal(baseline),
        now=Decimal(now),
        change=change,
        evidence=evidence,
    )


GOALS = Goals(
    agreed="Levels were agreed with Jordan on 24 August 2026 and have not been reworded since.",
    at_or_above=5,
    rated=7,
    baseline_t=Decimal("29.7"),
    achieved_t=Decimal("47.7"),
    change_t=Decimal("18.0"),
    lines=(
        goal(
            1,
            "Walk to the corner shop and back",
            -1,
            0,
            "Up 1 level",
            Statement(
                "Walked there and back in 14 minutes with no prompt.",
                Kind.FACT,
                NOVEMBER_VISIT,
                quote="I went because I wanted milk, not because it was on the list.",
            ),
        ),
        goal(
            2,
            "Cook a hot meal alone twice a week",
            -2,
            -1,
            "Up 1 level",
            Statement(
                "One meal a week, with someone in the room. The cooker was left on once on 11 November.",
                Kind.REPORTED,
                SUPPORT_LOG,
            ),
        ),
        goal(
            3,
            "Read or work for 30 minutes without a break",
            -1,
            -1,
            "No change",
            Statement("No new evidence in the period; about 15 minutes at the last measure.", Kind.FACT, PLAN),
        ),
        goal(
            4,
            "Take medicine on time every day",
            -1,
            1,
            "Up 2 levels",
            Statement("No dose missed in six weeks; the dispenser count agreed.", Kind.FACT, NOVEMBER_VISIT),
        ),
        goal(
            5,
            "Rest before tired, five days in seven",
            -1,
            0,
            "Up 1 level",
            Statement("Rests were planned on five days of the week in the diary.", Kind.FACT, OCTOBER_VISIT),
        ),
        goal(
            6,
            "Meet a friend once a week",
            -2,
            0,
            "Up 2 levels",
            Statement("Jordan has met Sam on four Saturdays out of four.", Kind.REPORTED, SISTER),
        ),
        goal(
            7,
            "Keep a weekly money plan",
            -1,
            0,
            "Up 1 level",
            Statement("Four weekly plans were filled in and matched the bank statement.", Kind.FACT, OCTOBER_VISIT),
        ),
    ),
)

MEASURES = (
    MeasureLine(
        name="Work and Social Adjustment Scale",
        on=date(2026, 11, 18),
        rater="Jordan, with Priya Kaur",
        total=Decimal(21),
        highest=40,
        band="Moderately severe or worse",
        earlier=Decimal(29),
        earlier_on=date(2026, 3, 3),
    ),
    MeasureLine(
        name="PHQ-9",
        on=date(2026, 11, 18),
        rater="Jordan",
        note="No score: 1 of 9 items is not answered.",
    ),
)

SERVICES = (
    ServiceLine(
        service="Physiotherapy",
        provider="Cedar Physio",
        checks="HCPC in date",
        status=Status("In place", Tone.GOOD),
        goals=(1,),
        given="since 31 July 2026",
        agreed_pence=108_000,
        spent_pence=81_000,
        effect=Statement("Helping: walks to the shop are steady and unprompted.", Kind.REPORTED, CEDAR),
        next_step="continue, six more sessions (recommendation 2).",
    ),
    ServiceLine(
        service="Occupational therapy",
        provider="Bright OT",
        checks="HCPC in date; insurance ends 4 December 2026",
        status=Status("In place", Tone.GOOD),
        goals=(2,),
        agreed_pence=64_000,
        effect=Statement(
            "No change yet: the kitchen is set up, but nobody has practised in it with Jordan.", Kind.OPINION, MEETING
        ),
        next_step="change to practice (recommendation 3).",
    ),
    ServiceLine(
        service="Support worker",
        provider="Rowan Support",
        checks="checks in date",
        status=Status("In place", Tone.GOOD),
        goals=(1, 2, 4, 6),
        given="10 hours a week, was 14",
        agreed_pence=1_040_000,
        spent_pence=759_600,
        effect=Statement("Helping: prompts have fallen from daily to twice a week.", Kind.REPORTED, SUPPORT_LOG),
        next_step="step down on 18 January 2027 if on course.",
    ),
    ServiceLine(
        service="Neuropsychology",
        provider="Fern Neuropsychology",
        status=Status("Waiting", Tone.ACT),
        in_place=False,
        goals=(3,),
        given="referral sent 6 November 2026",
        agreed_pence=145_000,
        next_step="change provider if no reply (recommendation 1).",
    ),
)

COSTS = Costs(
    as_at=date(2026, 11, 22),
    lines=(
        CostLine("Physiotherapy", asked_pence=54_000, agreed_pence=108_000),
        CostLine("Occupational therapy", asked_pence=38_000, agreed_pence=64_000),
        CostLine("Neuropsychology", asked_pence=17_000, agreed_pence=145_000),
        CostLine("Support worker", asked_pence=57_600, agreed_pence=1_040_000),
    ),
    note="Amounts spent are not held in this record yet and are therefore not shown.",
)

RISKS = Risks(
    lines=(
        RiskLine(
            title="Seizures",
            change=Status("Lower"),
            change_note="none since 2 May 2026",
            in_place=Statement(
                "Medicine dispenser; support worker trained in first aid; written plan at home.", Kind.REPORTED, GP
            ),
            who="GP; Priya Kaur",
        ),
        RiskLine(
            title="Cooker left on",
            change=Status("New", Tone.ACT),
            change_note="once, 11 November 2026",
            in_place=Statement(
                "Someone in the room when cooking. Cut-off device ordered 12 November.", Kind.REPORTED, SUPPORT_LOG
            ),
            who="Priya Kaur; Rowan Support",
        ),
    ),
    closed="Closed in the period: getting lost outdoors (18 November 2026).",
    withheld=True,
)

RECOMMENDATIONS = (
    RecommendationLine(
        number=1,
        need="Concentration has not improved",
        goals=(3,),
        options=("NHS service: wait 34 weeks.", "Keep waiting for Fern.", "Larch: first appointment 16 December."),
        action="Move the agreed work to Larch if Fern has not replied by Fri 27 Nov.",
        why="Need known since 3 March 2026.",
        who="Priya Kaur",
        by=date(2026, 12, 16),
        cost_pence=17_000,
        cost_working="£1,620 less £1,450 agreed",
        expected="Assessment done and plan for goal 3 by 9 February.",
        if_not_done="no treatment before May 2027.",
    ),
    RecommendationLine(
        number=2,
        need="Walking is secure to the shop, not further",
        goals=(1,),
        options=("NHS class: none within reach by bus.", "Home exercise alone: tried in July, not kept up."),
        action="Six sessions, one every two weeks, longer routes and steps, then stop.",
        who="Cedar Physio",
        by=date(2027, 4, 9),
        cost_pence=54_000,
        cost_working="6 × £90",
        expected="Walks to the high street (900 m) alone.",
        if_not_done="shop only.",
    ),
    RecommendationLine(
        number=3,
        need="Cooking is not yet safe alone",
        goals=(2,),
        options=("Council reablement: not open to people with paid support.",),
        action="Four cooking sessions at home with the support worker present.",
        who="Bright OT",
        by=date(2027, 1, 31),
        cost_pence=38_000,
        cost_working="4 × £95",
        expected="Two hot meals a week alone.",
        if_not_done="someone stays in the room.",
    ),
    RecommendationLine(
        number=4,
        need="Fewer support hours, safely",
        options=("Stay at 10 hours: adds £576 for certain.",),
        action="Step down to 6 hours on Mon 18 Jan if the trigger is met; keep a reserve if not.",
        who="Rowan Support",
        by=date(2027, 1, 8),
        cost_pence=57_600,
        cost_working="4 h × 6 weeks × £24",
        expected="6 hours with no rise in risk.",
    ),
)

LEDGER = (
    LedgerLine(
        title="Daily support: support worker",
        identified_on=date(2026, 3, 3),
        recommended_on=date(2026, 3, 17),
        decided_on=date(2026, 4, 7),
        decision="approved",
        started_on=date(2026, 6, 1),
        days=90,
        status=Status("Running", Tone.GOOD),
    ),
    LedgerLine(
        title="Walking: physiotherapy",
        identified_on=date(2026, 6, 2),
        recommended_on=date(2026, 6, 9),
        decided_on=date(2026, 6, 30),
        decision="approved",
        started_on=date(2026, 7, 31),
        days=59,
        status=Status("Running", Tone.GOOD),
    ),
    LedgerLine(
        title="Fitness: private gym",
        identified_on=date(2026, 6, 2),
        recommended_on=date(2026, 6, 9),
        decided_on=date(2026, 6, 30),
        decision="declined",
        status=Status("Declined"),
    ),
    LedgerLine(
        title="Concentration: neuropsychology",
        identified_on=date(2026, 3, 3),
        recommended_on=date(2026, 8, 24),
        decided_on=date(2026, 9, 15),
        decision="approved",
        days=264,
        status=Status("Late", Tone.ACT),
    ),
)


def full_report():
    return ProgressReport(
        practice="Lowmoor Lane Case Management",
        subject=Subject(
            name="Jordan Ashby",
            short_name="J. Ashby",
            reference="CM-0142",
            born=date(1989, 3, 14),
            injury="Brain injury, road collision, 11 November 2025",
        ),
        period=Period(date(2026, 8, 24), date(2026, 11, 22)),
        as_at=datetime(2026, 11, 22, 16, 12, tzinfo=UTC),
        author=Author("Priya Kaur", "case manager", "HCPC OT 990 142, to 31 October 2027"),
        parties=Parties(
            instructed_by="Pike & Rowe Solicitors, A. Rowe, for the claimant, ref. PR/2291",
            reader="Harlow Insurance claims team",
            funder="Harlow Insurance, claim HI-77310",
        ),
        summary=Summary(
            lead="Jordan is on course: five of seven goals are where we expected or better, and support has come down "
            "from 14 to 10 hours a week. We ask for four decisions, the first by Fri 4 Dec 2026.",
            changed="Jordan walks to the corner shop and back alone and takes medicine on time without prompts.",
            unchanged="Concentration (goal 3) has not moved, because the agreed neuropsychology has not started.",
            next_steps="Start neuropsychology, practise cooking, and step support down on Mon 18 Jan 2027.",
        ),
        statement=AuthorsStatement(
            paragraphs=(
                "I am Priya Kaur, case manager for Jordan Ashby since 3 March 2026 and an occupational therapist "
                "registered with the HCPC. My duty is to Jordan, whoever pays. I say what I did, saw and was told. "
                "I am not instructed as an expert and say nothing about liability or the value of the claim.",
            ),
            signed=Signature("Priya Kaur", "case manager", datetime(2026, 11, 23, 15, 5, tzinfo=UTC)),
            checked=Signature("Helen Brandt", "clinical supervisor", datetime(2026, 11, 24, 9, 40, tzinfo=UTC)),
            changes="Changes since issue: none.",
        ),
        issued_at=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
        next_review_on=date(2027, 2, 9),
        decisions=(
            Decision(1, "Move the agreed neuropsychology to Larch", 17_000, "", date(2026, 12, 4)),
            Decision(2, "Six more physiotherapy sessions, one every two weeks", 54_000, "", date(2026, 12, 15)),
            Decision(3, "Four occupational therapy sessions at home", 38_000, "", date(2026, 12, 15)),
            Decision(4, "A reserve in case support cannot step down", 57_600, "up to", date(2027, 1, 8)),
        ),
        basis=Basis(
            contacts=(ContactCount("home visits", 3), ContactCount("calls", 2), ContactCount("team meeting", 1)),
            not_available=("GP records after 6 October 2026 (asked for 2 November, not received).",),
            consent="Harlow Insurance: given 27 May 2026, ends Fri 27 Nov 2026.",
            capacity="Jordan made these sharing decisions himself.",
            left_out="Some information about Jordan’s family is not included because consent does not cover it.",
        ),
        goals=GOALS,
        measures=MEASURES,
        services=SERVICES,
        costs=COSTS,
        risks=RISKS,
        recommendations=RECOMMENDATIONS,
        ledger=LEDGER,
        ledger_note="Neuropsychology is late because the first provider has not replied.",
        plan=(
            PlanStep(date(2026, 11, 24), "Home visit, 2:30pm: consent, cooker safety", "Priya Kaur"),
            PlanStep(date(2026, 12, 4), "Answer needed: decision 1", "Harlow Insurance"),
            PlanStep(date(2027, 1, 18), "Support steps down to 6 hours a week if the trigger is met", "Rowan Support"),
            PlanStep(date(2027, 2, 9), "Review with Jordan", "Priya Kaur"),
        ),
        sources=SOURCES,
    )


def bare_report():
    """As little as a report can hold: nothing else is known yet."""
    return replace(
        full_report(),
        decisions=(),
        basis=None,
        goals=None,
        measures=(),
        services=(),
        costs=None,
        risks=None,
        recommendations=(),
        ledger=(),
        plan=(),
        sources=(),
        next_review_on=None,
        issued_at=None,
    )
