"""What in the files of the people somebody supervises asks for a look. The number of queries is always the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.models import AuditEvent
from careplans.models import GoalRating, RecordGoal
from clients.models import Assignment, Client
from ui import status
from ui.dates import counted
from ui.models import Draft
from ui.status import Status

SIGNS = (
    ("review", "Overdue reviews"),
    ("goals", "Goals without update"),
    ("silent", "No contact"),
    ("drafts", "Unsigned drafts"),
    ("unopened", "Not opened"),
)
COLUMNS = ("reference", "given_name", "family_name", "preferred_name", "status")
DATES = ("working_style", "created_at", "last_contact_on", "next_review_on")


@dataclass(frozen=True)
class FileLine:
    """A file that a supervisee works on, with each sign it shows: how much of it, and in words."""

    client: Client
    last_opened: datetime | None
    amounts: dict[str, int] = field(default_factory=dict)
    tags: list[Status] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """What the signs of every file are worked out from."""

    practice: PracticeSettings
    today: date
    stale_goals: Counter[UUID]
    drafts: dict[tuple[UUID, str], list[datetime]]


def lines_for(
    user: User, people: Collection[UUID], *, practice: PracticeSettings, now: datetime
) -> dict[UUID, list[FileLine]]:
    """Each person's files as the reader may see them, those with the most signs first."""
    spells = Assignment.objects.visible_to(user, now=now).live(now).working().filter(staff__in=people)
    files = Client.objects.visible_to(user, now=now).open().filter(pk__in=spells.values("client"))
    opened = files.annotate(last_opened=Subquery(_openings().values("at")[:1]))
    clients = {client.pk: client for client in opened.only(*COLUMNS, *DATES)}
    today = timezone.localdate(now)
    facts = Facts(
        practice, today, stale_goals(files, before=today - timedelta(days=practice.stale_goal_days)), _drafts(people)
    )
    lines: dict[UUID, list[FileLine]] = {person: [] for person in people}
    for person, client_id in spells.values_list("staff_id", "client_id").distinct():
        if client_id in clients:
            lines[person].append(_line(clients[client_id], person, facts))
    for found in lines.values():
        found.sort(key=lambda line: (-len(line.tags), line.client.list_name, line.client.reference))
    return lines


def totals(lines: Iterable[FileLine]) -> Counter[str]:
    """In how many files each sign shows."""
    return Counter(sign for line in lines for sign in line.amounts)


def stale_goals(files: QuerySet[Client], *, before: date) -> Counter[UUID]:
    """Open goals that were neither set, rated nor written about since a day: how many in each file."""
    rated = GoalRating.objects.filter(goal=OuterRef("goals")).order_by("-rated_on").values("rated_on")
    links = RecordGoal.objects.filter(goal=OuterRef("goals")).order_by("-record__happened_at")
    told = links.values("record__happened_at")
    of_old = files.filter(goals__closed_on=None, goals__set_on__lt=before)  # from the files, or SQLite reads every goal
    found = of_old.values_list("pk", Subquery(rated[:1]), Subquery(told[:1]))
    return Counter(
        client_id
        for client_id, rated_on, told_at in found
        if (rated_on is None or rated_on < before) and (told_at is None or timezone.localdate(told_at) < before)
    )


def _openings() -> QuerySet[AuditEvent]:
    """Openings of a file, newest first. Most of a file's events are openings, so the index finds one at once."""
    return AuditEvent.objects.filter(client=OuterRef("reference"), verb__endswith=".opened").order_by("-number")


def _drafts(people: Collection[UUID]) -> dict[tuple[UUID, str], list[datetime]]:
    """When each unsigned draft was begun, by author and client; never what it says."""
    found: dict[tuple[UUID, str], list[datetime]] = defaultdict(list)
    begun = Draft.objects.filter(author__in=people).exclude(client="").order_by("started_at")
    for author, reference, started_at in begun.values_list("author_id", "client", "started_at"):
        found[author, reference].append(started_at)
    return found


def _line(client: Any, person: UUID, facts: Facts) -> FileLine:
    amounts, tags = {}, []
    for key, (amount, tag) in _signs(client, person, facts).items():
        if amount > 0:
            amounts[key] = amount
            tags.append(tag)
    return FileLine(client, client.last_opened, amounts, tags)


def _signs(client: Any, person: UUID, facts: Facts) -> dict[str, tuple[int, Status]]:
    """Each sign's amount, none where it is 0 or less, and the tag that says it."""
    today, practice = facts.today, facts.practice
    since = timezone.localdate(client.created_at)
    late = (today - client.next_review_on).days if client.next_review_on else 0
    goals = facts.stale_goals[client.pk]
    silent = (today - (client.last_contact_on or since)).days
    begun = facts.drafts.get((person, client.reference), [])
    oldest = (today - timezone.localdate(begun[0])).days if begun else 0
    unseen = (today - (timezone.localdate(client.last_opened) if client.last_opened else since)).days
    return {
        "review": (late, status.worded(status.OVERDUE, f"Review {counted(late, 'day')} late")),
        "goals": (goals, Status("goal", f"{counted(goals, 'goal')} without update", "amber")),
        "silent": (
            silent if client.is_silent(today, practice=practice) else 0,
            Status("soon", f"No contact for {counted(silent, 'day')}", "amber"),
        ),
        "drafts": (len(begun), status.worded(status.DRAFT, _draft_words(len(begun), oldest))),
        "unopened": (
            unseen if unseen > practice.unopened_days else 0,
            Status("lock", f"Not opened for {counted(unseen, 'day')}", "amber"),
        ),
    }


def _draft_words(number: int, oldest: int) -> str:
    age = f"{counted(oldest, 'day')} old" if oldest else "begun today"
    return f"{counted(number, 'draft')}, {'' if number == 1 else 'oldest '}{age}"
