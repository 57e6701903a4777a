"""Who can see what: the doors in plain words, what each role may do, and who holds which."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import actions
from accounts.forms import RolesForm
from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import PERMISSIONS_OF, Permission, Role
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.SEE_CASELOADS)
@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    context = {
        "roles": [role.label for role in Role],
        "permissions": [
            (permission.label, [permission in PERMISSIONS_OF[role] for role in Role]) for permission in Permission
        ],
        "people": [
            (person, [person.holds(role) for role in Role]) for person in User.objects.active().order_by("name", "pk")
        ],
    }
    return render(request, "accounts/roles.html", context)


@requires(Permission.MANAGE_STAFF)
@once
def change_roles(request: StaffRequest, person_id: Any) -> HttpResponse:
    person = get_object_or_404(User, pk=person_id, is_active=True)
    form = open_form(request, RolesForm, subject=str(person.pk), initial={"roles": sorted(person.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_roles(person, roles=form.cleaned_data["roles"], by=request.user, now=timezone.now())
        except (actions.LastAdmin, actions.RoleInUse) as problem:
            form.add_error("roles", str(problem))
        else:
            messages.success(request, f"{person.name}'s roles are saved. They hold from the next page on.")
            return see_other(_after(request, person))
    context = {
        "form": form,
        "person": person,
        "back": reverse("accounts:roles"),
    }
    return render(request, "accounts/change_roles.html", context, status=form.status)


def _after(request: StaffRequest, person: User) -> str:
    """Whoever took the role of an admin from themselves may not see the list any more."""
    now = User.objects.get(pk=person.pk)
    stays = person.pk != request.user.pk or now.may(Permission.SEE_CASELOADS)
    return reverse("accounts:roles") if stays else "/"
