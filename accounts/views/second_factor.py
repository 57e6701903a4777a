from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts import sign_in_actions
from accounts.devices import device_of
from accounts.forms import ResetSecondFactorForm
from accounts.http import StaffRequest, must_have_just_shown, requires, shows_again
from accounts.models import SecondFactorReset, User
from accounts.roles import Permission
from audit.whence import address_of
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.MANAGE_STAFF)
@shows_again
@once
def reset_second_factor(request: StaffRequest, person_id: Any) -> HttpResponse:
    """For somebody who lost phone and recovery codes. The admin shows again who they are, too."""
    person = get_object_or_404(User, pk=person_id, is_active=True)
    form = open_form(request, ResetSecondFactorForm, subject=str(person.pk))
    if request.method == "POST" and form.is_valid():
        must_have_just_shown(request)
        reason, whence = form.cleaned_data["reason"], _whence(request)
        try:
            now = timezone.now()
            sign_in_actions.reset_second_factor(person, reason=reason, by=request.user, now=now, **whence)
        except (sign_in_actions.NoSecondFactor, sign_in_actions.OwnSecondFactor) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person.name} sets up a new second step at the next sign-in.")
            return see_other(reverse("accounts:staff_list"))
    earlier = SecondFactorReset.objects.filter(person=person).order_by("-at")
    context = {"form": form, "person": person, "earlier": earlier, "back": reverse("accounts:staff_list")}
    return render(request, "accounts/reset_second_factor.html", context, status=form.status)


def _whence(request: StaffRequest) -> dict[str, str]:
    return {"device": device_of(request.headers.get("User-Agent", "")), "address": address_of(request)}
