"""The supervisor's pages: everybody they supervise with what asks for a look, and one person with their files."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.models import Supervision, User
from accounts.roles import Permission, Role
from clients.models import Status as ClientStatus
from clients.pages import STATUS_WORDS
from practice.caseload import caseload_of
from practice.models import RecordAudit, SupervisionAction, SupervisionSession
from practice.supervision.lists import action_rows, audit_rows, session_rows
from practice.supervision.signs import SIGNS, FileLine, lines_for, totals
from practice.supervision.team import NextSession, find_supervisee, next_sessions, supervisees_of
from ui.status import Status

PER_PAGE = 25


@dataclass(frozen=True)
class Sign:
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class PersonRow:
    person: User
    url: str
    files: int
    load: str
    signs: list[Sign]
    last_on: date | None
    next_due: Status


@requires(Permission.SUPERVISE)
@require_safe
def supervision(request: StaffRequest) -> HttpResponse:
    """Everybody whom the reader supervises, with a link to each list of files that ask for a look."""
    now, user = timezone.now(), request.user
    today = timezone.localdate(now)
    people = list(supervisees_of(user, today=today))
    lines = lines_for(user, [person.pk for person in people], practice=request.practice, now=now)
    held = Supervision.objects.live(today).filter(supervisor=user)
    meetings = {one.supervision.supervisee_id: one for one in next_sessions(held, request.practice)}
    actions = SupervisionAction.objects.of_person(user).open().filter(session__supervisor=user)
    loads = {one.user.pk: f"{one.load} of {one.limit}" for one in caseload_of(user, request.practice, now=now).people}
    context = {
        "rows": [
            _person_row(person, lines[person.pk], loads.get(person.pk, ""), meetings[person.pk], today)
            for person in people
        ],
        "signs": [label for _, label in SIGNS],
        "actions": action_rows(actions, reader=user, today=today),
    }
    return render(request, "practice/supervision.html", context)


def _person_row(person: User, lines: list[FileLine], load: str, meeting: NextSession, today: date) -> PersonRow:
    url, found = reverse("practice:supervisee", args=[person.pk]), totals(lines)
    signs = [Sign(label, found[key], f"{url}?show={key}") for key, label in SIGNS]
    return PersonRow(person, url, len(lines), load, signs, meeting.last_on, meeting.tag(today))


@requires(Permission.SUPERVISE)
@require_safe
def supervisee(request: StaffRequest, supervisee_id: UUID) -> HttpResponse:
    """One person: their files with what asks for a look, the sessions held, and the audits of their records."""
    person = find_supervisee(request.user, supervisee_id)
    now, user = timezone.now(), request.user
    today = timezone.localdate(now)
    lines = lines_for(user, [person.pk], practice=request.practice, now=now)[person.pk]
    show = request.GET.get("show", "")
    shown = [line for line in lines if show in line.amounts]
    held = Supervision.objects.live(today).filter(supervisor=user, supervisee=person)
    meeting = next_sessions(held, request.practice)[0]
    audits = RecordAudit.objects.filter(supervisor=user, supervisee=person)
    context = {
        "person": person,
        "chips": _chips(lines, show if shown else ""),
        "rows": [(line, STATUS_WORDS[ClientStatus(line.client.status)]) for line in shown or lines],
        "last_on": meeting.last_on,
        "next_due": meeting.tag(today),
        "sessions": session_rows(SupervisionSession.objects.filter(supervisor=user, supervisee=person), reader=user),
        "audits": audit_rows(audits.order_by("drawn_at")),
    }
    return render(request, "practice/supervisee.html", context)


def _chips(lines: list[FileLine], chosen: str) -> list[dict[str, Any]]:
    found = totals(lines)
    chips = [{"label": "All", "count": len(lines), "url": "?", "current": not chosen}]
    return chips + [
        {"label": label, "count": found[key], "url": f"?show={key}", "current": key == chosen}
        for key, label in SIGNS
        if found[key]
    ]


@requires(Permission.MANAGE_STAFF)
@require_safe
def supervision_held(request: StaffRequest) -> HttpResponse:
    """For admins: that supervision takes place, and when. What was said is for the two of them."""
    today = timezone.localdate()
    held = Supervision.objects.live(today).filter(supervisee__is_active=True)
    sessions = SupervisionSession.objects.select_related("supervisor", "supervisee").order_by("-on", "-pk")
    page = Paginator(sessions.only("on", "minutes", "supervisor__name", "supervisee__name"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "pairs": [(one.supervision, one.last_on, one.tag(today)) for one in next_sessions(held, request.practice)],
        "unsupervised": _unsupervised(today),
        "page": page,
        "query": "",
    }
    return render(request, "practice/supervision_held.html", context)


def _unsupervised(today: date) -> list[User]:
    """Case managers at work whom nobody supervises."""
    held = Supervision.objects.live(today)
    return list(User.objects.holding(Role.CASE_MANAGER).exclude(pk__in=held.values("supervisee")).order_by("name"))
