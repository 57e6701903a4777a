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
from clients.evidence import evidence_of
from clients.forms import ConsentForm, WithdrawForm
from clients.instruction_words import consent_status, shares_in_words
from clients.models import Client, Consent, Evidence, Instruction, Party, PersonAround, Shows
from clients.pages import client_page
from clients.terms import gate
from clients.views.forms import form_page, saved, section_url
from clients.withdrawal import touched_by
from files.serving import attachment
from files.shown import shown
from files.uploads import takes_files
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.READ_FILE)
@require_safe
def people(request: StaffRequest, reference: str) -> HttpResponse:
    """Who instructs and pays, what may be shared with whom."""
    client = find_visible(Client, request.user, reference=reference)
    today = timezone.localdate()
    consents = Consent.objects.as_page().filter(client=client).order_by("-given_on", "-pk")
    instructions = list(Instruction.objects.filter(client=client).order_by("-starts_on", "-pk"))
    current = next((each for each in instructions if each.ends_on is None), None)
    parties = list(Party.objects.filter(client=client, instruction=current).order_by("pk")) if current else []
    files = evidence_of(client)
    context = {
        "instruction": current,
        "terms_files": files[current.pk, Shows.TERMS] if current else [],
        "fees_files": files[current.pk, Shows.FEES] if current else [],
        "earlier": [
            (each, files[each.pk, Shows.TERMS] + files[each.pk, Shows.FEES])
            for each in instructions
            if each.ends_on is not None
        ],
        "parties": parties,
        "shares": shares_in_words(parties),
        "gate": gate(client, on=today, practice=request.practice) if current else None,
        "rhythm": request.practice.silent_after(current.style) if current else None,
        "consents": [(consent, consent_status(consent, today), shown(consent.evidence)) for consent in consents],
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, client, "clients/people.html", context, section="people")


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def add_consent(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    parties = Party.objects.filter(client=client, instruction__ends_on=None).order_by("pk")
    people, limits = PersonAround.objects.current().filter(client=client).order_by("pk"), request.practice.file_limits
    form = open_form(
        request,
        ConsentForm,
        subject=client.reference,
        client=client,
        parties=parties,
        people=people,
        limits=limits,
    )
    if request.method == "POST" and form.is_valid():
        actions.give_consent(client, by=request.user, now=timezone.now(), **form.columns)
        return saved(request, client, "Consent", section_url(client, "clients:people"))
    back = section_url(client, "clients:people")
    return form_page(request, client, form, "Add consent", "Save consent", section="people", back=back)


@requires(Permission.READ_FILE)
@require_safe
def consent_evidence(request: StaffRequest, consent_id: Any) -> HttpResponse:
    """The signed form, as a download."""
    consent = find_visible(Consent.objects.select_related("client", "evidence"), request.user, pk=consent_id)
    response = attachment(consent.evidence)
    record("consent.evidence_opened", consent, by=request.user, client=consent.client)
    return response


@requires(Permission.READ_FILE)
@require_safe
def evidence(request: StaffRequest, evidence_id: Any) -> HttpResponse:
    """Signed terms, a fee schedule or the order behind an authority, as a download."""
    found = find_visible(Evidence.objects.select_related("client", "file"), request.user, pk=evidence_id)
    response = attachment(found.file)
    record("evidence.downloaded", found, by=request.user, client=found.client)
    return response


@requires(Permission.EDIT_CLIENT)
@once
def withdraw_consent(request: StaffRequest, consent_id: Any) -> HttpResponse:
    consent = find_workable(Consent.objects.as_page(), request.user, pk=consent_id)
    initial = {"on": timezone.localdate()}
    form = open_form(request, WithdrawForm, subject=str(consent.pk), client=consent.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(consent, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.AlreadyWithdrawn as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Consent withdrawn. Nothing more is shared on the ground of it.")
            return see_other(consent)
    context = {
        "form": form,
        "consent": consent,
        "touched": touched_by(consent, reader=request.user, now=timezone.now()),
        "heading": f"Withdraw consent to share with {consent.named}",
        "save": f"Withdraw consent for {consent.client.short_name}",
        "back": reverse("clients:consent", args=[consent.pk]),
    }
    return client_page(
        request, consent.client, "clients/withdraw_consent.html", context, section="people", code=form.status
    )


@requires(Permission.READ_FILE)
@require_safe
def consent(request: StaffRequest, consent_id: Any) -> HttpResponse:
    """One consent: what may go to whom, how it was given, and what of the open work rests on it."""
    found = find_visible(Consent.objects.as_page(), request.user, pk=consent_id)
    context = {
        "consent": found,
        "state": consent_status(found, timezone.localdate()),
        "evidence": shown(found.evidence),
        "touched": touched_by(found, reader=request.user, now=timezone.now()),
        "may_change": request.user.may(Permission.EDIT_CLIENT),
    }
    return client_page(request, found.client, "clients/consent.html", context, section="people")
