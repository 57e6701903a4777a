"""The files themselves: client, search words, instruction, parties, consents, risk, and who carries them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import User
from clients.match_keys import keys_of_file
from clients.models import (
    Assignment,
    AssignmentKind,
    Client,
    Consent,
    EntryKind,
    InjuryKind,
    Instruction,
    InstructionKind,
    MatchKey,
    Party,
    PartyRole,
    Risk,
    SearchWord,
    Status,
)
from clients.sought import Firm, Sought
from practice.load.shape import DAYS, WEEKS, File, Load
from practice.load.words import FIRST_HALF, GIVEN, HAZARDS, INSURERS, SECOND_HALF, SENTENCES, SOLICITORS
from ui.text import search_words

FIRST_NUMBER = 101
STATUSES = [Status.ENQUIRY, Status.ASSESSMENT, *[Status.ACTIVE] * 13, *[Status.MONITORING] * 3, Status.PAUSED]
STATUSES += [Status.CLOSED]


def add_files(load: Load) -> None:
    """Each case manager carries as many as any other."""
    for number in range(load.clients):
        _add_file(load, number, load.back(DAYS + number % 60))


def _add_file(load: Load, number: int, opened: date) -> None:
    random, at = load.random, load.moment(opened)
    lead = load.managers[number % load.staff]
    file = File(load.id(at), f"CM-{FIRST_NUMBER + number:04d}", random.choice(STATUSES), lead, opened)
    load.files.append(file)
    file.last_record_on = load.back(random.randrange(load.days_between))
    file.next_review_on = load.back(random.randrange(-7 * WEEKS, 7))
    _add_client(load, file, at)
    _add_parties(load, file, number, at)
    load.tell(file, EntryKind.SYSTEM, "File opened", at=at, by=lead, entered_at=at)
    load.event("client.added", "clients.Client", file.id, by=lead, at=at, file=file, fields=["family_name"])
    _add_spells(load, file, number, at)
    if number % 3 == 0:
        hazard = {"hazard": random.choice(HAZARDS), "in_place": "Ring before visits", "raised_on": opened}
        load.store.add(Risk, id=load.id(at), client_id=file.id, raised_by_id=lead.pk, **hazard)


def _add_client(load: Load, file: File, at: datetime) -> None:
    random = load.random
    names = (random.choice(GIVEN), f"{random.choice(FIRST_HALF)}{random.choice(SECOND_HALF)}")
    born_on = date(1950, 1, 1) + timedelta(days=random.randrange(20_000))
    last_review_on = file.next_review_on - timedelta(weeks=WEEKS)
    load.store.add(
        Client,
        id=file.id,
        reference=file.reference,
        given_name=names[0],
        family_name=names[1],
        born_on=born_on,
        telephone="01632 960000",
        what_matters=random.choice(SENTENCES),
        what_matters_on=file.opened,
        injury_kind=random.choice(InjuryKind.values),
        injured_on=file.opened - timedelta(days=90),
        injury="Road traffic collision. " + load.text(3),
        status=str(file.status),
        status_since=file.opened,
        created_at=at,
        created_by_id=file.lead.pk,
        last_contact_on=max(file.last_record_on, last_review_on),
        next_review_on=file.next_review_on,
    )
    for word in search_words(*names, file.reference, *_references(file)):
        load.store.add(SearchWord, client_id=file.id, word=word)
    firms = _firms(int(file.reference.removeprefix("CM-")) - FIRST_NUMBER)
    person = Sought(*names, born_on=born_on, references=_references(file), firms=firms)
    for key in sorted(keys_of_file(person)):
        load.store.add(MatchKey, client_id=file.id, key=key)


def _references(file: File) -> tuple[str, str]:
    number = file.reference.removeprefix("CM-")
    return f"PR/{number}", f"NG-88{number}"


def _firms(number: int) -> tuple[Firm, Firm]:
    """Who instructs and who pays."""
    roles = ((PartyRole.CLAIMANT_SOLICITOR, SOLICITORS), (PartyRole.INSURER, INSURERS))
    first, second = (
        Firm(firms[number % len(firms)], str(role), f"claims{number}@{str(role).replace('_', '-')}.example", "A. Rowe")
        for role, firms in roles
    )
    return first, second


def _add_parties(load: Load, file: File, number: int, at: datetime) -> None:
    instruction, given = load.id(at), {"given_on": file.opened, "given_by": "The client"}
    load.store.add(
        Instruction,
        id=instruction,
        client_id=file.id,
        kind=str(InstructionKind.JOINT),
        starts_on=file.opened,
        terms_signed_on=file.opened,
        fees_agreed_on=file.opened,
    )
    for theirs, reference in zip(_firms(number), _references(file), strict=True):
        pk, firm, is_funder = load.id(at), theirs.name, theirs.role == PartyRole.INSURER
        load.store.add(
            Party,
            id=pk,
            client_id=file.id,
            instruction_id=instruction,
            role=theirs.role,
            firm=firm,
            contact_name=theirs.contact,
            email=theirs.email,
            their_reference=reference,
            instructs=not is_funder,
            pays=is_funder,
            may_read_reports=True,
        )
        _consent(load, file, at, party_id=pk, **given)
        if is_funder:
            file.funder = (pk, firm)
    file.consent = _consent(load, file, at, **given)


def _consent(load: Load, file: File, at: datetime, **values: object) -> UUID:
    pk = load.id(at)
    load.store.add(Consent, id=pk, client_id=file.id, recorded_by_id=file.lead.pk, **values)
    return pk


def _add_spells(load: Load, file: File, number: int, at: datetime) -> None:
    """The lead of today; for one in five an earlier one, for one in twenty somebody who covers."""
    since = at
    if number % 5 == 0:
        since = at + timedelta(days=200)
        _spell(load, file, load.managers[(number + 7) % load.staff], AssignmentKind.LEAD, at, since)
    _spell(load, file, file.lead, AssignmentKind.LEAD, since, None)
    if number % 20 == 0:
        other = load.managers[(number + 11) % load.staff]
        _spell(load, file, other, AssignmentKind.COVER, load.now - timedelta(days=5), load.now + timedelta(days=9))


def _spell(
    load: Load, file: File, staff: User, kind: AssignmentKind, starts_at: datetime, ends_at: datetime | None
) -> None:
    pk = load.id(starts_at)
    given = {"starts_at": starts_at, "ends_at": ends_at, "by_id": file.lead.pk, "reason": "Allocated"}
    load.store.add(Assignment, id=pk, client_id=file.id, staff_id=staff.pk, kind=str(kind), **given)
    event: dict[str, Any] = {"by": file.lead, "at": starts_at, "file": file}
    load.event("client.assigned", "clients.Assignment", pk, fields=["staff"], **event)
    if kind == AssignmentKind.LEAD:
        title = f"Case manager: {staff.name}"
        load.tell(
            file, EntryKind.SYSTEM, title, at=starts_at, by=file.lead, entered_at=starts_at, excerpt="Client added"
        )
