"""Whether the practice knows somebody already, and whether taking them on brings a conflict of interest.

The search runs over all files, through keys. What it finds is shown to somebody only where they know the client; of
the rest they learn that there is something, in the same words whatever keeps them from it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.models import User
from clients.likeness import Finding, compare
from clients.match_keys import (
    CONTACT,
    OTHER_SIDE,
    PERSON,
    REFERENCE,
    domain_of,
    firm_of,
    keys_of_conflict,
    keys_of_person,
    whole_of,
    wholes_of,
)
from clients.merged import going_on_in
from clients.models import Client, MatchKey
from clients.sought import Firm, Sought
from ui.among import Among

__all__ = ["Finding", "Findings", "Firm", "Match", "Sought", "everything", "hand_in", "look", "sought_of"]

# Of files in which a contact or a firm is named; a large firm stands in thousands, and all say the same.
MOST_CONFLICTS = 200
MOST_SHOWN = 10
CONFLICT_SCORE = 50  # below the threshold of a person: the page shows people first
COLUMNS = ("reference", "given_name", "family_name", "preferred_name", "born_on", "nhs_number")


@dataclass(frozen=True)
class Match:
    """One thing that is like what was sought: another client, a member of staff, or else what `named` says."""

    finding: Finding
    score: int
    reasons: tuple[str, ...]
    client: Client | None = None
    staff: User | None = None
    named: str = ""


@dataclass(frozen=True)
class Findings:
    """`hidden` says that there are matches whose client the person does not know, and no more."""

    shown: tuple[Match, ...] = ()
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.hidden or bool(self.shown)


# Who is known to packages above this one: a function that gives conflicts with them.
Outside = Callable[[Sought], Iterable[Match]]


@dataclass
class Given:
    outside: Sequence[Outside] = ()


given = Given()


def hand_in(*, outside: Sequence[Outside]) -> None:
    """Called once at start by `casemgmt/wiring.py`, as `ui.open_work.hand_in` is."""
    given.outside = outside


def look(sought: Sought, *, staff: User, now: datetime) -> Findings:
    """What a page may show `staff` of everything that is like `sought`: the best of it."""
    found = everything(sought)
    clients = {match.client.pk for match in found if match.client}
    known = set(Client.objects.known_to(staff, now=now).filter(Among("pk", clients)).values_list("pk", flat=True))
    shown = tuple(match for match in found if match.client is None or match.client.pk in known)
    return Findings(shown[:MOST_SHOWN], hidden=bool(clients - known))


def everything(sought: Sought) -> list[Match]:
    """All that is like what is sought, best first. Not for a page: it knows no doors."""
    found = [*_among_clients(sought), *_among_staff(sought)]
    for outside in given.outside:
        found += outside(sought)
    return sorted(found, key=lambda match: -match.score)


def sought_of(client: Client) -> Sought:
    """A client as the search compares them; references and firms are asked for where they are needed."""
    return Sought(
        given_name=client.given_name,
        family_name=client.family_name,
        preferred_name=client.preferred_name,
        born_on=client.born_on,
        nhs_number=client.nhs_number,
    )


def _among_clients(sought: Sought) -> Iterator[Match]:
    """Four queries, however many files there are: the keys that agree, the clients they belong to, and merges.

    A file that was merged is found by what it said itself, and stands for the one in which it goes on.
    """
    best: dict[tuple[Finding, UUID], Match] = {}
    found = list(_among_files(sought))
    later = going_on_in({match.client.pk for match in found if match.client})
    for match in found:
        if match.client is None:
            continue
        client = later.get(match.client.pk, match.client)
        known = best.get((match.finding, client.pk))
        if known is None or known.score < match.score:
            best[match.finding, client.pk] = replace(match, client=client)
    yield from best.values()


def _among_files(sought: Sought) -> Iterator[Match]:
    agreed: dict[UUID, set[str]] = defaultdict(set)
    people = MatchKey.objects.filter(key__in=sorted(keys_of_person(sought)))
    conflicts = MatchKey.objects.filter(key__in=sorted(keys_of_conflict(sought))).order_by("-client", "key")
    for client, key in [
        *people.values_list("client", "key"),
        *conflicts.values_list("client", "key")[:MOST_CONFLICTS],
    ]:
        agreed[client].add(key)
    for client in Client.objects.filter(Among("pk", agreed)).only(*COLUMNS).order_by("pk"):
        shared = agreed[client.pk]
        references = tuple(key.partition(":")[2] for key in shared if key.startswith(f"{REFERENCE}:"))
        likeness = compare(sought, replace(sought_of(client), references=references))
        if likeness:
            yield Match(likeness.finding, likeness.score, likeness.reasons, client)
        if likeness is None or likeness.finding is not Finding.PERSON:
            reasons = tuple(_conflicts(sought, shared))
            if reasons:
                yield Match(Finding.CONFLICT, CONFLICT_SCORE, reasons, client)


def _conflicts(sought: Sought, shared: set[str]) -> Iterator[str]:
    kinds = {key.partition(":")[0] for key in shared}
    if CONTACT in kinds:
        yield "the new client has the name of somebody around this client, or of a contact of their parties"
    if PERSON in kinds:
        yield "a contact of the new instruction has the name of this client"
    firms = {sign for kind in OTHER_SIDE for sign in _values(shared, kind)}
    named = sorted({firm.name for firm in sought.firms if {firm_of(firm.name), f"@{domain_of(firm.email)}"} & firms})
    yield from (f"{name} stands on the other side here" for name in named)


def _values(shared: set[str], kind: str) -> set[str]:
    return {key.partition(":")[2] for key in shared if key.startswith(f"{kind}:")}


def _among_staff(sought: Sought) -> Iterator[Match]:
    """One query. The staff of a practice are some hundreds at most, so their names are compared here."""
    wholes = wholes_of(sought)
    contacts = {whole_of(firm.contact) for firm in sought.firms} - {""}
    mails = {firm.email.lower() for firm in sought.firms} - {""}
    domains = set(map(domain_of, mails)) - {""}
    own = False
    for person in User.objects.active().only("name", "email").order_by("name", "pk"):
        name, reasons = whole_of(person.name), []
        if name in wholes:
            reasons.append("a member of staff has the new client's name")
        if name in contacts or person.email.lower() in mails:
            reasons.append("a member of staff is, or is named like, a contact of the new instruction")
        own = own or domain_of(person.email) in domains
        if reasons:
            yield Match(Finding.CONFLICT, CONFLICT_SCORE, tuple(reasons), staff=person, named=person.name)
    if own:
        reason = "a firm of the new instruction has the practice's own e-mail address"
        yield Match(Finding.CONFLICT, CONFLICT_SCORE, (reason,), named="The practice itself")
