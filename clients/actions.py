"""What staff do to a client's file itself: add it, keep its details, say who carries it, note consent and risks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import PracticeSettings, User
from accounts.roles import Role
from audit.actions import digest_of, record
from clients.models import (
    Assignment,
    AssignmentKind,
    Client,
    ConflictWall,
    Consent,
    EntryKind,
    Instruction,
    LinkOpening,
    OutsideLink,
    Party,
    Risk,
    SearchWord,
    Status,
    StatusChange,
    TimelineEntry,
)
from clients.models.link import WRONG_TRIES_ALLOWED
from ui.text import search_words
from ui.versions import swap


class NotACaseManager(Exception): ...


class AlreadyTheLead(Exception): ...


class NothingToAssign(Exception): ...


class SameStatus(Exception): ...


class AlreadyWithdrawn(Exception): ...


class AlreadyClosed(Exception): ...


class ConsentMissing(Exception): ...


@dataclass(frozen=True)
class NewLink:
    """A link as it is shown this once: token and passcode are stored as digests only."""

    link: OutsideLink
    token: str
    passcode: str


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
        **person, reference=_next_reference(), status_since=timezone.localdate(now), created_at=now, created_by=by
    )
    client.save(force_insert=True)
    record("client.added", client, by=by, client=client, fields=person, now=now)
    open_instruction = Instruction.objects.create(client=client, **instruction)
    for party in parties:
        _add_party(client, open_instruction, party, by=by)
    if provider_consent:
        give_consent(client, party=None, by=by, **provider_consent)
    _index(client)
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
    _index(client)
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
def assign_lead(client: Client, *, staff: User, by: User, now: datetime, reason: str) -> Assignment:
    """Gives a client to a case manager from now on, and ends the spell of whoever carried it."""
    if not (staff.is_active and staff.holds(Role.CASE_MANAGER)):
        raise NotACaseManager(f"{staff.name} is not a case manager at the moment.")
    walls = ConflictWall.objects.filter(client=client, staff=staff)
    if walls.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists():
        raise NotACaseManager(f"{staff.name} cannot be assigned to this client.")
    Client.objects.filter(pk=client.pk).update(version=F("version"))  # the row lock that lines two admins up
    live = Assignment.objects.leads().filter(client=client, ends_at=None).first()
    if live and live.staff_id == staff.pk:
        raise AlreadyTheLead(f"{staff.name} already carries this client.")
    if live:
        Assignment.objects.filter(pk=live.pk, ends_at=None).update(ends_at=max(now, live.starts_at))
        now = max(now, live.starts_at)
    spell = Assignment.objects.create(
        client=client, staff=staff, kind=AssignmentKind.LEAD, starts_at=now, by=by, reason=reason
    )
    record("client.assigned", spell, by=by, client=client, fields=["staff"], now=now)
    title = f"Case manager: {staff.name}"
    add_entry(client, at=now, now=now, kind=EntryKind.SYSTEM, title=title, excerpt=reason, by=by)
    return spell


@transaction.atomic
def assign(
    client: Client,
    *,
    staff: User,
    kind: AssignmentKind,
    by: User,
    starts_at: datetime,
    ends_at: datetime | None,
    reason: str,
) -> Assignment:
    """Adds a spell of help or cover, or of a file opened with a reason, beside the lead's own."""
    if kind == AssignmentKind.LEAD:
        raise NothingToAssign("A lead is assigned with assign_lead.")
    spell = Assignment.objects.create(
        client=client, staff=staff, kind=kind, starts_at=starts_at, ends_at=ends_at, by=by, reason=reason
    )
    record("client.assigned", spell, by=by, client=client, fields=["staff", "kind"])
    return spell


@transaction.atomic
def end_assignment(spell: Assignment, *, by: User, now: datetime) -> None:
    """Ends a spell now, or before it begins; one that has ended keeps its end."""
    not_ended = Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), pk=spell.pk)
    if not not_ended.update(ends_at=max(now, spell.starts_at)):
        return
    record("client.assignment_ended", spell, by=by, client=spell.client, fields=["ends_at"], now=now)


@transaction.atomic
def build_wall(client: Client, *, staff: User, by: User, now: datetime, reason: str) -> ConflictWall:
    """Keeps somebody from every trace of a client, from now on."""
    wall = ConflictWall.objects.create(client=client, staff=staff, starts_at=now, by=by, reason=reason)
    record("wall.built", wall, by=by, client=client, now=now)
    return wall


@transaction.atomic
def give_consent(
    client: Client, *, party: Party | None, by: User, given_on: date, given_by: str, ends_on: date | None = None
) -> Consent:
    """Notes consent to share: with a party, or with treating providers where `party` is None."""
    consent = Consent.objects.create(
        client=client, party=party, given_on=given_on, given_by=given_by, ends_on=ends_on, recorded_by=by
    )
    record("consent.given", consent, by=by, client=client)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, on: date, reason: str, by: User) -> None:
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=on, withdrawn_reason=reason)
    if not changed:
        raise AlreadyWithdrawn("This consent was withdrawn before.")
    record("consent.withdrawn", consent, by=by, client=consent.client, fields=["withdrawn_on"])


@transaction.atomic
def raise_risk(client: Client, *, by: User, **values: Any) -> Risk:
    risk = Risk.objects.create(client=client, raised_by=by, **values)
    record("risk.raised", risk, by=by, client=client)
    return risk


@transaction.atomic
def close_risk(risk: Risk, *, on: date, reason: str, by: User) -> None:
    if not Risk.objects.filter(pk=risk.pk, closed_on=None).update(closed_on=on, closed_reason=reason):
        raise AlreadyClosed("Somebody has closed this risk already.")
    record("risk.closed", risk, by=by, client=risk.client, fields=["closed_on"])


def add_entry(
    client: Client,
    *,
    at: datetime | date,
    now: datetime,
    kind: EntryKind,
    title: str,
    by: User,
    excerpt: str = "",
    icon: str = "dot",
    route: str = "",
    target: models.Model | None = None,
) -> TimelineEntry:
    """Writes one line of the client's story, in the caller's transaction. A plain date stands for "time not known"."""
    has_time = isinstance(at, datetime)
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), timezone.get_default_timezone())
    return TimelineEntry.objects.create(
        client=client,
        at=moment,
        has_time=has_time,
        entered_at=now,
        kind=kind,
        icon=icon,
        title=title[:200],
        excerpt=excerpt if len(excerpt) <= 300 else f"{excerpt[:299]}…",
        by_name=by.name,
        route=route,
        target=str(target.pk) if target is not None else "",
    )


def note_dates(client: Client, *, contact_on: date | None = None, next_review_on: date | None = None) -> None:
    """Keeps the two dates that lists show: the newest contact with the client, and the next review."""
    if contact_on:
        newer = Client.objects.filter(pk=client.pk).exclude(last_contact_on__gte=contact_on)
        newer.update(last_contact_on=contact_on)
    if next_review_on:
        Client.objects.filter(pk=client.pk).update(next_review_on=next_review_on)


def _next_reference() -> str:
    practice = PracticeSettings.current()
    PracticeSettings.objects.filter(pk=practice.pk).update(next_client_number=F("next_client_number") + 1)
    practice.refresh_from_db(fields=["next_client_number"])
    return f"CM-{practice.next_client_number - 1:04d}"


def _add_party(client: Client, instruction: Instruction, new: NewParty, *, by: User) -> Party:
    columns = {name: value for name, value in vars(new).items() if name != "consent"}
    party = Party.objects.create(client=client, instruction=instruction, **columns)
    if new.consent:
        give_consent(client, party=party, by=by, **new.consent)
    return party


def _index(client: Client) -> None:
    """Writes the words by which a client is found: names, reference, the parties' references."""
    references = client.parties.values_list("their_reference", flat=True)
    words = search_words(client.given_name, client.family_name, client.preferred_name, client.reference, *references)
    SearchWord.objects.filter(client=client).exclude(word__in=words).delete()
    rows = [SearchWord(client=client, word=word[:120]) for word in words]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def share_by_link(client: Client, *, party: Party, target: models.Model, by: User, now: datetime, days: int) -> NewLink:
    """Makes a link for one reader to one thing. Raises ConsentMissing when consent to share does not hold now."""
    if not may_share(party, on=timezone.localdate(now)):
        raise ConsentMissing(f"There is no consent to share with {party.firm} today.")
    token, passcode = secrets.token_urlsafe(32), f"{secrets.randbelow(10**8):08d}"
    link = OutsideLink.objects.create(
        client=client,
        party=party,
        target_kind=target._meta.label,
        target_id=str(target.pk),
        token_digest=digest_of(token),
        passcode_hash=make_password(passcode),
        sent_by=by,
        sent_at=now,
        ends_at=now + timedelta(days=days),
    )
    record("link.made", link, by=by, client=client, now=now)
    return NewLink(link, token, passcode)


def try_passcode(link: OutsideLink, passcode: str, *, now: datetime) -> bool:
    """Whether the passcode opens the link. The fifth wrong one stops it.

    A try counts before it is looked at, so that many at once get no more than five either; and no lock is held while
    the passcode is hashed.
    """
    left = OutsideLink.objects.filter(pk=link.pk, stopped_at=None, wrong_tries__lt=WRONG_TRIES_ALLOWED)
    if not left.update(wrong_tries=F("wrong_tries") + 1):
        return False
    if check_password(passcode, link.passcode_hash):
        OutsideLink.objects.filter(pk=link.pk).update(wrong_tries=0)
        return True
    _note_wrong_passcode(link, now=now)
    return False


@transaction.atomic
def _note_wrong_passcode(link: OutsideLink, *, now: datetime) -> None:
    record("link.passcode_wrong", link, by=f"link {link.pk}", client=link.client, now=now)
    worn_out = OutsideLink.objects.filter(pk=link.pk, wrong_tries__gte=WRONG_TRIES_ALLOWED, stopped_at=None)
    if worn_out.update(stopped_at=now, stopped_why="Five wrong passcodes"):
        record("link.stopped", link, by=f"link {link.pk}", client=link.client, now=now)


@transaction.atomic
def note_opening(link: OutsideLink, *, what: str, now: datetime) -> LinkOpening:
    opening = LinkOpening.objects.create(link=link, what=what, at=now)
    record(f"link.{what}", link, by=f"link {link.pk}", client=link.client, now=now)
    return opening


@transaction.atomic
def stop_link(link: OutsideLink, *, by: User, now: datetime) -> None:
    if OutsideLink.objects.filter(pk=link.pk, stopped_at=None).update(stopped_at=now, stopped_why="Stopped by staff"):
        record("link.stopped", link, by=by, client=link.client, now=now)


def may_share(party: Party, *, on: date) -> bool:
    """The client's consent to share with this party holds on the day, and the party is still on an open instruction."""
    still_party = party.may_read_reports and party.instruction.ends_on is None
    return still_party and Consent.objects.holding(on).filter(party=party).exists()
