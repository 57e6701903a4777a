"""Reviews of all clients whose files the person may read, latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission, Role
from clients.models import Client, Status
from reviews.models import Review
from reviews.words import ReviewRow, review_row

PER_PAGE = 25
DAYS_AHEAD = DAYS_BACK = 30
MOST_DONE = 10


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    note: str
    tone: str
    rows: list[ReviewRow]


@requires(Permission.READ_FILE)
@require_safe
def review_list(request: StaffRequest) -> HttpResponse:
    """Overdue, due within 30 days, done lately. A case manager sees their own caseload unless they ask for all."""
    user, today = request.user, timezone.localdate()
    may_have_own = user.holds(Role.CASE_MANAGER)
    mine = may_have_own and request.GET.get("whose") != "all"
    clients = Client.objects.workable_by(user) if mine else Client.objects.visible_to(user)
    reviews = Review.objects.filter(client__in=clients).select_related("client")
    planned = reviews.due_by(today + timedelta(days=DAYS_AHEAD)).exclude(client__status=Status.CLOSED)
    page = Paginator(planned.order_by("due_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    lately = reviews.finished().filter(held_on__gte=today - timedelta(days=DAYS_BACK))
    done = list(lately.order_by("-held_on", "-pk")[:MOST_DONE]) if page.number == 1 else []
    workable = _workable(request, [review.client_id for review in page])
    rows = [(review, review_row(review, today=today, may_start=review.client_id in workable)) for review in page]
    context = {
        "page": page,
        "query": "" if mine or not may_have_own else "whose=all",
        "groups": _groups(rows, [review_row(review, today=today, may_start=False) for review in done], today),
        "may_have_own": may_have_own,
        "mine": mine,
    }
    return render(request, "reviews/review_list.html", context)


def _workable(request: StaffRequest, client_ids: Iterable[object]) -> set[object]:
    if not request.user.may(Permission.REVIEW):
        return set()
    clients = Client.objects.workable_by(request.user).filter(pk__in=list(client_ids))
    return set(clients.values_list("pk", flat=True))


def _groups(planned: list[tuple[Review, ReviewRow]], done: list[ReviewRow], today: date) -> list[Group]:
    late = [row for review, row in planned if review.due_on < today]
    coming = [row for review, row in planned if review.due_on >= today]
    groups = (
        Group("overdue", "Overdue", "", "rows-red", late),
        Group("coming", f"Due within {DAYS_AHEAD} days", "", "rows-teal", coming),
        Group("done", "Done lately", f"the last {MOST_DONE} of the past {DAYS_BACK} days", "", done),
    )
    return [group for group in groups if group.rows]
