"""What the first weeks of a file bring: assessment, needs, goals, recommendations with answers, referrals, services."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from assessments.models import Assessment, Domain, Finding, Need, Teller
from careplans.models import Answer, Category, FundingDecision, PlanAgreement, Recommendation
from careplans.models import Goal as CareGoal
from clients.models import EntryKind
from practice.load.shape import File, Goal, Load
from practice.load.words import ACTIONS, GOALS, NEEDS
from providers.models import Referral, ReferralState, Service
from ui.dates import day
from ui.money import pounds

GOALS_OF_A_CLIENT = 10
CLOSED_GOALS = 3
ANSWER_DAYS = 21
UNDECIDED, UNANSWERED = 1 / 12, 1 / 15  # of the clients: a recommendation without answer, a referral without reply
LEVELS = {
    "much_less": "Not at all",
    "less": "With full support",
    "as_expected": "With one prompt",
    "better": "Alone most days",
    "much_better": "Alone every day",
}


def add_plans(load: Load) -> None:
    for file in load.files:
        at = load.moment(file.opened + timedelta(days=10))
        needs = _assess(load, file, at)
        _set_goals(load, file, needs, at + timedelta(days=4))
        for place, action in enumerate(ACTIONS):
            waits = place == len(ACTIONS) - 1 and load.random.random() < UNDECIDED
            silent = place == 1 and load.random.random() < UNANSWERED
            _recommend(load, file, place + 1, action, waits=waits, silent=silent)


def _assess(load: Load, file: File, at: datetime) -> list[UUID]:
    pk, by, needs = load.id(at), file.lead, []
    signed: dict[str, Any] = {"assessed_on": at.date(), "summary": load.text(3), "author_id": by.pk, "signed_at": at}
    load.store.add(Assessment, id=pk, client_id=file.id, present="Client and mother", **signed)
    for place, domain in enumerate(load.random.sample(Domain.values, 4)):
        finding = load.id(at)
        found = {"domain": domain, "found": load.text(2), "told_by": str(Teller.CLIENT)}
        load.store.add(Finding, id=finding, client_id=file.id, assessment_id=pk, **found)
        for text in NEEDS[place::4]:
            need = {"domain": domain, "text": text, "identified_on": at.date()}
            needs.append(load.id(at))
            load.store.add(Need, id=needs[-1], client_id=file.id, finding_id=finding, **need)
    load.event("assessment.signed", "assessments.Assessment", pk, by=by, at=at, file=file)
    title, source = f"Needs assessment, {len(needs)} needs identified", ("assessments:assessment", pk)
    told: dict[str, Any] = {
        "at": at.date(),
        "by": by,
        "entered_at": at,
        "icon": "doc",
        "excerpt": signed["summary"],
        "source": source,
    }
    load.tell(file, EntryKind.ASSESSMENT, title, **told)
    return needs


def _set_goals(load: Load, file: File, needs: list[UUID], at: datetime) -> None:
    for number in range(1, GOALS_OF_A_CLIENT + 1):
        is_open = number <= GOALS_OF_A_CLIENT - CLOSED_GOALS
        goal = Goal(load.id(at), number, GOALS[number - 1], is_open)
        file.goals.append(goal)
        need = needs[number % (len(needs) - (1 if number % 10 else 0))]
        closed = {} if is_open else {"closed_on": at.date() + timedelta(days=200), "closed_reason": "No longer wanted"}
        load.store.add(
            CareGoal,
            id=goal.id,
            client_id=file.id,
            need_id=need,
            number=number,
            domain=load.random.choice(Domain.values),
            title=goal.title,
            measured_by="Diary and visits",
            target_on=load.back(-load.random.randrange(200)),
            baseline=load.random.choice((-1, -2)),
            set_on=at.date(),
            set_by_id=file.lead.pk,
            agreed_at=at,
            **LEVELS,
            **closed,
        )
        named = f"Goal {number}: {goal.title}"
        load.event("goal.set", "careplans.Goal", goal.id, by=file.lead, at=at, file=file, fields=["title"])
        _plan_entry(load, file, f"{named} set", at, "For the need: see the plan", ("careplans:goal", goal.id), "goal")
    pk = load.id(at)
    agreed = {"agreed_on": at.date(), "agreed_with": "The client", "by_id": file.lead.pk, "entered_at": at}
    load.store.add(PlanAgreement, id=pk, client_id=file.id, **agreed)
    load.event("plan.agreed", "careplans.PlanAgreement", pk, by=file.lead, at=at, file=file)


def _recommend(load: Load, file: File, number: int, action: str, *, waits: bool, silent: bool) -> None:
    """`waits`: the funder has not answered yet. `silent`: the provider has not."""
    on = load.back(load.random.randrange(40)) if waits else file.opened + timedelta(days=30 + 120 * number)
    at, cost = load.moment(on), load.random.randrange(400, 9_000) * 100
    pk = load.id(at)
    load.store.add(
        Recommendation,
        id=pk,
        client_id=file.id,
        number=number,
        action=action,
        why=load.text(2),
        options_considered=load.text(2),
        expected_outcome=load.text(1),
        category=str(Category.THERAPY),
        cost_pence=cost,
        recommended_on=on,
        asked_id=file.funder[0],
        answer_due_on=on + timedelta(days=ANSWER_DAYS),
        by_id=file.lead.pk,
        entered_at=at,
    )
    for goal in file.goals[number - 1 : number + 1]:
        load.store.add(Recommendation.goals.through, recommendation_id=pk, goal_id=goal.id)
    source, due = ("careplans:recommendation", pk), day(on + timedelta(days=ANSWER_DAYS))
    load.event("recommendation.made", "careplans.Recommendation", pk, by=file.lead, at=at, file=file)
    excerpt = f"{pounds(cost)}, asked of {file.funder[1]}. Answer due {due}."
    _plan_entry(load, file, f"Recommended: {action}", at, excerpt, source, "doc")
    if not waits:
        _decide(load, file, source, action, cost, at + timedelta(days=14))
        if number < len(ACTIONS):
            _refer(load, file, pk, action, at + timedelta(days=20), silent=silent)


def _decide(load: Load, file: File, source: tuple[str, UUID], action: str, cost: int, at: datetime) -> None:
    pk, decided_on = load.id(at), {"decided_on": at.date(), "decided_by": "T. Bell", "answer": str(Answer.APPROVED)}
    columns = {"recommendation_id": source[1], "amount_pence": cost, "by_id": file.lead.pk, "entered_at": at}
    load.store.add(FundingDecision, id=pk, client_id=file.id, **columns, **decided_on)
    load.event("recommendation.decided", "careplans.FundingDecision", pk, by=file.lead, at=at, file=file)
    _plan_entry(load, file, f"Approved, {pounds(cost)}: {action}", at, "", source, "doc")


def _plan_entry(
    load: Load, file: File, title: str, at: datetime, excerpt: str, source: tuple[str, UUID], icon: str
) -> None:
    told: dict[str, Any] = {"at": at.date(), "by": file.lead, "entered_at": at}
    load.tell(file, EntryKind.PLAN, title, icon=icon, excerpt=excerpt, source=source, **told)


def _refer(load: Load, file: File, recommendation: UUID, action: str, at: datetime, *, silent: bool) -> None:
    sent_on: date = load.back(load.random.randrange(2, 40)) if silent else at.date()
    at = load.moment(sent_on)
    provider, name = load.random.choice(load.providers)
    state = ReferralState.SENT if silent else ReferralState.ACCEPTED
    pk, by = load.id(at), file.lead
    load.store.add(
        Referral,
        id=pk,
        client_id=file.id,
        provider_id=provider,
        recommendation_id=recommendation,
        reason=load.text(3),
        shared="Name, telephone, injury, goals",
        state=str(state),
        consent_id=file.consent,
        written_on=sent_on,
        sent_on=sent_on,
        answered_on=None if silent else sent_on + timedelta(days=5),
        by_id=by.pk,
    )
    load.store.add(Referral.goals.through, referral_id=pk, goal_id=file.goals[0].id)
    load.event("referral.sent", "providers.Referral", pk, by=by, at=at, file=file, fields=["state", "sent_on"])
    told: dict[str, Any] = {"by": by, "entered_at": at, "icon": "referral"}
    load.tell(file, EntryKind.REFERRAL, f"Referral sent, {name}", at=at, source=("providers:referral", pk), **told)
    if not silent:
        _start(load, file, pk, provider, f"{action} at home", at + timedelta(days=9))


def _start(load: Load, file: File, referral: UUID, provider: UUID, title: str, at: datetime) -> None:
    pk = load.id(at)
    ended = {"ended_on": at.date() + timedelta(days=90), "end_reason": "Goals met"} if file.service.int else {}
    columns = {"referral_id": referral, "provider_id": provider, "starts_on": at.date(), "by_id": file.lead.pk}
    load.store.add(Service, id=pk, client_id=file.id, title=title, **columns, **ended)
    file.service = file.service if file.service.int else pk
    told: dict[str, Any] = {"at": at.date(), "by": file.lead, "entered_at": at, "icon": "referral"}
    load.tell(file, EntryKind.REFERRAL, f"Service started: {title}", source=("providers:service", pk), **told)
