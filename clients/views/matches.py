"""Whom the practice may know already: what is shown before a client is added, and what admins decide afterwards."""

from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, View, requires
from accounts.roles import Permission
from clients import match_actions as actions
from clients.match_forms import DecideMatchForm, SeesMatches
from clients.match_rows import merge_url, row_of, rows_of, shown_rows, sides_of, wall_url
from clients.matching import Sought, look
from clients.models import MatchDecision, PossibleMatch
from ui.forms import open_form
from ui.once import once, see_other

PER_PAGE = 25
DECIDED_SHOWN = 25


def may_go_on(request: StaffRequest, form: SeesMatches, sought: Sought, *, now: datetime) -> bool:
    """False where something was found that the person has not seen: the form then shows it.

    The view stands under `notes_looks`, so that what was found is kept although the form is refused.
    """
    findings = look(sought, staff=request.user, now=now)
    if form.may_go_on(sought, findings):
        return True
    form.matches = shown_rows(findings.shown, request.user)
    request.looked_for = sought  # type: ignore[attr-defined]
    return False


def notes_looks(view: View) -> View:
    """Stands outside @once, which takes back what a refused form did: that somebody looked is kept all the same."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        sought = getattr(request, "looked_for", None)
        if sought is not None:
            actions.note_look(sought, by=request.user, now=timezone.now())
        return response

    return guarded


@requires(Permission.DECIDE_MATCHES)
@require_safe
def matches(request: StaffRequest) -> HttpResponse:
    """What waits for an admin, the oldest first, and what was decided last."""
    shown = PossibleMatch.objects.shown_to(request.user, now=timezone.now())
    page = Paginator(shown.waiting().order_by("look__at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    decided = shown.exclude(decision__in=["", MatchDecision.ASKED_AGAIN]).filter(for_admins=True)
    context = {
        "page": page,
        "rows": rows_of(page.object_list),
        "decided": rows_of(decided.order_by("-decided_at", "-pk")[:DECIDED_SHOWN]),
    }
    return render(request, "clients/matches.html", context)


@requires(Permission.DECIDE_MATCHES)
@once
def decide_match(request: StaffRequest, match_id: UUID) -> HttpResponse:
    """Both sides with what tells people apart; an admin walled off from either does not know of the match."""
    shown = PossibleMatch.objects.shown_to(request.user, now=timezone.now())
    with_people = shown.select_related("look__by", "look__client", "client", "decided_by")
    match = get_object_or_404(with_people, pk=match_id)
    choices = actions.choices_for(match)
    form = open_form(request, DecideMatchForm, subject=str(match.pk), choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(match, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyDecided as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Decided: {MatchDecision(form.cleaned_data['decision']).label.lower()}.")
            return see_other(reverse("clients:decide_match", args=[match.pk]))
    context = {
        "form": form,
        "match": match,
        "row": row_of(match),
        "sides": sides_of(match),
        "merge_url": merge_url(match),
        "wall_url": wall_url(match),
        "back": reverse("clients:matches"),
    }
    return render(request, "clients/decide_match.html", context, status=form.status)
