"""What the summary of a client's file shows, gathered from every package in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from assessments.models import MeasureResult
from careplans.models import Goal, GoalRating, Recommendation
from clients.models import Client
from providers.models import Referral, Service
from records.models import ContactRecord
from records.timeline import Row, entries_of, months_of, newest_first, start_of
from reviews.models import Review
from ui import dates, status
from ui.status import Status

LATEST = 5


@dataclass(frozen=True)
class Next:
    """Something that comes up next: what, when in words, and a tag where somebody must act."""

    what: str
    when: str
    tag: Status | None = None


@dataclass(frozen=True)
class Summary:
    next: list[Next]
    goals_rated: int
    goals_total: int
    goals_at_or_above: int
    levels: dict[int, int]
    since: date | None
    contacts_since: int
    records_since: int
    open_referrals: int
    services: list[Service] = field(default_factory=list)
    undecided: int = 0
    latest: list[Row] = field(default_factory=list)
    alerts: list[MeasureResult] = field(default_factory=list)


def summarise(client: Client, *, today: date) -> Summary:
    goals = set(Goal.objects.open().filter(client=client).values_list("pk", flat=True))
    scores = _latest_scores(client, goals)
    held = Review.objects.finished().filter(client=client).order_by("-held_on", "-pk")
    since = next(iter(held.values_list("held_on", flat=True)[:1]), None)
    records = ContactRecord.objects.filter(client=client)
    if since:
        records = records.filter(happened_at__gte=start_of(since + timedelta(days=1)))
    kinds = Counter(records.values_list("with_client", flat=True))
    unanswered = Referral.objects.without_reply().filter(client=client).order_by("sent_on")
    referrals = list(unanswered.values_list("provider__name", "sent_on"))
    undecided = Recommendation.objects.undecided().filter(client=client).order_by("answer_due_on")
    waiting = list(undecided.values_list("number", "answer_due_on"))
    return Summary(
        next=_next(client, referrals, waiting, today),
        goals_rated=len(scores),
        goals_total=len(goals),
        goals_at_or_above=sum(1 for score in scores.values() if score >= 0),
        levels=dict(Counter(round(float(score) - 0.1) for score in scores.values())),
        since=since,
        contacts_since=kinds[True],
        records_since=kinds.total(),
        open_referrals=len(referrals),
        services=list(
            Service.objects.in_place(today).filter(client=client).select_related("provider").order_by("starts_on", "pk")
        ),
        undecided=len(waiting),
        latest=_latest(client),
        alerts=list(MeasureResult.objects.filter(client=client, alert_seen_at=None).exclude(alert="")),
    )


def _latest(client: Client) -> list[Row]:
    """The newest lines of the story, without their excerpts: the card is narrow and the timeline one click away."""
    months = months_of(client, newest_first(entries_of(client))[:LATEST])
    return [replace(row, excerpt="") for month in months for row in month.rows]


def _latest_scores(client: Client, goals: set[UUID]) -> dict[UUID, Decimal]:
    """The newest score of each of the goals that was rated."""
    ratings = GoalRating.objects.filter(client=client).order_by("rated_on", "pk")
    return {goal: score for goal, score in ratings.values_list("goal", "score") if goal in goals}


def _next(
    client: Client, referrals: list[tuple[str, date | None]], waiting: list[tuple[int, date]], today: date
) -> list[Next]:
    rows = []
    if client.next_review_on:
        late = (today - client.next_review_on).days
        rows.append(Next("Review", dates.day(client.next_review_on), status.days_late(late) if late > 0 else None))
    else:
        rows.append(Next("Review", "No date set"))
    for provider, sent_on in referrals[:2]:
        days = (today - sent_on).days if sent_on else 0
        rows.append(Next(f"Reply from {provider}", dates.counted(days, "day") + " since it was sent"))
    for number, answer_due_on in waiting[:2]:
        late = (today - answer_due_on).days
        tag = status.days_late(late) if late > 0 else None
        rows.append(Next(f"Answer to recommendation {number}", dates.day(answer_due_on), tag))
    return rows
