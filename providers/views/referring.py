"""Referrals of a client: the list, the letter, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import StaffRequest, requires
from accounts.roles import Permission
from careplans.models import FundingDecision, Recommendation
from clients.access import find_visible, find_workable, may_work_on
from clients.consent import consent_for
from clients.models import Client
from clients.pages import client_page
from providers import actions
from providers.forms import ReferralForm, details_of
from providers.models import Provider, Referral, ReferralState, Service
from providers.words import STATE_WORDS, effect_status, funding_status, referral_status, service_status
from ui import status
from ui.forms import open_form
from ui.links import path_to
from ui.once import once, see_other
from ui.versions import Stale, conflict_page

PER_PAGE = 25
SECTION = "referrals"
# What waits for somebody comes first.
ORDER = (ReferralState.SENT, ReferralState.DRAFT, ReferralState.ACCEPTED, ReferralState.DECLINED)
WITH_SOURCES = Referral.objects.select_related("client", "provider", "recommendation__decision", "consent", "by")


@requires(Permission.READ_FILE)
@require_safe
def referrals(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_visible(Client, request.user, reference=reference)
    today, days = timezone.localdate(), request.practice.reply_days
    page = Paginator(_waiting_first(client), PER_PAGE).get_page(request.GET.get("page"))
    services = Service.objects.filter(client=client).select_related("provider").order_by("starts_on", "pk")
    context = {
        "page": page,
        "rows": [(referral, referral_status(referral, today, reply_days=days)) for referral in page],
        "counts": _counts(client),
        "services": [(service, service_status(service, today), effect_status(service)) for service in services],
        "may_work": _may_work(request, client),
    }
    return client_page(request, client, "providers/referrals.html", context, section=SECTION)


def _waiting_first(client: Client) -> Any:
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(ORDER)]
    found = Referral.objects.filter(client=client).select_related("provider").prefetch_related("goals")
    return found.annotate(rank=Case(*ranks, output_field=IntegerField())).order_by(
        "rank", "sent_on", "-written_on", "pk"
    )


def _counts(client: Client) -> list[tuple[status.Status, int]]:
    found = dict(Referral.objects.filter(client=client).values_list("state").annotate(Count("pk")).order_by())
    return [(STATE_WORDS[state], found.get(state, 0)) for state in ReferralState]


def _may_work(request: StaffRequest, client: Client) -> bool:
    return request.user.may(Permission.MAKE_REFERRAL) and may_work_on(client.pk, request.user)


@requires(Permission.MAKE_REFERRAL)
@once
def write_referral(request: StaffRequest, reference: str) -> HttpResponse:
    client = find_workable(Client, request.user, reference=reference)
    initial = _from_recommendation(client, request.GET.get("recommendation", ""))
    form = open_form(request, ReferralForm, subject=client.reference, client=client, initial=initial, about=client)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_referral(client, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, f"Referral written in {client.short_name}'s file. It has not been sent yet.")
            return see_other(written)
    context = {"form": form, "missing": _missing(client)}
    return client_page(request, client, "providers/write_referral.html", context, section=SECTION, code=form.status)


def _missing(client: Client) -> list[dict[str, str]]:
    """What has to be there before a referral can be written."""
    found, plan = [], path_to("careplans:plan", client.reference)
    if not Recommendation.objects.filter(client=client).exists():
        found.append(
            {"words": "A referral rests on a recommendation.", "url": plan, "link": "Recommend something first"}
        )
    if not Provider.objects.exists():
        add = path_to("providers:add_provider")
        found.append({"words": "The directory is empty.", "url": add, "link": "Add a provider"})
    return found


def _from_recommendation(client: Client, wanted: str) -> dict[str, Any]:
    """What the form starts with when it is opened from a recommendation."""
    try:
        chosen = Recommendation.objects.filter(client=client, pk=UUID(wanted)).first()
    except ValueError:
        return {}
    return {"recommendation": chosen.pk, "goals": [goal.pk for goal in chosen.goals.all()]} if chosen else {}


@requires(Permission.READ_FILE)
@require_safe
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """The letter as it stands, where it comes from, and the next step."""
    found = find_visible(WITH_SOURCES, request.user, pk=referral_id)
    today = timezone.localdate()
    services = Service.objects.filter(referral=found).select_related("provider").order_by("starts_on", "pk")
    context = letter(found) | {
        "status": referral_status(found, today, reply_days=request.practice.reply_days),
        "services": [(service, service_status(service, today)) for service in services],
        "may_work": _may_work(request, found.client),
    }
    return client_page(request, found.client, "providers/referral.html", context, section=SECTION)


def letter(referral: Referral) -> dict[str, Any]:
    decision: FundingDecision | None = getattr(referral.recommendation, "decision", None)
    return {
        "referral": referral,
        "goals": list(referral.goals.order_by("number")),
        "funding": funding_status(decision),
        "consent": referral.consent or consent_for(actions.leaving(referral), on=timezone.localdate()),
        "recommendation_url": path_to("careplans:recommendation", referral.recommendation_id),
    }


@requires(Permission.MAKE_REFERRAL)
@once
def change_referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    found = find_workable(WITH_SOURCES, request.user, pk=referral_id)
    initial, client = _as_typed(found), found.client
    form = open_form(
        request,
        ReferralForm,
        subject=str(found.pk),
        client=client,
        initial=initial,
        version=found.version,
        about=client,
        keep_goals=initial["goals"],
    )
    if request.method == "POST" and form.is_valid():
        version = form.posted_version
        try:
            actions.change_referral(found, version=version, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Refusal as problem:
            form.add_error(problem.field, str(problem))
        except Stale as stale:
            form.cleaned_data |= _as_chosen(form.cleaned_data)
            newest = _as_typed(stale.current)
            return conflict_page(request, form, stale, initial=newest, back=found.get_absolute_url())
        else:
            messages.success(request, f"Referral changed in {client.short_name}'s file.")
            return see_other(found)
    context = {"form": form, "referral": found}
    return client_page(request, client, "providers/change_referral.html", context, section=SECTION, code=form.status)


def _as_typed(referral: Any) -> dict[str, Any]:
    """The letter under the names of the form's fields, records as their ids."""
    chosen = {"provider": referral.provider, "recommendation": referral.recommendation, "goals": referral.goals.all()}
    return details_of(referral, ReferralForm) | _as_chosen(chosen)


def _as_chosen(given: dict[str, Any]) -> dict[str, Any]:
    goals = sorted(given["goals"], key=lambda goal: int(goal.number))
    return {
        "provider": given["provider"].pk,
        "recommendation": given["recommendation"].pk,
        "goals": [goal.pk for goal in goals],
    }
