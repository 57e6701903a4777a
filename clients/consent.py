"""What leaves the practice asks here, at the moment it leaves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clients.models import Client, Consent, Party, PersonAround, Receives, Recipient, Scope
from clients.models.instruction import TREATING_PROVIDERS
from ui.dates import day


class ConsentMissing(Exception): ...


@dataclass(frozen=True)
class Leaving:
    """Something that is about to leave: what it is, and for whom; `name` is the recipient's, as pages show it."""

    what: Scope
    to: Recipient
    name: str
    barred: str = ""  # why it may not leave, whatever the client consents to


def to_party(party: Party, *, what: Scope = Scope.REPORTS) -> Leaving:
    """Needs the party's instruction."""
    barred = _ended(party)
    if not barred and what == Scope.REPORTS and not party.may_read_reports:
        barred = f"{party.firm} is not among the readers of reports."
    return Leaving(what, Recipient(party.client_id, party=party.pk), party.firm, barred)


def to_decide(party: Party) -> Leaving:
    """A recommendation with its cost, to the party that is asked to pay: what a report says of it, and no more.

    Needs the party's instruction.
    """
    return Leaving(Scope.REPORTS, Recipient(party.client_id, party=party.pk), party.firm, _ended(party))


def to_providers(client: Client, *, provider: UUID | None = None) -> Leaving:
    """To one provider, whom consent for all treating providers covers too; or to those who treat, in general."""
    return Leaving(Scope.REFERRALS, Recipient(client.pk, provider=provider), TREATING_PROVIDERS.lower())


def to_person(person: PersonAround) -> Leaving:
    return Leaving(Scope.UPDATES, Recipient(person.client_id, person=person.pk), person.name)


def ask_consent(leaving: Leaving, *, on: date, lock: bool = True) -> Consent:
    """The consent under which something leaves now, the newest if there are several. Raises ConsentMissing, with why.

    The lock makes a withdrawal that arrives now wait: either it is seen here, or it comes after what has left.
    """
    consents = Consent.objects.of(leaving.to).covering(leaving.what).holding(on).order_by("-given_on", "-pk")
    found = (consents.select_for_update() if lock else consents).first()
    if leaving.barred or found is None:
        raise ConsentMissing(leaving.barred or _why_not(leaving, on))
    consent: Consent = found
    return consent


def consent_for(leaving: Leaving, *, on: date) -> Consent | None:
    """The same question for a page, which lets nothing out."""
    try:
        return ask_consent(leaving, on=on, lock=False)
    except ConsentMissing:
        return None


def refusal(leaving: Leaving, *, on: date) -> str:
    """Why it could not leave on that day, in words for a page; empty when it could."""
    try:
        ask_consent(leaving, on=on, lock=False)
    except ConsentMissing as missing:
        return str(missing)
    return ""


def may_leave(leaving: Leaving, *, on: date) -> bool:
    return not refusal(leaving, on=on)


def readers_together(reader: Party) -> list[Party]:
    """Who receives a report at the same moment as this reader, themselves first."""
    if reader.receives != Receives.TOGETHER:
        return [reader]
    together = Party.objects.filter(
        instruction=reader.instruction_id, may_read_reports=True, receives=Receives.TOGETHER
    )
    return [reader, *together.exclude(pk=reader.pk).select_related("instruction").order_by("pk")]


def ask_for_report(reader: Party, *, on: date, lock: bool = True) -> list[Party]:
    """To whom a report for this reader goes now: to all who receive it at the same moment, or to nobody.

    Raises ConsentMissing, with whose consent is missing and why. Needs the reader's instruction.
    """
    readers = readers_together(reader)
    consents = Consent.objects.filter(party__in=readers).covering(Scope.REPORTS).holding(on).order_by("pk")
    agreed = {consent.party_id for consent in (consents.select_for_update() if lock else consents)}
    for party in readers:
        leaving = to_party(party)
        if leaving.barred or party.pk not in agreed:
            raise ConsentMissing(f"{leaving.barred or _why_not(leaving, on)}{_why_together(party, reader)}")
    return readers


def refusal_of_report(reader: Party, *, on: date) -> str:
    """Why a report for this reader could not leave on that day, in words for a page; empty when it could."""
    try:
        ask_for_report(reader, on=on, lock=False)
    except ConsentMissing as missing:
        return str(missing)
    return ""


def _why_together(party: Party, reader: Party) -> str:
    if party == reader:
        return ""
    return f" {party.firm} and {reader.firm} receive reports at the same moment, so neither may have it alone."


def _ended(party: Party) -> str:
    return f"The instruction of {party.firm} has ended." if party.instruction.ends_on is not None else ""


def _why_not(leaving: Leaving, on: date) -> str:
    """Says of the newest consent why it does not carry: withdrawn, ended, not begun, or for something else."""
    whose = f"Consent to share with {leaving.name}"
    last = Consent.objects.of(leaving.to).order_by("-given_on", "-pk").first()
    if last is None:
        return f"{whose} is not recorded."
    if last.withdrawn_on and last.withdrawn_on <= on:
        return f"{whose} was withdrawn on {day(last.withdrawn_on)}."
    if last.ends_on and last.ends_on < on:
        return f"{whose} ended on {day(last.ends_on)}."
    if last.given_on > on:
        return f"{whose} begins on {day(last.given_on)}."
    return f"{whose} does not reach so far: it is for {last.get_scope_display().lower()}."
