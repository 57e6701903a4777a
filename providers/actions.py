"""What staff do with providers: keep the directory, refer a client, note the reply, start and end a service."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record
from careplans.models import Answer, FundingDecision, Goal, Recommendation
from clients.consent import ConsentMissing, Leaving, ask_consent, to_providers
from clients.models import Client, EntryKind
from clients.terms import TermsMissing, check_chargeable
from clients.timeline_actions import add_entry
from providers.models import Effect, Provider, Referral, ReferralState, Service
from ui.dates import day
from ui.versions import Stale, swap


class Refusal(Exception):
    """A rule says no. `field` is the form field that the person has to look at."""

    field: str | None = None


class ProviderLapsed(Refusal):
    field = "lapsed_reason"


class NotOfThisClient(Refusal): ...


class AlreadySent(Refusal): ...


class NoConsent(Refusal): ...


class FundingNotAgreed(Refusal): ...


class AlreadyAnswered(Refusal): ...


class ReasonMissing(Refusal):
    field = "answer_reason"


class AnsweredBeforeSent(Refusal):
    field = "answered_on"


class NotAccepted(Refusal): ...


class TermsNotSigned(Refusal): ...


class AlreadyEnded(Refusal): ...


class EndsBeforeStart(Refusal):
    field = "ends_on"


class EndedBeforeStart(Refusal):
    field = "ended_on"


@transaction.atomic
def add_provider(*, by: User, now: datetime, **details: Any) -> Provider:
    """`details` are the columns of Provider."""
    provider = Provider.objects.create(**details)
    record("provider.added", provider, by=by, fields=details, now=now)
    return provider


@transaction.atomic
def change_provider(provider: Provider, *, version: int, by: User, now: datetime, **details: Any) -> None:
    """Raises ui.versions.Stale when somebody saved the provider in the meantime."""
    changed = swap(provider, version=version, **details)
    record("provider.changed", provider, by=by, fields=changed, now=now)


@transaction.atomic
def write_referral(
    client: Client,
    *,
    provider: Provider,
    recommendation: Recommendation,
    goals: Iterable[Goal],
    reason: str,
    shared: str,
    by: User,
    now: datetime,
    lapsed_reason: str = "",
) -> Referral:
    """Writes the letter; nothing leaves the practice before `send_referral`."""
    today, goals = timezone.localdate(now), list(goals)
    _check_choices(client, provider, recommendation, goals, lapsed_reason, today)
    referral = Referral.objects.create(
        client=client,
        provider=provider,
        recommendation=recommendation,
        reason=reason,
        shared=shared,
        lapsed_reason=lapsed_reason,
        written_on=today,
        by=by,
    )
    referral.goals.set(goals)
    record("referral.written", referral, by=by, client=client, now=now)
    return referral


@transaction.atomic
def change_referral(
    referral: Referral, *, version: int, goals: Iterable[Goal], by: User, now: datetime, **values: Any
) -> None:
    """Changes a letter that has not left yet. Raises ui.versions.Stale when somebody saved it in the meantime."""
    goals = list(goals)
    _check_choices(
        referral.client,
        values["provider"],
        values["recommendation"],
        goals,
        values.get("lapsed_reason", referral.lapsed_reason),
        timezone.localdate(now),
    )
    changed = swap(referral, version=version, **values)
    if not Referral.objects.drafts().filter(pk=referral.pk).exists():
        raise AlreadySent("This referral has left. Write a new one instead.")
    referral.goals.set(goals)
    record("referral.changed", referral, by=by, client=referral.client, fields=[*changed, "goals"], now=now)


@transaction.atomic
def send_referral(referral: Referral, *, version: int, by: User, now: datetime, lapsed_reason: str = "") -> None:
    """Notes that the letter leaves now. Funding, consent and the provider's checks are asked at this moment.

    Raises ui.versions.Stale when the letter was changed after the person had read it.
    """
    today = timezone.localdate(now)
    _check_lapsed(referral.provider, referral.lapsed_reason or lapsed_reason, today)
    if not is_funded(referral.recommendation):
        raise FundingNotAgreed(f"{referral.recommendation} is not approved, so nothing can be sent for it yet.")
    try:
        consent = ask_consent(leaving(referral), on=today)
    except ConsentMissing as missing:
        raise NoConsent(str(missing)) from missing
    values = {"sent_on": today, "consent": consent, "lapsed_reason": referral.lapsed_reason or lapsed_reason}
    _move(referral, ReferralState.DRAFT, ReferralState.SENT, version=version, **values)
    record("referral.sent", referral, by=by, client=referral.client, fields=["state", *values], now=now)
    _tell(
        referral.client,
        f"Referral sent, {referral.provider.name}",
        "providers:referral",
        referral,
        at=now,
        by=by,
        now=now,
    )


@transaction.atomic
def record_reply(
    referral: Referral, *, accepted: bool, answered_on: date, by: User, now: datetime, answer_reason: str = ""
) -> None:
    if not (accepted or answer_reason):
        raise ReasonMissing("Enter why the provider declined.")
    if referral.sent_on and answered_on < referral.sent_on:
        raise AnsweredBeforeSent(f"Enter a date from {day(referral.sent_on)}, when the referral was sent.")
    state = ReferralState.ACCEPTED if accepted else ReferralState.DECLINED
    _move(referral, ReferralState.SENT, state, answered_on=answered_on, answer_reason=answer_reason)
    record("referral.answered", referral, by=by, client=referral.client, fields=["state", "answered_on"], now=now)
    title = f"Referral {state.label.lower()}, {referral.provider.name}"
    _tell(referral.client, title, "providers:referral", referral, at=answered_on, by=by, now=now)


@transaction.atomic
def start_service(
    referral: Referral,
    *,
    title: str,
    starts_on: date,
    by: User,
    now: datetime,
    ends_on: date | None = None,
    sessions_agreed: int | None = None,
    cost_agreed_pence: int | None = None,
) -> Service:
    if not referral.is_accepted:
        raise NotAccepted("A service starts once the provider has accepted the referral.")
    if ends_on and ends_on < starts_on:
        raise EndsBeforeStart("Enter an end that is not before the start.")
    try:
        check_chargeable(referral.client, on=timezone.localdate(now), practice=PracticeSettings.current())
    except TermsMissing as missing:
        raise TermsNotSigned(str(missing)) from missing
    service = Service.objects.create(
        client=referral.client,
        referral=referral,
        provider=referral.provider,
        title=title,
        sessions_agreed=sessions_agreed,
        cost_agreed_pence=cost_agreed_pence,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
    record("service.started", service, by=by, client=referral.client, now=now)
    today = timezone.localdate(now)
    words = f"Service started, {referral.provider.name}"
    if starts_on > today:
        words = f"Service agreed from {day(starts_on)}, {referral.provider.name}"
    at = now if starts_on >= today else starts_on
    _tell(referral.client, words, "providers:service", service, at=at, by=by, now=now)
    return service


@transaction.atomic
def end_service(service: Service, *, ended_on: date, end_reason: str, by: User, now: datetime) -> None:
    if ended_on < service.starts_on:
        raise EndedBeforeStart(f"Enter a date from {day(service.starts_on)}, when the service started.")
    if not Service.objects.filter(pk=service.pk, ended_on=None).update(ended_on=ended_on, end_reason=end_reason):
        raise AlreadyEnded("Somebody has noted the end of this service already.")
    service.ended_on, service.end_reason = ended_on, end_reason
    record("service.ended", service, by=by, client=service.client, fields=["ended_on", "end_reason"], now=now)
    title = f"Service ended, {service.provider.name}"
    _tell(service.client, title, "providers:service", service, at=ended_on, by=by, now=now)


def note_effect(service: Service, *, effect: Effect, on: date) -> None:
    """Keeps the word of the newest review beside the service, for lists; called by the review in its transaction."""
    newer = Service.objects.filter(pk=service.pk).exclude(last_effect_on__gt=on)
    newer.update(last_effect=effect, last_effect_on=on)


def leaving(referral: Referral) -> Leaving:
    """The letter, as consent is asked for it."""
    return to_providers(referral.client, provider=referral.provider_id)


def is_funded(recommendation: Recommendation) -> bool:
    agreed = [Answer.APPROVED, Answer.PART_APPROVED]
    return FundingDecision.objects.filter(recommendation=recommendation, answer__in=agreed).exists()


def _check_choices(
    client: Client,
    provider: Provider,
    recommendation: Recommendation,
    goals: list[Goal],
    lapsed_reason: str,
    today: date,
) -> None:
    if {recommendation.client_id, *(goal.client_id for goal in goals)} != {client.pk}:
        raise NotOfThisClient("Choose a recommendation and goals of this client.")
    _check_lapsed(provider, lapsed_reason, today)


def _check_lapsed(provider: Provider, reason: str, today: date) -> None:
    lapsed = provider.lapsed(today)
    if lapsed and not reason:
        raise ProviderLapsed(
            f"Enter why you choose {provider.name} although this is not in date: {' and '.join(lapsed)}."
        )


def _move(
    referral: Referral, before: ReferralState, after: ReferralState, *, version: int | None = None, **values: Any
) -> None:
    """One conditional UPDATE, so that of two people only the first moves the referral."""
    rows = Referral.objects.filter(pk=referral.pk, state=before)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(state=after, version=F("version") + 1, **values):
        now_stored = Referral.objects.get(pk=referral.pk)
        if now_stored.state == before:
            raise Stale(now_stored)
        if before == ReferralState.DRAFT:
            raise AlreadySent("Somebody has sent this referral already.")
        raise AlreadyAnswered("There is no reply to record: the referral has not been sent, or its reply is noted.")
    referral.refresh_from_db()


def _tell(
    client: Client, title: str, route: str, target: Referral | Service, *, at: date, by: User, now: datetime
) -> None:
    kind = EntryKind.REFERRAL
    add_entry(client, at=at, now=now, kind=kind, icon="referral", title=title, by=by, route=route, target=target)
