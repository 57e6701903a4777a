"""From need to action: what was identified, recommended, answered and started, and how long each step took."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from assessments.models import Need
from careplans.models import Answer, Goal, Recommendation


@dataclass(frozen=True)
class LedgerRow:
    """One need and one recommendation made for it, or a need for which nothing is recommended yet.

    `days` runs from identified to started, or to today while nothing has started; None once it was refused. `late` is
    an answer that is overdue or came after it was due.
    """

    need: Need
    recommendation: Recommendation | None
    identified_on: date
    recommended_on: date | None
    decided_on: date | None
    answer: str
    refused: bool
    started_on: date | None
    days_to_recommend: int | None
    days_to_answer: int | None
    days_to_start: int | None
    days: int | None
    late: bool


def ledger(needs: QuerySet[Need], *, started: Mapping[UUID, date], today: date) -> list[LedgerRow]:
    """The rows of all needs, oldest need first, in three queries.

    `started` tells for a recommendation's id when the first service under it started: services live higher up.
    """
    recommendations = Recommendation.objects.select_related("decision", "asked").order_by("number")
    goals = Goal.objects.order_by("number").prefetch_related(Prefetch("recommendations", queryset=recommendations))
    found = needs.order_by("identified_on", "pk").prefetch_related(Prefetch("goals", queryset=goals))
    return [row for need in found for row in _rows(need, started, today)]


def _rows(need: Need, started: Mapping[UUID, date], today: date) -> Iterator[LedgerRow]:
    made = {each.pk: each for goal in need.goals.all() for each in goal.recommendations.all()}
    for recommendation in made.values():
        yield row_of(need, recommendation, started_on=started.get(recommendation.pk), today=today)
    if not made:
        yield row_of(need, None, started_on=None, today=today)


def row_of(need: Need, made: Recommendation | None, *, started_on: date | None, today: date) -> LedgerRow:
    """A service that starts after `today` has not started."""
    decision = made.decided if made else None
    recommended_on = made.recommended_on if made else None
    decided_on = decision.decided_on if decision else None
    refused = decision is not None and decision.answer == Answer.REFUSED
    begun_on = started_on if started_on and started_on <= today else None
    return LedgerRow(
        need=need,
        recommendation=made,
        identified_on=need.identified_on,
        recommended_on=recommended_on,
        decided_on=decided_on,
        answer=decision.get_answer_display() if decision else "",
        refused=refused,
        started_on=begun_on,
        days_to_recommend=_days(need.identified_on, recommended_on),
        days_to_answer=_days(recommended_on, decided_on),
        days_to_start=_days(decided_on, begun_on),
        days=None if refused and not begun_on else ((begun_on or today) - need.identified_on).days,
        late=made is not None and (decided_on or today) > made.answer_due_on,
    )


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end else None
