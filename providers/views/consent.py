"""Consent that names one provider, recorded where the letter to them waits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_workable
from clients.actions import give_consent
from clients.forms import ConsentForm
from clients.models import Scope
from clients.pages import client_page
from files.uploads import takes_files
from providers.models import Referral
from providers.views.referring import SECTION
from ui.forms import open_form
from ui.once import once, see_other


@requires(Permission.EDIT_CLIENT)
@takes_files
@once
def consent_to_provider(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    found = find_workable(Referral.objects.select_related("client", "provider"), request.user, pk=referral_id)
    client, provider, initial = found.client, found.provider, {"scope": Scope.REFERRALS}
    form = open_form(
        request,
        ConsentForm,
        subject=str(found.pk),
        client=client,
        initial=initial,
        one=provider.name,
        limits=request.practice.file_limits,
    )
    if request.method == "POST" and form.is_valid():
        named = {"provider": provider.pk, "provider_name": provider.name}
        give_consent(client, by=request.user, now=timezone.now(), **form.columns, **named)
        messages.success(request, f"Consent to share with {provider.name} saved to {client.short_name}'s file.")
        return see_other(reverse("providers:send_referral", args=[found.pk]))
    context = {
        "form": form,
        "heading": f"Consent to share with {provider.name}",
        "words": "For this provider alone. Consent for all treating providers is recorded under Instruction & consent.",
        "save": f"Save consent for {client.short_name}",
        "back": reverse("providers:send_referral", args=[found.pk]),
    }
    return client_page(request, client, "clients/people_form.html", context, section=SECTION, code=form.status)
