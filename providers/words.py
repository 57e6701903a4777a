"""Providers, referrals and services in the words that pages show."""

from dataclasses import dataclass
from datetime import date

from careplans.models import Answer, FundingDecision
from providers.models import Effect, Provider, Referral, ReferralState, Service
from ui import status
from ui.dates import counted, day
from ui.money import pounds
from ui.status import Status

STATE_WORDS = {
    ReferralState.DRAFT: status.DRAFT,
    ReferralState.SENT: status.SENT,
    ReferralState.ACCEPTED: status.ACCEPTED,
    ReferralState.DECLINED: status.DECLINED,
}
EFFECT_WORDS = {
    Effect.HELPING: status.HELPING,
    Effect.NO_CHANGE: status.NO_CHANGE_YET,
    Effect.NOT_HELPING: status.NOT_HELPING,
    Effect.TOO_EARLY: status.TOO_EARLY,
}
DECISION_WORDS = {
    Answer.APPROVED: status.APPROVED,
    Answer.PART_APPROVED: status.PART_APPROVED,
    Answer.REFUSED: status.REFUSED,
}


@dataclass(frozen=True)
class ProviderRow:
    """One line of the directory."""

    provider: Provider
    registration: Status
    indemnity: Status
    in_use: str


def provider_row(provider: Provider, *, clients: int, today: date) -> ProviderRow:
    in_use = counted(clients, "client") if clients else "None of yours"
    return ProviderRow(provider, registration_words(provider, today), indemnity_words(provider, today), in_use)


def registration_words(provider: Provider, today: date) -> Status:
    if provider.registration_ends_on:
        return status.ends_on(provider.registration_ends_on, today=today)
    if provider.registration_number:
        return status.worded(status.LAPSED, "End not recorded")
    return status.worded(status.NOT_STARTED, "Not recorded")


def indemnity_words(provider: Provider, today: date) -> Status:
    if provider.indemnity_ends_on:
        return status.ends_on(provider.indemnity_ends_on, today=today)
    return status.worded(status.LAPSED, "Not recorded")


def provider_label(provider: Provider, today: date) -> str:
    """As a choice in a list: with the discipline, and with what is not in date."""
    lapsed = provider.lapsed(today)
    label = f"{provider.name}, {provider.get_discipline_display().lower()}"
    return f"{label} (not in date: {' and '.join(lapsed)})" if lapsed else label


def referral_status(referral: Referral, today: date, *, reply_days: int) -> Status:
    """A referral that waits says for how long; after `reply_days` that is overdue."""
    if referral.state != ReferralState.SENT or referral.sent_on is None:
        return STATE_WORDS[ReferralState(referral.state)]
    waited = (today - referral.sent_on).days
    if not waited:
        return status.worded(status.SENT, "Sent today")
    sign = status.OVERDUE if waited >= reply_days else status.AWAITING
    return status.worded(sign, f"No reply for {counted(waited, 'day')}")


def funding_status(decision: FundingDecision | None) -> Status:
    if decision is None:
        return status.AWAITING_DECISION
    words = DECISION_WORDS[Answer(decision.answer)]
    if decision.answer == Answer.REFUSED:
        return words
    return status.worded(words, f"{words.word}, {pounds(decision.amount_pence)} on {day(decision.decided_on)}")


def service_status(service: Service, today: date) -> Status:
    if service.ended_on and service.ended_on <= today:
        return status.worded(status.CLOSED, f"Ended {day(service.ended_on)}")
    if service.starts_on > today:
        return status.worded(status.NOT_STARTED, f"Starts {day(service.starts_on)}")
    if service.ended_on:
        return status.worded(status.ENDS_SOON, f"Ends {day(service.ended_on)}")
    return status.worded(status.ACTIVE, "In place")


def effect_status(service: Service) -> Status:
    if not service.last_effect:
        return status.worded(status.NOT_STARTED, "Not reviewed yet")
    return EFFECT_WORDS[Effect(service.last_effect)]
