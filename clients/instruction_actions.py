"""Who instructs the practice for a client, on what terms, and what each party pays and receives."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit.actions import record
from clients.actions import index_words
from clients.evidence_actions import keep_evidence
from clients.models import Client, EntryKind, Instruction, Party, Receives, Shows
from clients.timeline_actions import add_entry
from files.receiving import Received
from ui.dates import day
from ui.versions import swap

WHOLE = 100


class InstructionProblem(Exception):
    """`field` names the box of the form that the words belong to."""

    field = ""


class StartsBeforeTheLast(InstructionProblem):
    field = "starts_on"


class AlreadyEnded(InstructionProblem): ...


class EndsBeforeStart(InstructionProblem):
    field = "ends_on"


class SharesDoNotAddUp(InstructionProblem): ...


# What a party takes along when the next instruction begins. Consent is not among it: it was given for the old one.
CARRIED = (
    "role",
    "firm",
    "contact_name",
    "email",
    "telephone",
    "their_reference",
    "instructs",
    "pays",
    "share_percent",
    "may_read_reports",
    "receives_costs",
    "receives_updates",
    "receives",
)


@transaction.atomic
def start_instruction(
    client: Client, *, starts_on: date, by: User, now: datetime, carry_parties: bool, end_reason: str = "", **terms: Any
) -> Instruction:
    """Begins the client's next instruction and ends the one before on the same day.

    `terms` are columns of Instruction. Consent to share is asked anew: the old one named the parties of the old one.
    """
    Client.objects.filter(pk=client.pk).update(version=F("version"))  # the row lock that lines two people up
    before = Instruction.objects.open().filter(client=client).first()
    if before and starts_on < before.starts_on:
        raise StartsBeforeTheLast(f"Enter a date from {day(before.starts_on)}, when the instruction before it began.")
    if before:
        _end(before, on=starts_on, reason=end_reason or "The next instruction began", by=by, now=now)
    begun = Instruction.objects.create(client=client, starts_on=starts_on, **terms)
    if before and carry_parties:
        for party in before.parties.order_by("pk"):
            kept = {name: getattr(party, name) for name in CARRIED}
            Party.objects.create(client=client, instruction=begun, **kept)
        _release_together(begun)
    keep_style(client, begun.style)
    record("instruction.started", begun, by=by, client=client, fields=["kind", "starts_on", *terms], now=now)
    _tell(begun, f"Instruction: {begun.get_kind_display()}", at=starts_on, by=by, now=now)
    return begun


@transaction.atomic
def change_instruction(instruction: Instruction, *, version: int, by: User, now: datetime, **values: Any) -> None:
    """Raises ui.versions.Stale when somebody saved it in the meantime."""
    changed = swap(instruction, version=version, **values)
    _release_together(instruction)
    if instruction.ends_on is None:
        keep_style(instruction.client, instruction.style)
    record("instruction.changed", instruction, by=by, client=instruction.client, fields=changed, now=now)


@transaction.atomic
def end_instruction(instruction: Instruction, *, ends_on: date, reason: str, by: User, now: datetime) -> None:
    """From that day its parties receive nothing more, whatever the client consents to."""
    if ends_on < instruction.starts_on:
        raise EndsBeforeStart(f"Enter a date from {day(instruction.starts_on)}, when it began.")
    _end(instruction, on=ends_on, reason=reason, by=by, now=now)


@transaction.atomic
def record_terms(
    instruction: Instruction,
    *,
    version: int,
    terms_signed_on: date | None,
    fees_agreed_on: date | None,
    terms_signed_by: str,
    by: User,
    now: datetime,
    terms_files: Sequence[Received] = (),
    fees_files: Sequence[Received] = (),
) -> None:
    """Notes that the terms and the fee schedule were signed: what is chargeable may begin."""
    values = {"terms_signed_on": terms_signed_on, "fees_agreed_on": fees_agreed_on, "terms_signed_by": terms_signed_by}
    changed = swap(instruction, version=version, **values)
    for name, shows, files in (("terms_files", Shows.TERMS, terms_files), ("fees_files", Shows.FEES, fees_files)):
        if keep_evidence(instruction.client, files, shows=shows, instruction=instruction, by=by, now=now):
            changed.append(name)
    record("instruction.terms_recorded", instruction, by=by, client=instruction.client, fields=changed, now=now)
    if terms_signed_on and fees_agreed_on:
        at = max(terms_signed_on, fees_agreed_on)
        _tell(instruction, "Terms and fee schedule signed", at=at, by=by, now=now, excerpt=f"By {terms_signed_by}")


@transaction.atomic
def add_party(instruction: Instruction, *, by: User, now: datetime, **values: Any) -> Party:
    party = Party.objects.create(client=instruction.client, instruction=instruction, **values)
    _release_together(instruction)
    index_words(instruction.client)
    record("party.added", party, by=by, client=instruction.client, fields=values, now=now)
    return party


@transaction.atomic
def change_party(party: Party, *, version: int, by: User, now: datetime, **values: Any) -> None:
    """Raises ui.versions.Stale when somebody saved it in the meantime. Who pays no more has no share either."""
    if not values.get("pays", party.pays):
        values["share_percent"] = None
    changed = swap(party, version=version, **values)
    _release_together(party.instruction)
    index_words(party.client)
    record("party.changed", party, by=by, client=party.client, fields=changed, now=now)


@transaction.atomic
def share_costs(instruction: Instruction, *, shares: Mapping[UUID, int], by: User, now: datetime) -> None:
    """Notes what each paying party carries of the cost, in per cent of the whole."""
    paying = set(instruction.parties.select_for_update().filter(pays=True).values_list("pk", flat=True))
    if set(shares) != paying:
        raise SharesDoNotAddUp("Who pays has changed. Open the page again.")
    total = sum(shares.values())
    if total != WHOLE:
        raise SharesDoNotAddUp(f"The shares come to {total} per cent. They must come to 100.")
    for party, share in shares.items():
        Party.objects.filter(pk=party).update(share_percent=share, version=F("version") + 1)
    record("instruction.costs_shared", instruction, by=by, client=instruction.client, fields=["share_percent"], now=now)


def _end(instruction: Instruction, *, on: date, reason: str, by: User, now: datetime) -> None:
    still_open = Instruction.objects.open().filter(pk=instruction.pk)
    if not still_open.update(ends_on=on, end_reason=reason, version=F("version") + 1):
        raise AlreadyEnded("This instruction has ended already.")
    keep_style(instruction.client, "")
    record("instruction.ended", instruction, by=by, client=instruction.client, fields=["ends_on"], now=now)
    title = f"Instruction ended: {instruction.get_kind_display()}"
    _tell(instruction, title, at=on, by=by, now=now, excerpt=reason)


def keep_style(client: Client, style: str) -> None:
    """The style of the open instruction stands on the client too: lists ask who is silent."""
    Client.objects.filter(pk=client.pk).update(working_style=style)


def _release_together(instruction: Instruction) -> None:
    """Under a joint instruction all readers receive at the same moment; that is not for one of them to choose."""
    if instruction.is_joint:
        instruction.parties.filter(may_read_reports=True).update(receives=Receives.TOGETHER)


def _tell(instruction: Instruction, title: str, *, at: date, by: User, now: datetime, excerpt: str = "") -> None:
    add_entry(instruction.client, at=at, now=now, kind=EntryKind.SYSTEM, title=title, excerpt=excerpt, by=by)
