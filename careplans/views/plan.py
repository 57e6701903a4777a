from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from assessments.models import open_alerts
from careplans import actions
from careplans.forms import AgreementForm
from careplans.overview import overview_of
from clients.access import find_visible, find_workable
from clients.models import Client
from clients.pages import client_page
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.READ_FILE)
def plan(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    may_plan = request.user.may(Permission.EDIT_PLAN)
    context = {
        "plan": overview_of(client, today=timezone.localdate(), may_plan=may_plan),
        "alerts": open_alerts(client.pk),
        "may_plan": may_plan,
    }
    return client_page(request, client, "careplans/plan.html", context, section="plan")


@requires(Permission.EDIT_PLAN)
@once
def record_agreement(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    form = open_form(request, AgreementForm, subject=client.reference, client=client)
    back = reverse("careplans:plan", args=[client.reference])
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_agreement(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.NothingToAgree as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"Agreement saved to {client.short_name}'s file. The levels of the goals are now fixed."
            )
            return see_other(back)
    context = {"form": form, "back": back}
    return client_page(request, client, "careplans/record_agreement.html", context, section="plan", code=form.status)
