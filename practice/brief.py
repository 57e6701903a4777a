"""Brief me: one page before a visit, in a fixed number of queries however long the file is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission
from audit.models import AuditEvent
from careplans.attainment import score_words
from careplans.models import Goal
from clients.access import find_visible
from clients.models import Client, Concern, EntryKind, Party, Promise, Risk, TimelineEntry
from clients.pages import client_page
from practice.falling_due import Item, items_of, load
from providers.models import Service
from records.timeline import start_of
from reminders.models import Kind
from reminders.sources import given
from reviews.models import Review
from ui import status
from ui.dates import day

DAYS_AHEAD = 30
MOST_GOALS, MOST_RISKS, MOST_DUE, MOST_PROMISES, MOST_NEW, MOST_PEOPLE = 7, 5, 6, 4, 5, 6
APART = {Kind.PROMISE}  # has a place of its own on the page


@dataclass(frozen=True)
class Part:
    """Some lines of the page, and how many more the file holds."""

    lines: list[Any]
    more: int = 0


@dataclass(frozen=True)
class GoalLine:
    title: str
    url: str
    state: str
    when: str


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    telephone: str
    email: str


@dataclass(frozen=True)
class News:
    """What was entered since the reader last opened the file on an earlier day."""

    since: datetime | None
    words: str
    entries: Part


@requires(Permission.READ_FILE)
@require_safe
def brief(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    today = timezone.localdate()
    concerns = Concern.objects.visible_to(request.user).filter(client=client).open().order_by("-raised_at")
    context = {
        "goals": goals(client),
        "risks": _first(Risk.objects.open().filter(client=client).order_by("review_on", "raised_on"), MOST_RISKS),
        "due": due(client, today),
        "promises": promises(client, today),
        "last": Review.objects.finished().filter(client=client).order_by("-held_on", "-pk").first(),
        "news": news(client, request.user, today),
        "people": people(client, today),
        "concerns": list(concerns[:2]),
    }
    return client_page(request, client, "practice/brief.html", context, section="summary", opening="brief")


def goals(client: Client) -> Part:
    found = Goal.objects.open().filter(client=client).with_latest_rating().order_by("number")
    part = _first(found, MOST_GOALS)
    return Part([_goal(goal) for goal in part.lines], part.more)


def _goal(goal: Goal) -> GoalLine:
    if goal.latest is None:
        return GoalLine(
            goal.named, goal.get_absolute_url(), f"{score_words(goal.baseline)} at the start", "not rated yet"
        )
    when = day(goal.latest.rated_on)
    return GoalLine(goal.named, goal.get_absolute_url(), score_words(goal.latest.score), when)


def due(client: Client, today: date) -> Part:
    """Everything that falls due within a month, from the same sources as My day."""
    until = today + timedelta(days=DAYS_AHEAD)
    rows = [row for row in load(given.sources, until=until, clients=[client.pk]).rows if row.kind not in APART]
    items: list[Item] = items_of(rows, {client.pk: client}, today=today)
    return Part(items[:MOST_DUE], max(len(items) - MOST_DUE, 0))


def promises(client: Client, today: date) -> Part:
    part = _first(Promise.objects.open().filter(client=client).order_by("due_on", "pk"), MOST_PROMISES)
    return Part([(promise, status.due_on(promise.due_on, today=today)) for promise in part.lines], part.more)


def news(client: Client, reader: User, today: date) -> News:
    """Today's own openings do not count: who opens the file and then this page would be told that nothing is new."""
    opened = AuditEvent.objects.filter(
        client=client.reference, actor_id=str(reader.pk), verb__endswith=".opened", at__lt=start_of(today)
    )
    since = opened.order_by("-number").values_list("at", flat=True).first()
    if since is None:
        return News(None, "", Part([]))
    entered = TimelineEntry.objects.filter(client=client, entered_at__gt=since)
    counts = dict(entered.values_list("kind").annotate(count=Count("pk")).order_by())
    told = Counter({EntryKind(kind).label.lower(): count for kind, count in counts.items()})
    entries = list(entered.exclude(kind=EntryKind.SYSTEM).order_by("-at", "-id")[:MOST_NEW])
    more = sum(count for kind, count in counts.items() if kind != EntryKind.SYSTEM) - len(entries)
    return News(since, ", ".join(f"{count} {words}" for words, count in told.most_common()), Part(entries, more))


def people(client: Client, today: date) -> Part:
    """Whom to call: the client, who instructs and pays, and who treats now."""
    found = [Person(client.name, "Client", client.telephone, client.email)]
    parties = Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk")
    found += [Person(each.addressee, each.get_role_display(), each.telephone, each.email) for each in parties]
    services = Service.objects.in_place(today).filter(client=client).select_related("provider").order_by("pk")
    treating = {service.provider_id: service for service in services}
    found += [
        Person(each.provider.name, each.title, each.provider.telephone, each.provider.email)
        for each in treating.values()
    ]
    return Part(found[:MOST_PEOPLE], max(len(found) - MOST_PEOPLE, 0))


def _first(found: Any, most: int) -> Part:
    """One row more than is shown tells whether there are more; how many is not worth a query without a limit."""
    rows = list(found[: most + 20])
    return Part(rows[:most], len(rows) - len(rows[:most]))
