"""What a case manager does with a care plan: goals, their ratings, recommendations to the funder, and its answers."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import PracticeSettings, User
from assessments.models import Need
from audit.actions import record
from careplans.attainment import PARTLY_ACHIEVED, Level, Score, check_score, score_words
from careplans.models import (
    Answer,
    FundingDecision,
    Goal,
    GoalRating,
    PlanAgreement,
    Recommendation,
    RecordGoal,
)
from clients.consent import ask_consent, to_decide
from clients.models import Client, EntryKind, Party
from clients.timeline_actions import add_entry
from records.models import ContactRecord
from ui.dates import day
from ui.money import pounds
from ui.versions import swap

FIXED_ONCE_AGREED = ("much_less", "less", "as_expected", "better", "much_better", "baseline")


class LevelsAreFixed(Exception): ...


class NothingToAgree(Exception): ...


class GoalIsClosed(Exception): ...


class ScoreDoesNotFit(Exception): ...


class OfAnotherClient(Exception): ...


class NoGoal(Exception): ...


class DecisionExists(Exception): ...


class DecisionDoesNotFit(Exception):
    """`field` is the part of the decision that is to be put right."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def set_goal(need: Need, *, set_on: date, by: User, now: datetime, **values: Any) -> Goal:
    """Sets a goal for a need. `values` are the columns of Goal: words, levels, baseline, importance, target date."""
    client = _locked(need.client)
    number = _next_number(Goal, client)
    goal = Goal.objects.create(
        client=client, need=need, domain=need.domain, number=number, set_on=set_on, set_by=by, **values
    )
    record("goal.set", goal, by=by, client=client, fields=values, now=now)
    _tell(client, goal, f"{goal.named} set", excerpt=f"For the need: {need.text}", at=set_on, by=by, now=now)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, version: int, by: User, now: datetime, **values: Any) -> None:
    """Saves a goal's columns. Raises ui.versions.Stale when somebody saved it in the meantime."""
    _refuse_closed(goal)
    if goal.is_agreed and any(
        values.get(name, getattr(goal, name)) != getattr(goal, name) for name in FIXED_ONCE_AGREED
    ):
        raise LevelsAreFixed(
            "The plan is agreed, so the five levels and the start are fixed. Close this goal and set a new one."
        )
    changed = swap(goal, version=version, **values)
    record("goal.changed", goal, by=by, client=goal.client, fields=changed, now=now)


@transaction.atomic
def close_goal(goal: Goal, *, closed_on: date, reason: str, by: User, now: datetime) -> None:
    closing = Goal.objects.open().filter(pk=goal.pk)
    if not closing.update(closed_on=closed_on, closed_reason=reason, version=F("version") + 1):
        raise GoalIsClosed("This goal is already closed.")
    goal.refresh_from_db(fields=["closed_on", "closed_reason", "version"])
    record("goal.closed", goal, by=by, client=goal.client, fields=["closed_on", "closed_reason"], now=now)
    _tell(goal.client, goal, f"{goal.named} closed", excerpt=reason, at=closed_on, by=by, now=now)


@transaction.atomic
def record_agreement(
    client: Client, *, agreed_on: date, agreed_with: str, note: str, by: User, now: datetime
) -> PlanAgreement:
    """Notes that the plan was agreed. From here on the five levels of its goals are fixed."""
    goals = Goal.objects.of(client).open()
    if not goals.exists():
        raise NothingToAgree("Set at least one goal before you record that the plan is agreed.")
    goals.filter(agreed_at=None).update(agreed_at=now, version=F("version") + 1)
    agreement = PlanAgreement.objects.create(
        client=client, agreed_on=agreed_on, agreed_with=agreed_with, note=note, by=by, entered_at=now
    )
    record("plan.agreed", agreement, by=by, client=client, now=now)
    title = f"Care plan agreed with {agreed_with}"
    add_entry(client, at=agreed_on, now=now, kind=EntryKind.PLAN, icon="check", title=title, excerpt=note, by=by)
    return agreement


@transaction.atomic
def rate_goal(
    goal: Goal,
    *,
    rated_on: date,
    score: Score,
    evidence: str,
    evidence_kind: str,
    source: ContactRecord | None,
    next_step: str,
    by: User,
    now: datetime,
) -> GoalRating:
    """Says how far a goal has come on a day. "Partially achieved" (-0.5) exists only for a goal that began at -1."""
    check_score(score)
    if score == PARTLY_ACHIEVED and goal.baseline != Level.LESS:
        raise ScoreDoesNotFit("A goal that began at much less than expected has moved a whole level or not at all.")
    if source is not None and source.client_id != goal.client_id:
        raise OfAnotherClient("Choose a record from this client's file.")
    _refuse_closed(Goal.objects.select_for_update().get(pk=goal.pk))
    rating = GoalRating.objects.create(
        client=goal.client,
        goal=goal,
        rated_on=rated_on,
        score=Decimal(score),
        evidence=evidence,
        evidence_kind=evidence_kind,
        source=source,
        next_step=next_step,
        by=by,
        entered_at=now,
    )
    record("goal.rated", rating, by=by, client=goal.client, now=now)
    title = f"{goal.named}: {score_words(score).lower()}"
    _tell(goal.client, goal, title, excerpt=evidence, at=rated_on, by=by, now=now)
    return rating


@transaction.atomic
def recommend(
    client: Client,
    *,
    goals: Sequence[Goal],
    asked: Party,
    recommended_on: date,
    by: User,
    now: datetime,
    **values: Any,
) -> Recommendation:
    """Recommends something to a party of the instruction and starts the clock for its answer.

    `values` are the other columns of Recommendation: action, why, options_considered, expected_outcome, category, cost.
    Raises clients.consent.ConsentMissing when the party may not hear of it: its clock would run for nobody.
    """
    if not goals:
        raise NoGoal("Choose at least one goal that this serves.")
    if any(goal.client_id != client.pk for goal in goals) or asked.client_id != client.pk:
        raise OfAnotherClient("Choose goals and a party of this client.")
    client = _locked(client)
    ask_consent(to_decide(asked), on=timezone.localdate(now))
    made = Recommendation.objects.create(
        client=client,
        number=_next_number(Recommendation, client),
        asked=asked,
        recommended_on=recommended_on,
        answer_due_on=PracticeSettings.current().answer_due_on(recommended_on, nation=client.nation),
        by=by,
        entered_at=now,
        **values,
    )
    made.goals.set(goals)
    record("recommendation.made", made, by=by, client=client, fields=values, now=now)
    title = f"Recommended: {made.action}"
    excerpt = f"{pounds(made.cost_pence)}, asked of {asked.firm}. Answer due {day(made.answer_due_on)}."
    _tell(client, made, title, excerpt=excerpt, at=recommended_on, by=by, now=now)
    return made


@transaction.atomic
def record_decision(
    recommendation: Recommendation,
    *,
    answer: str,
    amount_pence: int,
    decided_on: date,
    decided_by: str,
    reason: str,
    by: User,
    now: datetime,
) -> FundingDecision:
    """Notes the funder's answer, once."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if FundingDecision.objects.filter(recommendation=recommendation).exists():
        raise DecisionExists("The answer to this recommendation is already recorded.")
    _check_decision(recommendation, Answer(answer), amount_pence, decided_on, reason)
    decision = FundingDecision.objects.create(
        client=recommendation.client,
        recommendation=recommendation,
        answer=answer,
        amount_pence=amount_pence,
        decided_on=decided_on,
        decided_by=decided_by,
        reason=reason,
        by=by,
        entered_at=now,
    )
    record("recommendation.decided", decision, by=by, client=recommendation.client, now=now)
    amount = "" if answer == Answer.REFUSED else f", {pounds(amount_pence)}"
    title = f"{decision.get_answer_display()}{amount}: {recommendation.action}"
    _tell(recommendation.client, recommendation, title, excerpt=reason, at=decided_on, by=by, now=now)
    return decision


@transaction.atomic
def link_record_to_goals(contact: ContactRecord, goals: Sequence[Goal], *, by: User) -> None:
    """Says which goals a contact record is about. Goals that are linked already stay linked."""
    if any(goal.client_id != contact.client_id for goal in goals):
        raise OfAnotherClient("Choose goals of this client.")
    if not goals:
        return
    links = [RecordGoal(client_id=contact.client_id, record=contact, goal=goal) for goal in goals]
    RecordGoal.objects.bulk_create(links, ignore_conflicts=True)
    record("record.goals_linked", contact, by=by, client=contact.client, fields=["goals"])


def _check_decision(asked: Recommendation, answer: Answer, amount: int, decided_on: date, reason: str) -> None:
    if decided_on < asked.recommended_on:
        raise DecisionDoesNotFit(
            "decided_on", f"Enter a date on or after {day(asked.recommended_on)}, when it was recommended."
        )
    if answer == Answer.REFUSED and amount:
        raise DecisionDoesNotFit("amount_pence", "Leave the amount empty: nothing was agreed.")
    if answer != Answer.REFUSED and asked.cost_pence and not amount:
        raise DecisionDoesNotFit("amount_pence", "Enter the amount that was agreed.")
    if answer != Answer.APPROVED and not reason:
        raise DecisionDoesNotFit("reason", "Enter the reason that was given, or say that none was.")
    if amount > asked.cost_pence and not reason:
        words = f"The amount is more than the {pounds(asked.cost_pence)} asked for. Correct it, or say why below."
        raise DecisionDoesNotFit("amount_pence", words)


def _refuse_closed(goal: Goal) -> None:
    if not goal.is_open:
        raise GoalIsClosed("This goal is closed. Set a new one to go on.")


def _locked(client: Client) -> Client:
    """Lines up everybody who is about to take the next number in this client's file."""
    found: Client = Client.objects.select_for_update().get(pk=client.pk)
    return found


def _next_number(kind: type[models.Model], client: Client) -> int:
    highest = kind._default_manager.filter(client=client).aggregate(highest=models.Max("number"))["highest"]
    return (highest or 0) + 1


def _tell(
    client: Client, about: Goal | Recommendation, title: str, *, excerpt: str, at: date, by: User, now: datetime
) -> None:
    route, icon = ("careplans:goal", "goal") if isinstance(about, Goal) else ("careplans:recommendation", "doc")
    add_entry(
        client,
        at=at,
        now=now,
        kind=EntryKind.PLAN,
        icon=icon,
        title=title,
        excerpt=excerpt,
        by=by,
        route=route,
        target=about,
    )
