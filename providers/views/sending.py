"""A referral leaves, and its reply comes in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from clients.access import find_workable
from clients.consent import refusal
from clients.pages import client_page
from providers import actions
from providers.forms import ReplyForm, SendReferralForm
from providers.models import Referral, ReferralState
from providers.views.referring import SECTION, WITH_SOURCES, letter
from ui.dates import day
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other
from ui.versions import Stale


@requires(Permission.MAKE_REFERRAL)
@once
def send_referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """The last look before the letter leaves: what stands in the way is said here and asked again by the action."""
    found = find_workable(WITH_SOURCES, request.user, pk=referral_id)
    today, client = timezone.localdate(), found.client
    lapsed = found.provider.lapsed(today)
    ask_reason = bool(lapsed and not found.lapsed_reason)
    form = open_form(
        request,
        SendReferralForm,
        subject=str(found.pk),
        client=client,
        version=found.version,
        ask_reason=ask_reason,
    )
    if request.method == "POST" and form.is_valid():
        version = form.posted_version
        try:
            actions.send_referral(found, version=version, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale:
            form.add_error(None, "The letter was changed after you opened this page. Read it again below.")
        else:
            messages.success(request, f"Referral of {client.short_name} to {found.provider.name} is marked as sent.")
            return see_other(found)
    context = letter(found) | {
        "form": form,
        "obstacles": _obstacles(found, request),
        "leaving_on": today,
        "lapsed": " and ".join(lapsed),
    }
    return client_page(request, client, "providers/send_referral.html", context, section=SECTION, code=form.status)


def _obstacles(referral: Referral, request: StaffRequest) -> list[dict[str, str]]:
    client, found = referral.client, []
    if referral.state != ReferralState.DRAFT:
        words = f"This referral was sent on {day(referral.sent_on)}." if referral.sent_on else "This referral has left."
        return [{"words": words, "url": referral.get_absolute_url(), "link": "See the referral"}]
    if words := refusal(actions.leaving(referral), on=timezone.localdate()):
        found.append({"words": words, "url": path_to("clients:people", client.reference), "link": "Record consent"})
        alone = path_to("providers:consent_to_provider", referral.pk)
        found.append({"words": "Or let it go to them alone.", "url": alone, "link": f"Consent for {referral.provider}"})
    if not actions.is_funded(referral.recommendation):
        words = f"{referral.recommendation} is not approved yet."
        url = path_to("careplans:recommendation", referral.recommendation_id)
        found.append({"words": words, "url": url, "link": "See the recommendation"})
    return found


@requires(Permission.MAKE_REFERRAL)
@once
def record_reply(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    found = find_workable(WITH_SOURCES, request.user, pk=referral_id)
    initial = {"answered_on": timezone.localdate()}
    form = open_form(request, ReplyForm, subject=str(found.pk), client=found.client, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_reply(
                found,
                accepted=given["answer"] == ReferralState.ACCEPTED,
                answered_on=given["answered_on"],
                answer_reason=given["answer_reason"],
                by=request.user,
                now=timezone.now(),
            )
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"Reply of {found.provider.name} saved to {found.client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "referral": found, "back": reverse("providers:referral", args=[found.pk])}
    return client_page(request, found.client, "providers/record_reply.html", context, section=SECTION, code=form.status)
