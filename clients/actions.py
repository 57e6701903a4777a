"""What staff do to a client's file itself: add it, keep its details, note consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import PracticeSettings, User
from accounts.roles import Role
from audit.actions import record
from clients.caseload_actions import assign_lead
from clients.match_actions import index_matches
from clients.merged import files_in
from clients.models import (
    Client,
    Consent,
    EntryKind,
    Instruction,
    Party,
    Receives,
    SearchWord,
    Status,
    StatusChange,
)
from clients.timeline_actions import add_entry
from files.actions import store
from files.receiving import Received
from ui.text import search_words
from ui.versions import swap


class SameStatus(Exception): ...


class AlreadyWithdrawn(Exception): ...


@dataclass(frozen=True)
class NewParty:
    """A party as it is entered with a new client; `consent` holds given_on, given_by and ends_on, or is None."""

    role: str
    firm: str
    contact_name: str = ""
    email: str = ""
    telephone: str = ""
    their_reference: str = ""
    instructs: bool = False
    pays: bool = False
    may_read_reports: bool = False
    consent: dict[str, Any] | None = None


@transaction.atomic
def add_client(
    *,
    by: User,
    now: datetime,
    person: dict[str, Any],
    instruction: dict[str, Any],
    parties: Sequence[NewParty],
    provider_consent: dict[str, Any] | None = None,
    lead: User | None = None,
) -> Client:
    """Adds a client with their instruction and consents. A case manager who adds a client becomes its lead.

    `person` and `instruction` are the columns of Client and Instruction. `lead` is whom an admin chose, if anybody.
    """
    client = Client(
        **person,
        working_style=instruction.get("style", ""),
        reference=_next_reference(),
        status_since=timezone.localdate(now),
        created_at=now,
        created_by=by,
    )
    client.save(force_insert=True)
    record("client.added", client, by=by, client=client, fields=person, now=now)
    open_instruction = Instruction.objects.create(client=client, **instruction)
    for party in parties:
        _add_party(client, open_instruction, party, by=by, now=now)
    if provider_consent:
        give_consent(client, party=None, by=by, now=now, **provider_consent)
    index_words(client)
    add_entry(client, at=now, now=now, kind=EntryKind.SYSTEM, title="File opened", by=by)
    carrier = lead or (by if by.holds(Role.CASE_MANAGER) else None)
    if carrier:
        assign_lead(client, staff=carrier, by=by, now=now, reason="Client added")
    return client


@transaction.atomic
def change_details(client: Client, *, version: int, by: User, now: datetime, **values: Any) -> None:
    """Saves the details of a client. Raises ui.versions.Stale when somebody saved them in the meantime."""
    if values.get("what_matters", client.what_matters) != client.what_matters:
        values["what_matters_on"] = timezone.localdate(now)
    changed = swap(client, version=version, **values)
    index_words(client)
    record("client.changed", client, by=by, client=client, fields=changed, now=now)


@transaction.atomic
def change_status(client: Client, *, status: str, on: date, reason: str, by: User, now: datetime) -> StatusChange:
    if not Client.objects.filter(pk=client.pk).exclude(status=status).update(status=status, status_since=on):
        raise SameStatus(f"The status is already {Status(status).label.lower()}.")
    client.status, client.status_since = status, on
    change = StatusChange.objects.create(client=client, status=status, on=on, reason=reason, by=by, entered_at=now)
    record("client.status_changed", change, by=by, client=client, fields=["status"], now=now)
    title = f"Status: {Status(status).label.lower()}"
    add_entry(client, at=on, now=now, kind=EntryKind.SYSTEM, title=title, excerpt=reason, by=by)
    return change


@transaction.atomic
def give_consent(
    client: Client,
    *,
    party: Party | None,
    by: User,
    given_on: date,
    given_by: str,
    ends_on: date | None = None,
    evidence: Received | None = None,
    now: datetime | None = None,
    **values: Any,
) -> Consent:
    """Notes consent to share: with a party, or with treating providers where `party` is None.

    `values` are further columns: `person` or `provider` with `provider_name` in place of the party, scope, how,
    given_as.
    """
    moment = now or timezone.now()
    values["evidence"] = store(evidence, by=by, client=client, now=moment) if evidence else None
    consent = Consent.objects.create(
        client=client, party=party, given_on=given_on, given_by=given_by, ends_on=ends_on, recorded_by=by, **values
    )
    moment = now or timezone.now()
    record("consent.given", consent, by=by, client=client, now=moment)
    title = f"Consent to share with {consent.named}"
    excerpt = f"{consent.get_scope_display()}. Given by {given_by}."
    _tell_of_consent(consent, title, excerpt, at=given_on, kind=EntryKind.SYSTEM, by=by, now=moment)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, on: date, reason: str, by: User, now: datetime | None = None) -> None:
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=on, withdrawn_reason=reason)
    if not changed:
        raise AlreadyWithdrawn("This consent was withdrawn before.")
    moment = now or timezone.now()
    record("consent.withdrawn", consent, by=by, client=consent.client, fields=["withdrawn_on"], now=moment)
    title = f"Consent to share with {consent.named} withdrawn"
    _tell_of_consent(consent, title, reason, at=on, kind=EntryKind.NOTE, by=by, now=moment)


def _tell_of_consent(
    consent: Consent, title: str, excerpt: str, *, at: date, kind: EntryKind, by: User, now: datetime
) -> None:
    add_entry(
        consent.client,
        at=at,
        now=now,
        kind=kind,
        title=title,
        excerpt=excerpt,
        by=by,
        route="clients:consent",
        target=consent,
    )


def _next_reference() -> str:
    practice = PracticeSettings.current()
    PracticeSettings.objects.filter(pk=practice.pk).update(next_client_number=F("next_client_number") + 1)
    practice.refresh_from_db(fields=["next_client_number"])
    return f"CM-{practice.next_client_number - 1:04d}"


def _add_party(client: Client, instruction: Instruction, new: NewParty, *, by: User, now: datetime) -> Party:
    columns = {name: value for name, value in vars(new).items() if name != "consent"}
    if instruction.is_joint:
        columns["receives"] = Receives.TOGETHER
    party = Party.objects.create(client=client, instruction=instruction, **columns)
    if new.consent:
        give_consent(client, party=party, by=by, now=now, **new.consent)
    return party


def index_words(client: Client) -> None:
    """Writes the words by which a client is found, those of merged files too, and the match keys."""
    references = client.parties.values_list("their_reference", flat=True)
    words = search_words(*(name for file in files_in(client) for name in file.names_to_search), *references)
    SearchWord.objects.filter(client=client).exclude(word__in=words).delete()
    rows = [SearchWord(client=client, word=word[:120]) for word in words]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True)
    index_matches(client)
