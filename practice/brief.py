"""Brief me: one page before a visit, in a fixed number of queries however long the file is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value
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
from clients.around import Row, rows_of
from clients.models import Client, Concern, EntryKind, Party, PartyRole, Promise, TimelineEntry
from clients.pages import client_page
from practice.falling_due import Item, items_of, load, reasons_of
from providers.models import Service
from records.timeline import start_of
from reminders.models import Kind
from reminders.sources import given
from reviews.models import Review
from ui import status
from ui.dates import day
from ui.links import path_to
from ui.written import written

DAYS_AHEAD = 30
MOST_GOALS, MOST_DUE, MOST_PROMISES, MOST_NEW, MOST_AROUND, MOST_PEOPLE = 7, 6, 4, 5, 3, 6
MOST_COUNTED = 100
NEW_WORDS: dict[str, str] = {EntryKind.SYSTEM: "Changes to the file"}
APART = {Kind.PROMISE}  # has a place of its own on the page
PARTY = "party"


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
    told: str = ""


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
        "due": due(client, today),
        "promises": promises(client, today),
        "last": Review.objects.finished().filter(client=client).order_by("-held_on", "-pk").first(),
        "news": news(client, request.user, today),
        "people": people(client, today),
        "concerns": list(concerns[:2]),
        "may_see_way_in": request.user.may(Permission.SEE_WAY_IN),
    }
    return client_page(request, client, "practice/brief.html", context, section="summary", opening="brief")


def goals(client: Client) -> Part:
    """Each open goal with its newest rating, which comes last in one query over all of them."""
    rated = Goal.objects.open().filter(client=client).order_by("number", "ratings__rated_on", "ratings__pk")
    columns = ("pk", "number", "title", "baseline", "ratings__score", "ratings__rated_on")
    newest = {row[0]: _goal(*row) for row in rated.values_list(*columns)}
    lines = list(newest.values())
    return Part(lines[:MOST_GOALS], max(len(lines) - MOST_GOALS, 0))


def _goal(pk: UUID, number: int, title: str, baseline: int, score: Any, rated_on: date | None) -> GoalLine:
    named, url = f"Goal {number}: {title}", path_to("careplans:goal", pk)
    if rated_on is None:
        return GoalLine(named, url, f"{score_words(baseline)} at the start", "not rated yet")
    return GoalLine(named, url, score_words(score), day(rated_on))


def due(client: Client, today: date) -> Part:
    """Everything that falls due within a month, from the same sources as My day."""
    until = today + timedelta(days=DAYS_AHEAD)
    rows = [row for row in load(given.sources, until=until, clients=[client.pk]).rows if row.kind not in APART]
    reasons = reasons_of(rows, today=today)
    items: list[Item] = items_of(rows, {client.pk: client}, today=today, reasons=reasons)
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
    entered = TimelineEntry.objects.filter(client=client, entered_at__gt=since).order_by("-at", "-id")
    found = list(entered[:MOST_COUNTED])
    told = Counter(NEW_WORDS.get(entry.kind, EntryKind(entry.kind).label) for entry in found)
    words = ", ".join(f"{kind}: {count}" for kind, count in told.most_common())
    entries = [entry for entry in found if entry.kind != EntryKind.SYSTEM]
    part = Part(entries[:MOST_NEW], max(len(entries) - MOST_NEW, 0))
    return News(since, f"The newest {MOST_COUNTED}: {words}" if len(found) == MOST_COUNTED else words, part)


def people(client: Client, today: date) -> Part:
    """Whom to call: the client, those around them, who instructs and pays, and who treats now.

    Whom nobody is to contact stands among the alerts and not here.
    """
    found = [Person(client.name, "Client", client.telephone, client.email)]
    rows = [row for row in rows_of(client, today=today) if not row.person.no_contact]
    around = [_around(row) for row in rows]
    found += around[:MOST_AROUND]
    firms = {tuple(row[:3]): row[3:] for row in firms_to_call(client.pk, today)}  # each provider once
    for (place, name, contact), (role, telephone, email, _) in firms.items():
        named = f"{contact}, {name}" if contact else name
        found.append(Person(named, PartyRole(role).label if place == PARTY else role, telephone, email))
    more = len(around[MOST_AROUND:]) + len(found[MOST_PEOPLE:])
    return Part(found[:MOST_PEOPLE], more)


def _around(row: Row) -> Person:
    person = row.person
    return Person(person.name, person.who, person.telephone, person.email, row.told)


@written
def firms_to_call(client: UUID, today: date) -> Any:
    """The parties of the open instruction and then the providers who treat now, in one query."""
    parties = Party.objects.filter(client=client, instruction__ends_on=None)
    services = Service.objects.in_place(today).filter(client=client)
    parts = [
        _columns(parties, PARTY, name="firm", contact="contact_name", role="role", of=""),
        _columns(services, "provider", name="provider__name", contact="", role="title", of="provider__"),
    ]
    return parts[0].union(parts[1], all=True).order_by("place", "pk")


def _columns(found: Any, place: str, *, name: str, contact: str, role: str, of: str) -> Any:
    text = CharField()
    found = found.order_by().annotate(
        place=Value(place, output_field=text),
        called=F(name),
        contact=F(contact) if contact else Value("", output_field=text),
        work=F(role),
        ring=F(f"{of}telephone"),
        write=F(f"{of}email"),
    )
    return found.values_list("place", "called", "contact", "work", "ring", "write", "pk")


def _first(found: Any, most: int) -> Part:
    """One row more than is shown tells whether there are more; how many is not worth a query without a limit."""
    rows = list(found[: most + 20])
    return Part(rows[:most], len(rows) - len(rows[:most]))
