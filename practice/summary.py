"""What the summary of a client's file shows, gathered from every package in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments.models import MeasureResult
from careplans.models import Goal, GoalRating, Recommendation
from clients.models import Client
from providers.models import Referral, Service
from records.models import ContactRecord
from records.timeline import Row, entries_of, months_of, newest_first
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
    goals = list(Goal.objects.open().filter(client=client))
    scores = _latest_scores(goals)
    last_review = Review.objects.finished().filter(client=client).order_by("-held_on", "-pk").first()
    since = last_review.held_on if last_review else None
    records = ContactRecord.objects.filter(client=client)
    if since:
        records = records.filter(happened_at__date__gt=since)
    kinds = Counter(records.values_list("with_client", flat=True))
    referrals = list(
        Referral.objects.without_reply().filter(client=client).select_related("provider").order_by("sent_on")
    )
    waiting = list(Recommendation.objects.undecided().filter(client=client).order_by("answer_due_on"))
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


def _latest_scores(goals: list[Goal]) -> dict[UUID, Decimal]:
    """The newest score of each goal that was rated."""
    ratings = GoalRating.objects.filter(goal__in=goals).order_by("goal", "rated_on", "pk")
    return dict(ratings.values_list("goal", "score"))


def _next(client: Client, referrals: list[Referral], waiting: list[Recommendation], today: date) -> list[Next]:
    rows = []
    if client.next_review_on:
        late = (today - client.next_review_on).days
        rows.append(Next("Review", dates.day(client.next_review_on), status.days_late(late) if late > 0 else None))
    else:
        rows.append(Next("Review", "No date set"))
    for referral in referrals[:2]:
        days = (today - referral.sent_on).days if referral.sent_on else 0
        rows.append(Next(f"Reply from {referral.provider.name}", dates.counted(days, "day") + " since it was sent"))
    for recommendation in waiting[:2]:
        late = (today - recommendation.answer_due_on).days
        tag = status.days_late(late) if late > 0 else None
        rows.append(
            Next(f"Answer to recommendation {recommendation.number}", dates.day(recommendation.answer_due_on), tag)
        )
    return rows
