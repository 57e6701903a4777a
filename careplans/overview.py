"""The care plan on one page, as rows of ready strings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from assessments.models import Need
from careplans.attainment import Attainment, score_words
from careplans.models import Answer, Goal, GoalRating, PlanAgreement, Recommendation
from careplans.progress import attainment_of, strip_of
from clients.models import Client
from ui import status
from ui.charts import GoalStrip
from ui.dates import counted
from ui.links import path_to
from ui.status import Status
from ui.written import written

NOT_AGREED = status.worded(status.NOT_STARTED, "Not agreed yet")
CLOSED_GOAL = status.CLOSED
ANSWERS = {
    Answer.APPROVED: status.APPROVED,
    Answer.PART_APPROVED: status.PART_APPROVED,
    Answer.REFUSED: status.REFUSED,
}


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    state: Status
    strip: GoalStrip
    start: str
    now: str
    is_partial: bool
    rate_url: str = ""


@dataclass(frozen=True)
class RecommendationRow:
    recommendation: Recommendation
    state: Status
    awaits_answer: bool


@dataclass(frozen=True)
class PlanOverview:
    rows: list[GoalRow]
    closed: list[GoalRow]
    attainment: Attainment
    needs_without_goal: list[Need]
    agreement: PlanAgreement | None
    unagreed: int
    recommendations: list[RecommendationRow]

    @property
    def count_words(self) -> str:
        """5 of 7 open goals at or above expected."""
        goals = counted(self.attainment.total, "open goal")
        if not self.attainment.rated:
            return f"{goals}, none rated yet"
        unrated = self.attainment.total - self.attainment.rated
        words = f"{self.attainment.at_or_above} of {goals} at or above expected"
        return f"{words}, {unrated} not rated yet" if unrated else words

    @property
    def unagreed_words(self) -> str:
        return f"{counted(self.unagreed, 'goal')} not agreed yet"


def overview_of(client: Client, *, today: date, may_plan: bool) -> PlanOverview:
    goals = _goals_of(client)
    opened = [goal for goal in goals if goal.is_open]
    return PlanOverview(
        rows=[goal_row(goal, may_rate=may_plan) for goal in opened],
        closed=[goal_row(goal) for goal in goals if not goal.is_open],
        attainment=attainment_of(opened),
        needs_without_goal=needs_without_goal(client.pk),
        agreement=next(iter(latest_agreement(client.pk)), None),
        unagreed=sum(not goal.is_agreed for goal in opened),
        recommendations=recommendation_rows(all_recommendations(client.pk), today=today),
    )


@written
def all_goals(client: UUID) -> Any:
    return Goal.objects.filter(client=client).order_by("number")


@written
def latest_ratings(client: UUID) -> Any:
    return GoalRating.objects.filter(client=client).latest_of_each()


@written
def needs_without_goal(client: UUID) -> Any:
    return Need.objects.filter(client=client, goals=None).order_by("identified_on", "pk")


@written
def latest_agreement(client: UUID) -> Any:
    return PlanAgreement.objects.filter(client=client).newest_first()[:1]


@written
def all_recommendations(client: UUID) -> Any:
    return Recommendation.objects.filter(client=client).with_answer()


def _goals_of(client: Client) -> list[Goal]:
    """With the newest rating of each, in one further query."""
    newest = {rating.goal_id: rating for rating in latest_ratings(client.pk)}
    goals = all_goals(client.pk)
    for goal in goals:
        goal.latest_ratings = [newest[goal.pk]] if goal.pk in newest else []
    return goals


def goal_row(goal: Goal, *, may_rate: bool = False) -> GoalRow:
    now = goal.latest.score if goal.latest else None
    strip = strip_of(goal)
    return GoalRow(
        goal=goal,
        state=_state(goal),
        strip=strip,
        start=score_words(goal.baseline).lower(),
        now=score_words(now).lower(),
        is_partial=now is not None and now != strip.now,
        rate_url=path_to("careplans:rate_goal", goal.pk) if may_rate else "",
    )


def recommendation_rows(found: Iterable[Recommendation], *, today: date) -> list[RecommendationRow]:
    """Of recommendations loaded with `with_answer`."""
    return [RecommendationRow(each, answer_state(each, today=today), each.decided is None) for each in found]


def answer_state(recommendation: Recommendation, *, today: date) -> Status:
    """The answer, or the state of its clock."""
    if recommendation.decided:
        return ANSWERS[Answer(recommendation.decided.answer)]
    clock = status.due_on(recommendation.answer_due_on, today=today)
    return status.worded(clock, f"Answer {clock.word[0].lower()}{clock.word[1:]}")


def _state(goal: Goal) -> Status:
    if not goal.is_open:
        return CLOSED_GOAL
    return status.ACTIVE if goal.is_agreed else NOT_AGREED
