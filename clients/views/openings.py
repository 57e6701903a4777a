from datetime import date, datetime, time, timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import StaffRequest, View, must_have_just_shown, requires, shows_again
from accounts.roles import Permission
from audit.models import AuditEvent
from clients import opening_actions as actions
from clients.access import find_known, find_visible
from clients.log_words import deed
from clients.merged import references_in
from clients.models import ConflictWall, Opening, OpeningNotice
from clients.opening_forms import OpenWithReasonForm, ReviewOpeningForm
from clients.openings import opening_end, rows_of
from ui.forms import open_form
from ui.once import once, see_other

ENDED_WALLS_SHOWN = 25
MOST_DEEDS = 50


@requires(Permission.REVIEW_OPENINGS)
@require_safe
def walls_and_openings(request: StaffRequest) -> HttpResponse:
    """The openings of a week and those still to review; for those who keep them, the walls."""
    now = timezone.now()
    week = _monday(request.GET.get("week", ""), today=timezone.localdate(now))
    found = Opening.objects.known_to(request.user).order_by("-at", "-pk")
    start, end = _midnight(week), _midnight(week + timedelta(days=7))
    of_week = found.made_between(start, end)
    waiting = found.unreviewed().exclude(at__gte=start, at__lt=end)
    keeps = request.user.may(Permission.KEEP_WALLS)
    walls = ConflictWall.objects.shown_to(request.user).select_related("client", "staff", "by", "ended_by")
    context = {
        "rows": rows_of(of_week, request.user),
        "waiting": rows_of(waiting, request.user),
        "week": {"first": week, "last": week + timedelta(days=6)},
        "earlier": week - timedelta(days=7),
        "later": week + timedelta(days=7) if end <= now else None,
        "keeps_walls": keeps,
        "walls": walls.standing(now).order_by("client__reference", "staff__name") if keeps else [],
        "ended": walls.filter(ends_at__lte=now).order_by("-ends_at", "-pk")[:ENDED_WALLS_SHOWN] if keeps else [],
    }
    return render(request, "clients/walls_and_openings.html", context)


def notes_refusal(view: View) -> View:
    """Stands outside @once, which takes back what a refused form did: a try that opened nothing leaves its trace."""

    @wraps(view)
    def guarded(request: StaffRequest) -> HttpResponse:
        response = view(request)
        if getattr(response, "opened_nothing", False):
            actions.note_refusal(request.user, now=timezone.now())
        return response

    return guarded


@requires(Permission.OPEN_WITH_REASON)
@shows_again
@notes_refusal
@once
def open_with_a_reason(request: StaffRequest) -> HttpResponse:
    """In an emergency: the exact reference, a reason, and to show again who one is."""
    form, refused = open_form(request, OpenWithReasonForm, subject="new"), False
    if request.method == "POST" and form.is_valid():
        must_have_just_shown(request)
        try:
            opening = actions.open_with_reason(by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.NothingToOpen as problem:
            form.add_error("reference", str(problem))
            refused = True
        except actions.OpenAlready as problem:
            form.add_error("reference", str(problem))
        else:
            messages.success(request, _opened(opening))
            return see_other(opening.client)
    minutes = request.practice.opening_minutes
    context = {"form": form, "minutes": minutes, "back": reverse("clients:client_list")}
    response = render(request, "clients/open_with_a_reason.html", context, status=form.status)
    response.opened_nothing = refused  # type: ignore[attr-defined]
    return response


@requires(Permission.READ_FILE)
@require_POST
@once
def see_opening(request: StaffRequest, opening_id: UUID) -> HttpResponse:
    """Takes an opening off the My day of somebody who was told of it."""
    opening = find_visible(Opening, request.user, pk=opening_id)
    notice = OpeningNotice.objects.filter(opening=opening, person=request.user).select_related("opening__client")
    told = notice.first()
    if told is None:
        raise PermissionDenied
    actions.note_seen(told, now=timezone.now())
    messages.success(request, "Noted that you have seen it.")
    return see_other("/")


@requires(Permission.REVIEW_OPENINGS)
@shows_again
@once
def review_opening(request: StaffRequest, opening_id: UUID) -> HttpResponse:
    opening = find_known(Opening.objects.select_related("client", "spell__staff"), request.user, pk=opening_id)
    form = open_form(request, ReviewOpeningForm, subject=str(opening.pk), client=opening.client)
    if request.method == "POST" and form.is_valid():
        if opening.spell.staff_id == request.user.pk:
            must_have_just_shown(request)
        try:
            actions.review_opening(opening, by=request.user, now=timezone.now(), **form.cleaned_data)
        except (actions.OwnOpening, actions.AlreadyReviewed) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"The opening of {opening.client.reference} is reviewed.")
            return see_other(reverse("clients:walls_and_openings"))
    context = {
        "form": form,
        "opening": rows_of(Opening.objects.filter(pk=opening.pk), request.user)[0],
        "deeds": _deeds(opening),
        "back": reverse("clients:walls_and_openings"),
    }
    return render(request, "clients/review_opening.html", context, status=form.status)


def _deeds(opening: Opening) -> list[tuple[datetime, str]]:
    """What was opened meanwhile, in the words of the access log."""
    events = AuditEvent.objects.filter(client__in=references_in(opening.client), actor_id=str(opening.spell.staff_id))
    during = events.filter(at__gte=opening.at, at__lte=opening.spell.ends_at).order_by("number")[:MOST_DEEDS]
    return [(event.at, deed(event)) for event in during]


def _opened(opening: Opening) -> str:
    told = opening.notices.select_related("person").order_by("person__name")
    names = " and ".join(notice.person.name for notice in told)
    until = f"Open to you for reading until {opening_end(opening)}."
    return f"{until} {names} can see that, and why." if names else f"{until} It will be reviewed."


def _monday(asked: str, *, today: date) -> date:
    """The first day of the week that was asked for; of this one, where that is no day or lies ahead."""
    try:
        on = min(date.fromisoformat(asked), today)
    except ValueError:
        on = today
    on = max(on, date(2000, 1, 3))
    return on - timedelta(days=on.weekday())


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), timezone.get_default_timezone())
