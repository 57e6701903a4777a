"""A client's file while its story is told: who is who, and what has happened so far, by the names the story uses."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from accounts.models import User
from assessments.models import Need
from careplans.models import Goal, Recommendation
from clients import actions
from clients.actions import NewParty
from clients.instruction_actions import record_terms, share_costs
from clients.models import Client, GivenAs, How, MayBeTold, Party, Scope
from clients.people_actions import add_person
from files.limits import Limits
from files.receiving import Received, receive
from practice.demo.days import Days
from practice.demo.signed_form import signed_form
from providers.models import Provider, Referral, Service
from records.models import ContactRecord

OFFICE_HOUR = "16:30"


@dataclass(frozen=True)
class Practice:
    """What every file of the demo shares."""

    days: Days
    staff: dict[str, User]
    providers: dict[str, Provider]


@dataclass
class File:
    practice: Practice
    client: Client
    lead: User
    needs: list[Need] = field(default_factory=list)
    goals: dict[int, Goal] = field(default_factory=dict)
    records: dict[str, ContactRecord] = field(default_factory=dict)
    recommendations: dict[int, Recommendation] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        return self.practice.days

    def who(self, name: str) -> User:
        return self.practice.staff[name] if name else self.lead

    def now(self, ago: int) -> datetime:
        """When things that are written at the desk are written."""
        return self.days.at(ago, OFFICE_HOUR)

    def party(self, role: str) -> Party:
        return Party.objects.get(client=self.client, role=role)


class Event(Protocol):
    @property
    def ago(self) -> int: ...

    def happen(self, file: File) -> None: ...


TERMS = "We agree to the terms of the practice and to its schedule of fees, which we have received."


@dataclass(frozen=True)
class Story:
    """How a file was opened, and what happened then. `shares` says with which parties and until when, None for open."""

    opened: int
    by: str
    lead: str
    person: dict[str, Any]
    born: tuple[int, int, int]
    injured: int
    instruction: str
    parties: tuple[NewParty, ...]
    shares: dict[str, int | None] = field(default_factory=dict)
    consented_by: str = "The client"
    signed: str = ""  # what the signed form says, where there is a picture of one
    matters: str = ""
    terms: dict[str, str] = field(default_factory=dict)  # style, claim and track of the instruction
    signs_terms: bool = True
    people: tuple[dict[str, Any], ...] = ()
    events: tuple[Event, ...] = ()


def tell(story: Story, practice: Practice) -> File:
    file = _open(story, practice)
    in_order: Iterable[Event] = sorted(story.events, key=lambda event: -event.ago)
    for event in in_order:
        event.happen(file)
    return file


def _open(story: Story, practice: Practice) -> File:
    days, by = practice.days, practice.staff[story.by]
    given_on = days.on(story.opened)
    person = story.person | {"born_on": days.born(*story.born), "injured_on": days.on(story.injured)}
    if story.matters:
        person |= {"what_matters": story.matters, "what_matters_on": given_on}
    consent: dict[str, Any] = {"given_on": given_on, "given_by": story.consented_by, "how": How.WRITING}
    consent["given_as"] = GivenAs.DEPUTY if "deputy" in story.consented_by else GivenAs.CLIENT
    parties = []
    for party in story.parties:
        ends = story.shares.get(party.role)
        until = {"ends_on": days.on(ends)} if ends is not None else {}
        parties.append(replace(party, consent=consent | until) if party.role in story.shares else party)
    client = actions.add_client(
        by=by,
        now=days.at(story.opened, "09:40"),
        person=person,
        instruction={"kind": story.instruction, "starts_on": given_on, **story.terms},
        parties=parties,
        provider_consent=consent | _evidence(story) if story.shares else None,
        lead=practice.staff[story.lead] if story.lead else None,
    )
    file = File(practice, client, practice.staff[story.lead or story.by])
    _sign_terms(story, file, given_on)
    for values in story.people:
        order = _paper("Order.pdf", "Order", "The court", values.get("authority_seen", ""))
        around = add_person(client, by=by, now=days.at(story.opened, "10:20"), authority_files=order, **values)
        if around.may_be_told == MayBeTold.PROGRESS:
            actions.give_consent(client, party=None, person=around, scope=Scope.UPDATES, by=by, **consent)
    return file


def _sign_terms(story: Story, file: File, on: date) -> None:
    """Who pays signs; where two pay, each carries half."""
    instruction = file.client.instructions.get()
    paying = list(instruction.parties.filter(pays=True).order_by("pk"))
    given: dict[str, Any] = {"by": file.lead, "now": file.days.at(story.opened, "10:10")}
    if story.signs_terms and paying:
        signed: dict[str, Any] = {"terms_signed_on": on, "fees_agreed_on": on, "terms_signed_by": paying[0].addressee}
        terms = _paper("Signed terms.pdf", "Terms and fees", paying[0].addressee, TERMS if story.signed else "")
        record_terms(instruction, version=instruction.version, terms_files=terms, **signed, **given)
    if len(paying) == 2:
        share_costs(instruction, shares={party.pk: 50 for party in paying}, **given)


def _evidence(story: Story) -> dict[str, Received]:
    signed = _paper("Signed consent.pdf", "Consent to share", story.consented_by, story.signed)
    return {"evidence": signed[0]} if signed else {}


def _paper(name: str, heading: str, by: str, words: str) -> list[Received]:
    """A file as somebody would upload it; none without words."""
    if not words:
        return []
    with signed_form(heading, by, words) as form:
        received = receive(name, form, limits=Limits())
    return [received] if isinstance(received, Received) else []
