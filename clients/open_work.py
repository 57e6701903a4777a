"""What of a client's file is not finished, and what of it names somebody.

Safeguarding concerns are not among it: who reads a list of open work may not read them.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from clients.due import HOSPITAL_PAPER, unfinished
from clients.models import (
    Assignment,
    AssignmentKind,
    Client,
    HandoverLine,
    OpeningNotice,
    OutsideLink,
    Recipient,
)
from reminders.models import Kind
from ui.dates import day, moment
from ui.links import path_to
from ui.models import Draft
from ui.open_work import OpenWork

SAFETY, PERSON = OF_THE_FILE = ("clients:safety", "practice:person")
# What falls due in the file itself: its words before the day, and the page that shows it.
UNFINISHED: dict[str, tuple[str, str]] = {
    Kind.RISK_REVIEW: ("Risk, review due", SAFETY),
    Kind.CAPACITY: ("Capacity for a decision, review due", "clients:capacity_assessment"),
    Kind.COMPLAINT: ("Complaint or disagreement, answer due", "clients:complaint"),
    Kind.PROMISE: ("Promise, due", SAFETY),
    HOSPITAL_PAPER: ("Hospital paper, asked for", PERSON),
}


def spells_of(person: UUID, now: datetime) -> QuerySet[Assignment]:
    """Spells of work that hold or are to begin."""
    spells = Assignment.objects.working().filter(Q(ends_at=None) | Q(ends_at__gt=now), staff=person)
    return spells.select_related("client").order_by("client__family_name", "client__given_name", "client", "starts_at")


def links_of(person: UUID, now: datetime) -> QuerySet[OutsideLink]:
    """Links that hold and that the person answers for: whoever sent it, or took it on since."""
    answers = Q(kept_by=person) | Q(kept_by=None, sent_by=person)
    return OutsideLink.objects.holding_at(now).filter(answers).select_related("client")


def handovers_of(person: UUID) -> QuerySet[HandoverLine]:
    """Lines of a job that is still moving clients to the person or from them."""
    lines = HandoverLine.objects.waiting().filter(Q(giver=person) | Q(receiver=person))
    return lines.select_related("client").order_by("pk")


def notices_of(person: UUID) -> QuerySet[OpeningNotice]:
    return OpeningNotice.objects.filter(person=person, seen_at=None).select_related("opening__client")


def drafts_of(person: UUID, now: datetime) -> QuerySet[Draft]:
    """What the person began about clients whom they work for; other drafts stay with the account."""
    clients = Client.objects.filter(pk__in=spells_of(person, now).order_by().values("client"))
    return Draft.objects.filter(author=person, client__in=clients.values("reference")).order_by("client", "pk")


def open_work_of_person(person: UUID, now: datetime) -> Iterator[OpenWork]:
    for spell in spells_of(person, now):
        yield _of(spell.client, "spell", _spell_words(spell, now), "clients:allocation")
    for link in links_of(person, now):
        yield _of(link.client, "link", f"Shared link, ends {day(link.ends_at)}")
    for notice in notices_of(person):
        client = notice.opening.client
        yield _of(client, "notice", f"Opening of {moment(notice.opening.at)}, not seen yet")
    for line in handovers_of(person):
        yield _of(line.client, "handover", "Handover under way", "clients:allocation")
    for draft in drafts_of(person, now):
        yield OpenWork("draft", f"Draft: {draft.label.lower()}", client_reference=draft.client)


def open_work_of_clients(clients: Collection[UUID], now: datetime) -> Iterator[OpenWork]:
    links = OutsideLink.objects.holding_at(now).filter(client__in=clients).select_related("client")
    for link in links.order_by("ends_at", "pk"):
        goes_to = Recipient(link.client_id, party=link.party_id).key
        yield replace(_of(link.client, "link", f"Shared link, ends {day(link.ends_at)}"), goes_to=goes_to)
    for row in unfinished(clients):
        words, route = UNFINISHED[row.kind]
        where = row.client_reference if route in OF_THE_FILE else row.subject_id
        url = path_to(route, where)
        yield OpenWork(row.kind, f"{words} {day(row.due_on)}", row.client_id, row.client_reference, url)


def _spell_words(spell: Assignment, now: datetime) -> str:
    kind = AssignmentKind(spell.kind).label
    return kind if spell.starts_at <= now else f"{kind} from {day(spell.starts_at)}"


def _of(client: Client, kind: str, words: str, route: str = "") -> OpenWork:
    return OpenWork(kind, words, client.pk, client.reference, reverse(route, args=[client.reference]) if route else "")
