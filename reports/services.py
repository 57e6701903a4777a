"""The services of a report's period and whether they work, and the referrals that still wait for a reply."""

from typing import Any

from django.db.models import Prefetch, Q

from clients.models import Client
from providers.models import Referral, ReferralState, Service
from reports import contents
from reports.contents import Kind, Statement, Status, Tone
from reports.parts import Numbers, numbers_of
from reports.sources import Sources
from reviews.models import ServiceEffect
from ui import dates


def services(
    client: Client, period: contents.Period, numbers: Numbers, sources: Sources
) -> tuple[contents.ServiceLine, ...]:
    effects = ServiceEffect.objects.filter(review__finished_at__isnull=False, review__held_on__lte=period.ends_on)
    effects = effects.select_related("review__by").order_by("review__held_on", "pk")
    referrals = {each.pk: each for each in _referrals(client)}
    found = (
        Service.objects.filter(client=client, starts_on__lte=period.ends_on)
        .filter(Q(ended_on=None) | Q(ended_on__gte=period.starts_on))
        .select_related("provider")
        .prefetch_related(Prefetch("effects", effects, to_attr="until_then"))
        .order_by("starts_on", "pk")
    )
    lines = tuple(_service_line(service, referrals[service.referral_id], period, numbers, sources) for service in found)
    waiting = [each for each in referrals.values() if _waits(each, period)]
    return lines + tuple(_waiting_line(referral, numbers) for referral in waiting)


def _referrals(client: Client) -> Any:
    found = Referral.objects.filter(client=client).select_related("provider", "recommendation")
    return found.prefetch_related("goals").order_by("sent_on", "pk")


def _waits(referral: Referral, period: contents.Period) -> bool:
    """It was sent by the end of the period and has had no answer to this day."""
    sent_on = referral.sent_on if referral.state == ReferralState.SENT else None
    return sent_on is not None and sent_on <= period.ends_on


def _waiting_line(referral: Any, numbers: Numbers) -> contents.ServiceLine:
    return contents.ServiceLine(
        service=referral.recommendation.action,
        provider=referral.provider.name,
        status=Status("No reply yet", Tone.ACT),
        in_place=False,
        goals=numbers_of(referral.goals.all(), numbers),
        given=f"referral sent {dates.long_day(referral.sent_on)}",
    )


def _service_line(
    service: Any, referral: Referral, period: contents.Period, numbers: Numbers, sources: Sources
) -> contents.ServiceLine:
    effect = service.until_then[-1] if service.until_then else None
    ended = service.ended_on is not None and service.ended_on <= period.ends_on
    return contents.ServiceLine(
        service=service.title,
        provider=service.provider.name,
        status=Status("Ended") if ended else Status("In place", Tone.GOOD),
        in_place=not ended,
        ended=ended,
        checks=_checks(service.provider, period),
        goals=numbers_of(referral.goals.all(), numbers),
        given=_given(service, period),
        agreed_pence=service.cost_agreed_pence,
        effect=_effect(effect, sources) if effect else None,
        next_step=effect.get_outlook_display().lower() if effect else "",
    )


def _checks(provider: Any, period: contents.Period) -> str:
    """At the end of the period; an unknown date is not in date."""
    lapsed = provider.lapsed(period.ends_on)
    if lapsed:
        return f"{' and '.join(lapsed)} not in date"
    return "registration and insurance in date" if provider.registration_number else "insurance in date"


def _given(service: Any, period: contents.Period) -> str:
    sessions = f"{dates.counted(service.sessions_agreed, 'session')} agreed" if service.sessions_agreed else ""
    ended = service.ended_on if service.ended_on and service.ended_on <= period.ends_on else None
    until = f" to {dates.long_day(ended)}" if ended else ""
    since = f"{'' if ended else 'since '}{dates.long_day(service.starts_on)}{until}"
    return "; ".join(words for words in (sessions, since) if words)


def _effect(effect: ServiceEffect, sources: Sources) -> Statement:
    review = effect.review
    by = review.by.name if review.by else ""
    reference = sources.cite(review.pk, short="Review", label=f"Review, {by}", on=review.held_on or review.due_on)
    judged = effect.get_effect_display()
    return Statement(f"{judged}: {effect.comment}" if effect.comment else f"{judged}.", Kind.OPINION, reference)
