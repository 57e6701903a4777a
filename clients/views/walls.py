from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients import wall_actions as actions
from clients.access import find_known
from clients.models import ConflictWall
from clients.opening_forms import BuildWallForm, EndWallForm
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.KEEP_WALLS)
@once
def build_wall(request: StaffRequest) -> HttpResponse:
    """Keeps a colleague from every trace of a client, and says what ended with it."""
    form = open_form(request, BuildWallForm, subject="new", by=request.user)
    lead_of = None
    if request.method == "POST" and form.is_valid():
        client, staff = form.cleaned_data["client"], form.cleaned_data["staff"]
        try:
            ended = actions.build_wall(
                client,
                staff=staff,
                reason=form.cleaned_data["reason"],
                ends_at=form.ends_at,
                by=request.user,
                now=timezone.now(),
            )
        except actions.StillTheLead as problem:
            form.add_error("staff", str(problem))
            lead_of = client
        except (actions.AlreadyWalled, actions.AroundOneself) as problem:
            form.add_error("staff", str(problem))
        else:
            also = f" Their spell as {actions.kinds_of(ended)} ended." if ended else ""
            messages.success(request, f"{staff.name} is kept from every trace of {client.reference}.{also}")
            return see_other(reverse("clients:walls_and_openings"))
    context = {"form": form, "lead_of": lead_of, "back": reverse("clients:walls_and_openings")}
    return render(request, "clients/build_wall.html", context, status=form.status)


@requires(Permission.KEEP_WALLS)
@once
def end_wall(request: StaffRequest, wall_id: UUID) -> HttpResponse:
    walls: Any = ConflictWall.objects.exclude(staff=request.user).select_related("client", "staff", "by")
    wall = find_known(walls, request.user, pk=wall_id)
    form = open_form(request, EndWallForm, subject=str(wall.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_wall(wall, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyEnded as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"The wall that kept {wall.staff.name} from {wall.client.reference} has ended.")
            return see_other(reverse("clients:walls_and_openings"))
    context = {"form": form, "wall": wall, "back": reverse("clients:walls_and_openings")}
    return render(request, "clients/end_wall.html", context, status=form.status)
