"""The practice at a glance: what is late, silent or unfinished, each a count that leads to its list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings, User
from accounts.register_page import NOT_RIGHT, SOON, staff_rows
from accounts.roles import Permission
from clients.models import Assignment, Client, PossibleMatch
from clients.models.client import ClientQuerySet
from clients.openings import to_review
from clients.responsibility import uncovered
from practice.caseload import case_managers_seen_by
from practice.models import Enquiry
from reminders.models import Kind
from reminders.sources import given
from reminders.undelivered import messages_for
from ui import status
from ui.dates import day, weekday_day
from ui.models import Draft
from ui.status import Status

PER_PAGE = 50


@dataclass(frozen=True)
class Figure:
    """A count and the list behind it; `permission` where only some of those who see the dashboard may open the list."""

    title: str
    words: str
    count: Callable[[User, datetime], int]
    url: Callable[[], str]
    permission: Permission = Permission.SEE_CASELOADS


@dataclass(frozen=True)
class Row:
    """One line of a list: whose client, who carries them or wrote the draft, since when; no word of a file."""

    url: str
    name: str
    reference: str
    person: str
    what: str
    since: str
    tag: Status


@requires(Permission.SEE_CASELOADS)
@require_safe
def dashboard(request: StaffRequest) -> HttpResponse:
    """An admin sees the whole practice, a supervisor the clients of those they supervise."""
    now = timezone.now()
    figures = [
        {"title": figure.title, "words": figure.words, "count": figure.count(request.user, now), "url": figure.url()}
        for figure in FIGURES
        if request.user.may(figure.permission)
    ]
    return render(request, "practice/dashboard.html", {"figures": figures})


@requires(Permission.SEE_CASELOADS)
@require_safe
def waiting_list(request: StaffRequest, waiting: str) -> HttpResponse:
    """Referrals or decisions that are late, or drafts that nobody has signed for days."""
    if waiting not in LISTS:
        raise Http404
    title, rows_of = LISTS[waiting]
    page = Paginator(rows_of(request.user, timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practice/waiting_list.html", {"title": title, "page": page, "waiting": waiting})


def _clients(user: User, now: datetime) -> ClientQuerySet:
    return Client.objects.known_to(user, now=now).open()


def _overdue_reviews(user: User, now: datetime) -> int:
    return _clients(user, now).filter(next_review_on__lt=timezone.localdate(now)).count()


def _silent(user: User, now: datetime) -> int:
    practice = PracticeSettings.current()
    return _clients(user, now).silent(timezone.localdate(now), practice=practice).count()


def _unassigned(user: User, now: datetime) -> int:
    leads = Assignment.objects.live(now).leads().filter(client=OuterRef("pk"))
    return _clients(user, now).exclude(Exists(leads)).count()


def _uncovered(user: User, now: datetime) -> int:
    return uncovered(now).filter(client__in=_clients(user, now).values("pk")).count()


def _openings(user: User, now: datetime) -> int:
    return int(to_review(user).count())


def _late_enquiries(user: User, now: datetime) -> int:
    return Enquiry.objects.known_to(user, now=now).late(timezone.localdate(now)).count()


def _matches(user: User, now: datetime) -> int:
    return int(PossibleMatch.objects.shown_to(user, now=now).waiting().count())


def _staff_with(state: str) -> Callable[[User, datetime], int]:
    """People on the register's list of that state."""

    def staff(user: User, now: datetime) -> int:
        rows = staff_rows(PracticeSettings.current(), today=timezone.localdate(now))
        return sum(row.is_in(state) for row in rows)

    return staff


def _register(state: str) -> Callable[[], str]:
    return lambda: f"{reverse('accounts:staff_register')}?state={state}"


def _undelivered(user: User, now: datetime) -> int:
    return len(messages_for(user))


def _late(kind: str) -> Callable[[User, datetime], list[Any]]:
    """What one source of the reminders has overdue for the clients whom the person knows."""

    def late(user: User, now: datetime) -> list[Any]:
        until = timezone.localdate(now) - timedelta(days=1)
        sources = [source for source in given.sources if source.kind == kind]
        return [row for source in sources for row in source.due(until, _clients(user, now).values("pk"))]

    return late


def _late_rows(kind: str, what: str) -> Callable[[User, datetime], list[Row]]:
    def rows(user: User, now: datetime) -> list[Row]:
        found, today = _late(kind)(user, now), timezone.localdate(now)
        clients = Client.objects.known_to(user, now=now).filter(pk__in={row.client_id for row in found})
        names = {client.pk: client for client in clients}
        leads, readable = _leads(names), _readable(user, names)
        return [
            _row(
                names[row.client_id],
                leads.get(row.client_id, "Not assigned"),
                what,
                f"Due {day(row.due_on)}",
                status.days_late((today - row.due_on).days),
                readable,
            )
            for row in sorted(found, key=lambda row: (row.due_on, row.client_reference))
        ]

    return rows


def _old_drafts(user: User, now: datetime) -> QuerySet[Draft]:
    before = now - timedelta(days=PracticeSettings.current().draft_days)
    people = case_managers_seen_by(user, today=timezone.localdate(now))
    drafts = Draft.objects.exclude(client="").filter(saved_at__lt=before, author__in=people.values("pk"))
    return drafts.filter(client__in=_clients(user, now).values("reference"))


def _draft_rows(user: User, now: datetime) -> list[Row]:
    drafts = list(_old_drafts(user, now).select_related("author").order_by("saved_at", "pk"))
    clients = Client.objects.known_to(user, now=now).filter(reference__in={draft.client for draft in drafts})
    by_reference = {client.reference: client for client in clients}
    readable = _readable(user, {client.pk: client for client in clients})
    return [
        _row(
            by_reference[draft.client],
            draft.author.name,
            draft.label,
            f"Saved {weekday_day(timezone.localtime(draft.saved_at))}",
            _age(draft.saved_at, now),
            readable,
        )
        for draft in drafts
    ]


def _age(saved_at: datetime, now: datetime) -> Status:
    days = (timezone.localdate(now) - timezone.localdate(saved_at)).days
    return status.worded(status.DRAFT, f"{days} days old")


def _leads(clients: dict[UUID, Client]) -> dict[UUID, str]:
    live = Assignment.objects.live(timezone.now()).leads().filter(client__in=list(clients))
    return dict(live.values_list("client_id", "staff__name"))


def _readable(user: User, clients: dict[UUID, Client]) -> set[UUID]:
    return set(Client.objects.visible_to(user).filter(pk__in=list(clients)).values_list("pk", flat=True))


def _row(client: Client, person: str, what: str, since: str, tag: Status, readable: set[UUID]) -> Row:
    known = reverse("clients:allocation", args=[client.reference])
    url = client.get_absolute_url() if client.pk in readable else known
    return Row(url, client.list_name, client.reference, person, what, since, tag)


def _list_of(kind: str) -> Callable[[], str]:
    return lambda: reverse("practice:waiting_list", args=[kind])


def _clients_with(query: str) -> Callable[[], str]:
    return lambda: f"{reverse('clients:client_list')}?{query}"


# In the order of the page. A package that counts something else adds its line here.
FIGURES: list[Figure] = [
    Figure(
        "Unassigned clients",
        "wait for a case manager",
        _unassigned,
        _clients_with("lead=none"),
        Permission.ASSIGN_CASELOAD,
    ),
    Figure(
        "Late enquiries",
        "not acknowledged in time, or to be looked at again",
        _late_enquiries,
        lambda: reverse("practice:enquiries"),
        Permission.ASSIGN_CASELOAD,
    ),
    Figure("Overdue reviews", "planned for a day that has passed", _overdue_reviews, _clients_with("review=late")),
    Figure("Silent clients", "no contact for longer than the settings say", _silent, _clients_with("contact=silent")),
    Figure(
        "Old drafts",
        "begun days ago and not signed",
        lambda user, now: _old_drafts(user, now).count(),
        _list_of("drafts"),
    ),
    Figure(
        "Referrals without answer",
        "past the days a provider has",
        lambda user, now: len(_late(Kind.REFERRAL)(user, now)),
        _list_of("referrals"),
    ),
    Figure(
        "Decisions overdue",
        "past the days a funder has",
        lambda user, now: len(_late(Kind.DECISION)(user, now)),
        _list_of("decisions"),
    ),
    Figure(
        "Away, and nobody covers",
        "clients whose case manager is away",
        _uncovered,
        lambda: reverse("practice:absences"),
        Permission.ASSIGN_CASELOAD,
    ),
    Figure(
        "Possible matches",
        "one person twice, or a conflict of interest",
        _matches,
        lambda: reverse("clients:matches"),
        Permission.DECIDE_MATCHES,
    ),
    Figure(
        "Checks lapsed or missing",
        "people on the staff register",
        _staff_with(NOT_RIGHT),
        _register(NOT_RIGHT),
        Permission.MANAGE_STAFF,
    ),
    Figure(
        "Checks ending soon",
        "people on the staff register",
        _staff_with(SOON),
        _register(SOON),
        Permission.MANAGE_STAFF,
    ),
    Figure(
        "Openings to review",
        "files opened with a reason",
        _openings,
        lambda: reverse("clients:walls_and_openings"),
        Permission.REVIEW_OPENINGS,
    ),
    Figure(
        "Reminders not delivered",
        "may not have arrived",
        _undelivered,
        lambda: reverse("reminders:undelivered"),
        Permission.MANAGE_STAFF,
    ),
]
LISTS: dict[str, tuple[str, Callable[[User, datetime], list[Row]]]] = {
    "drafts": ("Old drafts", _draft_rows),
    "referrals": ("Referrals without answer", _late_rows(Kind.REFERRAL, "Referral")),
    "decisions": ("Decisions overdue", _late_rows(Kind.DECISION, "Funding decision")),
}
