"""How points work: what each level counts for, and what one client weighs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actions import change_practice
from accounts.http import StaffRequest, requires
from accounts.models import PracticeSettings
from accounts.roles import Permission
from accounts.terms_forms import GROUPS, PointsForm, point_names
from audit.actions import record
from clients.access import find_known
from clients.models import Client, Travel, WeightOverride
from clients.weight_actions import set_weight
from clients.weight_forms import WeightForm
from practice.caseload import weigh_clients
from ui.forms import open_form
from ui.once import once, see_other
from ui.versions import Stale, conflict_page


@requires(Permission.SEE_CASELOADS)
@require_safe
def how_points_work(request: StaffRequest) -> HttpResponse:
    """The scales with the practice's points, and how a limit is reckoned, for everybody who sees the board."""
    practice = request.practice
    groups = [
        (heading, words, [(_label(name), getattr(practice, name)) for name in names])
        for heading, words, names in GROUPS
    ]
    context = {"groups": groups, "may_change": request.user.may(Permission.MANAGE_STAFF)}
    return render(request, "practice/how_points_work.html", context)


@requires(Permission.MANAGE_STAFF)
@once
def change_points(request: StaffRequest) -> HttpResponse:
    practice = PracticeSettings.current()
    form = open_form(request, PointsForm, subject="points", initial=_points(practice), version=practice.version)
    back = reverse("practice:how_points_work")
    if request.method == "POST" and form.is_valid():
        try:
            change_practice(practice, version=form.posted_version, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return conflict_page(request, form, stale, initial=_points(stale.current), back=back)
        messages.success(request, "Points saved. Every load is reckoned with them from now on.")
        return see_other(back)
    return render(request, "practice/change_points.html", {"form": form, "back": back}, status=form.status)


@requires(Permission.ASSIGN_CASELOAD)
@once
def client_weight(request: StaffRequest, reference: str) -> HttpResponse:
    """The parts of one client's weight, and what was set by hand: identity and points, no clinical text."""
    client = find_known(Client, request.user, reference=reference)
    now = timezone.now()
    only_this = Client.objects.known_to(request.user).filter(pk=client.pk)
    carried = weigh_clients(only_this, request.practice, today=timezone.localdate(now))[client.pk]
    initial: dict[str, Any] = {"travel": carried.override.travel if carried.override else Travel.NEAR}
    if carried.override:
        initial["points"] = carried.override.points
    form = open_form(request, WeightForm, subject=client.reference, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_weight(client, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, f"Points of {client.short_name} saved.")
        return see_other(reverse("practice:client_weight", args=[client.reference]))
    context = {
        "client": client,
        "weight": carried.weight,
        "form": form,
        "history": WeightOverride.objects.filter(client=client).select_related("by").order_by("-at", "-pk"),
        "back": reverse("practice:caseload"),
    }
    response = render(request, "practice/client_weight.html", context, status=form.status)
    if form.status == 200:
        record("weight.opened", client, by=request.user, client=client)
    return response


def _points(practice: Any) -> dict[str, int]:
    return {name: getattr(practice, name) for name in point_names()}


def _label(name: str) -> str:
    words = str(PracticeSettings._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]
