from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record
from clients.access import find_known
from clients.caseload_actions import AlreadyMoving, AlreadyTheLead, NotACaseManager, assign_lead
from clients.forms import AssignLeadForm
from clients.models import Assignment, Client, Party
from clients.responsibility import may_carry
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.ASSIGN_CASELOAD)
@once
def allocation(request: StaffRequest, reference: str) -> HttpResponse:
    """Who carries a client and who did: identity and dates only, for admins read no clinical text."""
    client = find_known(Client, request.user, reference=reference)
    candidates = may_carry(client, now=timezone.now())
    form = open_form(request, AssignLeadForm, subject=client.reference, client=client, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        try:
            assign_lead(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        except (NotACaseManager, AlreadyTheLead, AlreadyMoving) as problem:
            form.add_error("staff", str(problem))
        else:
            messages.success(request, f"{client.short_name} is now with {form.cleaned_data['staff'].name}.")
            return see_other(reverse("clients:allocation", args=[client.reference]))
    context = {
        "client": client,
        "form": form,
        "spells": Assignment.objects.filter(client=client).select_related("staff", "by").order_by("-starts_at", "-pk"),
        "parties": Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk"),
        "back": reverse("clients:client_list"),
    }
    response = render(request, "clients/allocation.html", context, status=form.status)
    if form.status == 200:
        record("allocation.opened", client, by=request.user, client=client)
    return response
