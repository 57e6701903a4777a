"""What the summary of a client's file shows, gathered from every package in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from assessments.models import MeasureResult, open_alerts
from careplans.models import Goal, Recommendation
from clients.around import people_to_call
from clients.models import Client, PersonAround
from providers.models import Referral, Service
from records.models import ContactRecord
from records.timeline import Row, entries_of, months_of, newest_first, start_of
from reviews.models import Review
from ui import dates, status
from ui.status import Status
from ui.written import written

LATEST = 5
BEFORE_ALL = date(1, 1, 2)


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
    people: list[PersonAround] = field(default_factory=list)


def summarise(client: Client, *, today: date) -> Summary:
    goals = dict(scores_of_open_goals(client.pk))  # the newest score of a goal comes last
    scores = [score for score in goals.values() if score is not None]
    since = next(iter(last_held(client.pk)), None)
    kinds = Counter(dict(records_since(client.pk, start_of(since + timedelta(days=1) if since else BEFORE_ALL))))
    referrals = unanswered_referrals(client.pk)
    waiting = undecided_recommendations(client.pk)
    return Summary(
        next=_next(client, referrals, waiting, today),
        goals_rated=len(scores),
        goals_total=len(goals),
        goals_at_or_above=sum(score >= 0 for score in scores),
        levels=dict(Counter(round(float(score) - 0.1) for score in scores)),
        since=since,
        contacts_since=kinds[True],
        records_since=kinds.total(),
        open_referrals=len(referrals),
        services=services_in_place(client.pk, today),
        undecided=len(waiting),
        latest=_latest(client),
        alerts=open_alerts(client.pk),
        people=people_to_call(client.pk),
    )


@written
def scores_of_open_goals(client: UUID) -> Any:
    """Each open goal with each of its scores in order of time, or with none."""
    goals = Goal.objects.open().filter(client=client).order_by("ratings__rated_on", "ratings__pk")
    return goals.values_list("pk", "ratings__score")


@written
def last_held(client: UUID) -> Any:
    return (
        Review.objects.finished()
        .filter(client=client)
        .order_by("-held_on", "-pk")
        .values_list("held_on", flat=True)[:1]
    )


@written
def records_since(client: UUID, start: datetime) -> Any:
    """How many with the client, and how many without."""
    records = ContactRecord.objects.filter(client=client, happened_at__gte=start)
    return records.values_list("with_client").annotate(count=Count("pk")).order_by()


@written
def unanswered_referrals(client: UUID) -> Any:
    referrals = Referral.objects.without_reply().filter(client=client).order_by("sent_on")
    return referrals.values_list("provider__name", "sent_on")


@written
def undecided_recommendations(client: UUID) -> Any:
    recommendations = Recommendation.objects.undecided().filter(client=client).order_by("answer_due_on")
    return recommendations.values_list("number", "answer_due_on")


@written
def services_in_place(client: UUID, today: date) -> Any:
    services = Service.objects.in_place(today).filter(client=client).select_related("provider")
    return services.order_by("starts_on", "pk").only("title", "provider__name")


@written
def latest_entries(client: UUID) -> Any:
    return newest_first(entries_of(client))[:LATEST]


def _latest(client: Client) -> list[Row]:
    """The newest lines of the story, without their excerpts: the card is narrow and the timeline one click away."""
    months = months_of(client, latest_entries(client.pk))
    return [replace(row, excerpt="") for month in months for row in month.rows]


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
