"""My day: what needs the person who is signed in, in order of urgency."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest
from accounts.models import User
from accounts.roles import Permission, Role
from accounts.written_for import written_for
from assessments.models import MeasureResult
from clients.access import ClientQuerySet, written_behind
from clients.merged import merges_told
from clients.models import Client, Concern, Merge, OpeningNotice
from clients.openings import rows_to_see, to_review
from practice.changing_hands import TOLD_FOR, away_today, changes_of_hands, lines_to_tell
from practice.enquiries.today import coming_of
from practice.expiring import lines_for
from practice.falling_due import Group, Loaded, grouped, items_of, load, reasons_of
from practice.supervision.today import lines_of
from reminders.sources import DueRow, given
from reminders.undelivered import messages_for
from ui import status
from ui.among import Among, listed
from ui.dates import clock, weekday_day
from ui.models import Draft
from ui.written import written

DAYS_AHEAD = 30
MOST_OF_A_LIST = 25
COLUMNS = ("reference", "given_name", "family_name", "preferred_name", "next_review_on")
# What a person was told of, or is to do: found on few days.
HANDS, CONCERN, OPENING, REVIEW, MERGED = KINDS = ("hands", "concern", "opening", "review", "merged")
OF_CLIENT = tuple(f"client__{column}" for column in COLUMNS)


@dataclass(frozen=True)
class DraftLine:
    label: str
    client: Client | None
    saved: str
    url: str


@require_safe
def my_day(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    user = request.user
    mine = {client.pk: client for client in carried(user)}
    loaded = _what_falls_due(user, mine, today)
    rows = [row for row in loaded.rows if row.client_id in mine]
    shown = [row for row in rows if row.kind == request.GET.get("show")] or rows
    others = [row for row in loaded.rows if row.client_id not in mine and row.due_on < today]
    reasons = reasons_of([*shown, *others], today=today)
    groups = _with_one_primary(grouped(items_of(shown, mine, today=today, reasons=reasons), today=today))
    waiting = what_waits(user, now)
    context = {
        "today": today,
        "chips": _chips(rows, shown),
        "problems": loaded.problems,
        "alerts": alerts(user),
        "concerns": visible_concerns(user, now, listed(waiting[CONCERN])) if waiting[CONCERN] else [],
        "alert_status": status.worded(status.RISK, "Needs action"),
        "drafts": _drafts(user, mine, today),
        "groups": groups,
        "quiet": "" if _presses(groups) else _quiet(mine, today),
        "others": _overdue_of_others(user, others, reasons, today),
        "openings": rows_to_see(user, waiting[OPENING], now=now),
        "openings_to_review": len(waiting[REVIEW]),
        "undelivered": len(messages_for(user)),
        "coming": coming_of(user, now=now),
        "supervision": lines_of(user, practice=request.practice, now=now),
        "hands": changes_of_hands(user, waiting[HANDS], now=now),
        "merges": merges_told(user, now=now) if waiting[MERGED] else [],
        "away": away_today(user, now=now),
        "checks": lines_for(user, request.practice, now=now),
    }
    return render(request, "practice/my_day.html", context)


def _what_falls_due(user: User, mine: dict[Any, Client], today: date) -> Loaded:
    """For the person's own clients and, for a supervisor, for all whose files they may read: asked once."""
    clients = Client.objects.visible_to(user).values("pk") if user.holds(Role.SUPERVISOR) else list(mine)
    return load(given.sources, until=today + timedelta(days=DAYS_AHEAD), clients=clients)


def _chips(rows: list[DueRow], shown: list[DueRow]) -> list[dict[str, Any]]:
    counts = {source.kind: sum(1 for row in rows if row.kind == source.kind) for source in given.sources}
    one = shown[0].kind if len(shown) < len(rows) else ""
    chips = [{"label": "All", "count": len(rows), "url": "?", "current": not one}]
    chips += [
        {
            "label": source.name,
            "count": counts[source.kind],
            "url": f"?show={source.kind}",
            "current": source.kind == one,
        }
        for source in given.sources
        if counts[source.kind]
    ]
    return chips


def _with_one_primary(groups: list[Group]) -> list[Group]:
    """The most urgent row carries the page's one primary button."""
    if not groups:
        return groups
    first, *others = groups[0].items
    return [replace(groups[0], items=[replace(first, first=True), *others]), *groups[1:]]


def _presses(groups: list[Group]) -> bool:
    return any(group.key in ("very-overdue", "overdue", "today") for group in groups)


def _quiet(mine: dict[Any, Client], today: date) -> str:
    coming = sorted(
        (client.next_review_on, client.reference)
        for client in mine.values()
        if client.next_review_on and client.next_review_on > today
    )
    if not coming:
        return "Nothing needs you today."
    on, reference = coming[0]
    return f"Nothing needs you today. Next: review for {reference} on {weekday_day(on)}."


def _drafts(user: User, mine: dict[Any, Client], today: date) -> list[DraftLine]:
    """What the person began and can still finish: drafts about clients they no longer work for stay out of sight."""
    by_reference = {client.reference: client for client in mine.values()}
    return [
        DraftLine(draft.label, by_reference.get(draft.client), _saved(draft, today), draft.path)
        for draft in drafts_by(user.pk)
        if not draft.client or draft.client in by_reference
    ]


def _saved(draft: Draft, today: date) -> str:
    at = timezone.localtime(draft.saved_at)
    return f"saved {'today' if at.date() == today else weekday_day(at)}, {clock(at)}"


@written_behind("workable_by")
def carried(clients: ClientQuerySet) -> Any:
    return clients.only(*COLUMNS)


@written_behind("visible_to")
def alerts(clients: ClientQuerySet) -> Any:
    found = MeasureResult.objects.filter(client__in=clients).alerts_open().select_related("client")
    return found.order_by("-taken_on", "pk").only("taken_on", *OF_CLIENT)[:MOST_OF_A_LIST]


def what_waits(user: User, now: datetime) -> dict[str, list[UUID]]:
    """Ids of what stands on few people's day, by kind, in one query.

    On most days there is nothing, and to plan the queries for all that the page says of it would take the database
    longer than everything else on the page.
    """
    found: dict[str, list[UUID]] = {kind: [] for kind in KINDS}
    for kind, pk in waiting_for(user, now, now - TOLD_FOR):
        found[kind].append(pk)
    return found


@written_for
def waiting_for(user: User, now: datetime, since: datetime) -> Any:
    first, *others = [
        _ids(lines_to_tell(user, now=now, since=since), HANDS),
        _ids(Concern.objects.undecided().told_to(user, now=now), CONCERN),
        _ids(OpeningNotice.objects.filter(person=user, seen_at=None), OPENING, "opening_id"),
        _ids(Merge.objects.told_since(since), MERGED),  # in the whole practice; which of them, says merges_told
        *([_ids(to_review(user, now=now), REVIEW)] if user.may(Permission.REVIEW_OPENINGS) else []),
    ]
    return first.union(*others, all=True)


def _ids(records: Any, kind: str, column: str = "pk") -> Any:
    named = records.annotate(kind_of_row=Value(kind, output_field=CharField()), id_of_row=F(column))
    return named.order_by().values_list("kind_of_row", "id_of_row")


@written_for
def visible_concerns(user: User, now: datetime, concerns: str) -> Any:
    """The clock of a concern, for the few who may read it."""
    found = Concern.objects.visible_to(user, now=now).filter(Among("pk", concerns)).select_related("client")
    return found.order_by("decide_by", "pk").only("decide_by", *OF_CLIENT)[:MOST_OF_A_LIST]


@written
def drafts_by(author: UUID) -> Any:
    return Draft.objects.filter(author=author).order_by("-saved_at").only("label", "client", "path", "saved_at")


def _overdue_of_others(user: User, late: list[DueRow], reasons: Mapping[UUID, str], today: date) -> dict[str, Any]:
    """For a supervisor: what has been overdue longest with the people they supervise."""
    if not user.holds(Role.SUPERVISOR):
        return {}
    people = given.responsible_for({row.client_id for row in late}, timezone.now())
    theirs = {client_id: them for client_id, them in people.items() if user.pk in them.supervisors}
    clients = {client.pk: client for client in Client.objects.visible_to(user).filter(pk__in=theirs)}
    staff = User.objects.filter(pk__in={person for them in theirs.values() for person in them.working})
    names = dict(staff.values_list("pk", "name"))
    carried_by = {
        pk: ", ".join(names[person] for person in them.working) or ("away, nobody covers" if them.standing_in else "")
        for pk, them in theirs.items()
    }
    late = [row for row in late if row.client_id in clients]
    items = items_of(late[:MOST_OF_A_LIST], clients, today=today, reasons=reasons, carried_by=carried_by)
    return {"count": len(late), "rows": items}
