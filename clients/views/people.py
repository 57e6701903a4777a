from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record
from clients import actions
from clients.access import find_visible, find_workable
from clients.forms import ConsentForm, WithdrawForm
from clients.models import Client, Consent, Instruction, Party
from clients.pages import client_page
from files.serving import attachment
from files.shown import shown
from files.uploads import takes_files
from ui import status
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.READ_FILE)
@require_safe
def people(request: StaffRequest, reference: str) -> HttpResponse:
    """Who instructs and pays, what may be shared with whom."""
    client = find_visible(Client, request.user, reference=reference)
    today = timezone.localdate()
    consents = (
        Consent.objects.filter(client=client)
        .select_related("party", "recorded_by", "evidence")
        .order_by("-given_on", "-pk")
    )
    context = {
        "instruction": Instruction.objects.filter(client=client, ends_on=None).first(),
        "parties": Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk"),
        "consents": [(consent, _state(consent, today), shown(consent.evidence)) for consent in consents],
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, client, "clients/people.html", context, section="people")


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def add_consent(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    parties = Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk")
    limits = request.practice.file_limits
    form = open_form(request, ConsentForm, subject=client.reference, client=client, parties=parties, limits=limits)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        party = form.parties.get(given.pop("with_whom"))
        actions.give_consent(client, party=party, by=request.user, **given)
        messages.success(request, f"Consent saved to {client.short_name}'s file.")
        return see_other(_people(client))
    return _page(request, client, form, "Add consent", "Save consent")


@requires(Permission.READ_FILE)
@require_safe
def consent_evidence(request: StaffRequest, consent_id: Any) -> HttpResponse:
    """The signed form, as a download."""
    consent = find_visible(Consent.objects.select_related("client", "evidence"), request.user, pk=consent_id)
    response = attachment(consent.evidence)
    record("consent.evidence_opened", consent, by=request.user, client=consent.client)
    return response


@requires(Permission.EDIT_CLIENT)
@once
def withdraw_consent(request: StaffRequest, consent_id: Any) -> HttpResponse:
    consent = find_workable(Consent.objects.select_related("client", "party"), request.user, pk=consent_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, WithdrawForm, subject=str(consent.pk), client=consent.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(consent, by=request.user, **form.cleaned_data)
        except actions.AlreadyWithdrawn as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Consent withdrawn. Nothing more is shared on the ground of it.")
            return see_other(_people(consent.client))
    heading = f"Withdraw consent to share with {consent.shared_with.lower()}"
    return _page(request, consent.client, form, heading, "Withdraw consent")


def _state(consent: Consent, today: Any) -> status.Status:
    if consent.withdrawn_on and consent.withdrawn_on <= today:
        return status.WITHDRAWN
    return status.ends_on(consent.ends_on, today=today) if consent.ends_on else status.IN_DATE


def _people(client: Client) -> str:
    return reverse("clients:people", args=[client.reference])


def _page(request: StaffRequest, client: Client, form: Any, heading: str, save: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "save": f"{save} for {client.short_name}", "back": _people(client)}
    return client_page(request, client, "clients/people_form.html", context, section="people", code=form.status)
