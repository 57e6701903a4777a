"""What was recommended, what it costs, what was answered, and what came of it: as it stands today."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from careplans.models import Answer, Category, Goal, Recommendation
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
    identified = min((goal.need.identified_on for goal in entry.goals.all()), default=None)
    starts = [service.starts_on for referral in entry.referrals.all() for service in referral.services.all()]
    started = min((on for on in starts if on <= today), default=None)
    refused = entry.decided is not None and entry.decided.answer == Answer.REFUSED
    return contents.LedgerLine(
        title=entry.action,
        status=_ledger_status(entry, started, refused=refused),
        identified_on=identified,
        recommended_on=entry.recommended_on,
        decided_on=entry.decided.decided_on if entry.decided else None,
        decision=entry.decided.get_answer_display().lower() if entry.decided else "",
        started_on=started,
        days=((started or today) - identified).days if identified and not refused else None,
    )


def _ledger_status(entry: Recommendation, started: date | None, *, refused: bool) -> Status:
    if started:
        return Status("Started", Tone.GOOD)
    if refused:
        return Status("Refused")
    return Status("Agreed, not started" if entry.decided else "No answer yet", Tone.ACT)


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
