"""What was recommended, what it costs, what was answered, and what came of it: as it stands today."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from careplans.ledger import LedgerRow, row_of
from careplans.models import Category, Goal, Recommendation
from clients.models import Client
from reports import contents
from reports.contents import Status, Tone
from reports.parts import Numbers, numbers_of


def recommendations(client: Client) -> list[Recommendation]:
    """Every recommendation with its answer, its goals and needs, and what started because of it."""
    found = Recommendation.objects.filter(client=client).select_related("asked", "decision")
    goals = Prefetch("goals", Goal.objects.select_related("need"))
    return list(found.prefetch_related(goals, "referrals__services").order_by("number"))


def decisions(waiting: Sequence[Recommendation]) -> tuple[contents.Decision, ...]:
    """Under the numbers that the recommendations have on record, so that an answer can name them."""
    return tuple(
        contents.Decision(entry.number, entry.action, cost_pence=entry.cost_pence, answer_by=entry.answer_due_on)
        for entry in waiting
    )


def recommendation_lines(
    waiting: Sequence[Recommendation], numbers: Numbers
) -> tuple[contents.RecommendationLine, ...]:
    return tuple(
        contents.RecommendationLine(
            number=entry.number,
            need="; ".join(dict.fromkeys(goal.need.text for goal in entry.goals.all())),
            action=entry.action,
            why=entry.why,
            options=tuple(line for line in entry.options_considered.splitlines() if line.strip()),
            who=entry.asked.firm,
            by=entry.answer_due_on,
            cost_pence=entry.cost_pence,
            cost_working=entry.cost_basis,
            expected=entry.expected_outcome,
            goals=numbers_of(entry.goals.all(), numbers),
        )
        for entry in waiting
    )


def ledger(
    recommended: Sequence[Recommendation], period: contents.Period, today: date
) -> tuple[contents.LedgerLine, ...]:
    """Earlier recommendations from need to start: all but the new ones that nobody has answered."""
    earlier = (entry for entry in recommended if entry.decided or entry.recommended_on < period.starts_on)
    return tuple(_ledger_line(entry, today) for entry in earlier)


def _ledger_line(entry: Any, today: date) -> contents.LedgerLine:
    need = min((goal.need for goal in entry.goals.all()), key=lambda need: need.identified_on)
    starts = [service.starts_on for referral in entry.referrals.all() for service in referral.services.all()]
    row = row_of(need, entry, started_on=min(starts, default=None), today=today)
    return contents.LedgerLine(
        title=entry.action,
        status=_ledger_status(row),
        identified_on=row.identified_on,
        recommended_on=row.recommended_on,
        decided_on=row.decided_on,
        decision=row.answer.lower(),
        started_on=row.started_on,
        days=row.days,
    )


def _ledger_status(row: LedgerRow) -> Status:
    if row.started_on:
        return Status("Started", Tone.GOOD)
    if row.refused:
        return Status("Refused")
    return Status("Agreed, not started" if row.decided_on else "No answer yet", Tone.ACT)


def costs(recommended: Sequence[Recommendation], today: date) -> contents.Costs | None:
    """Recommended and agreed by category. What was spent is not known yet, so it is left out."""
    asked: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for entry in recommended:
        asked[entry.category] += entry.cost_pence
        if entry.decided:
            agreed[entry.category] += entry.decided.amount_pence
    if not asked:
        return None
    lines = tuple(
        contents.CostLine(category.label, asked_pence=asked[category], agreed_pence=agreed.get(category))
        for category in Category
        if category in asked
    )
    return contents.Costs(lines, as_at=today, note="What has been billed is not part of this report.")
