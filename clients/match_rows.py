"""Possible matches as lines of a list and side by side, in ready strings; identity alone, never a word of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import User
from clients.health_number import spaced
from clients.likeness import Finding
from clients.matching import Match
from clients.models import Client, MatchDecision, Party, PossibleMatch
from ui import status
from ui.among import Among
from ui.dates import day, moment
from ui.links import path_to

FINDINGS = {
    Finding.PERSON: status.worded(status.SOON, "Possibly the same person"),
    Finding.RELATIVE: status.worded(status.NOT_STARTED, "Possibly a twin or relative"),
    Finding.CONFLICT: status.worded(status.RISK, "Possible conflict of interest"),
}
NOT_KNOWN = "Not recorded"


@dataclass(frozen=True)
class Shown:
    """One finding as it stands beside the name on the page of a new client."""

    words: str
    who: str
    url: str
    born: str
    because: str


@dataclass(frozen=True)
class Row:
    pk: UUID
    tag: status.Status
    new: str
    reference: str
    asked: str
    other: str
    other_reference: str
    because: str
    decided: str
    reason: str


@dataclass(frozen=True)
class Side:
    """One of the two who may be one: what tells people apart."""

    title: str
    name: str
    url: str
    lines: tuple[tuple[str, str], ...]


def shown_rows(matches: Iterable[Match], user: User) -> list[Shown]:
    """One query: which of the files the person may open; of the others an admin is led to the allocation."""
    matches = list(matches)
    clients = {match.client.pk for match in matches if match.client}
    readable = set(Client.objects.visible_to(user).filter(Among("pk", clients)).values_list("pk", flat=True))
    return [
        Shown(
            words=FINDINGS[match.finding].word,
            who=f"{match.client.full_name}, {match.client.reference}" if match.client else match.named,
            url=_url(match.client, readable) if match.client else "",
            born=f"born {day(match.client.born_on)}" if match.client and match.client.born_on else "",
            because=sentence("; ".join(match.reasons)),
        )
        for match in matches
    ]


def _url(client: Client, readable: set[UUID]) -> str:
    return client.get_absolute_url() if client.pk in readable else path_to("clients:allocation", client.reference)


def rows_of(matches: Any) -> list[Row]:
    """One query."""
    return [row_of(match) for match in matches.select_related("look__by", "look__client", "client", "decided_by")]


def row_of(match: PossibleMatch) -> Row:
    added = match.look.client
    by = f"{match.decided_by.name}, {moment(match.decided_at)}" if match.decided_by and match.decided_at else ""
    return Row(
        pk=match.pk,
        tag=FINDINGS[Finding(match.finding)],
        new=added.full_name if added else _asked_name(match),
        reference=added.reference if added else "not added yet",
        asked=f"{match.look.by.name}, {moment(match.look.at)}",
        other=match.client.full_name if match.client else match.named,
        other_reference=match.client.reference if match.client else "",
        because=sentence(match.reasons),
        decided=f"{MatchDecision(match.decision).label}: {by}" if match.decision else "",
        reason=match.reason,
    )


def sides_of(match: PossibleMatch) -> list[Side]:
    """One query: the parties of those who have a file."""
    clients = [client for client in (match.look.client, match.client) if client is not None]
    parties = Party.objects.filter(Among("client", [client.pk for client in clients])).order_by("pk")
    found = list(parties)
    new = _side("New", match.look.client, found) if match.look.client else _asked_side(match)
    if match.client:
        return [new, _side("Found", match.client, found)]
    return [new, Side("Found", match.named, "", ())]


def merge_url(match: PossibleMatch) -> str:
    """Where two files of one person become one; "" where one of them is none, or nothing merges files yet."""
    if match.decision != MatchDecision.SAME or match.client is None or match.look.client is None:
        return ""
    merge = path_to("clients:merge", match.client.reference)
    return f"{merge}?with={match.look.client.reference}" if merge else ""


def wall_url(match: PossibleMatch) -> str:
    return path_to("clients:build_wall") if match.decision == MatchDecision.CONFLICT else ""


def sentence(reasons: str) -> str:
    return f"{reasons[:1].upper()}{reasons[1:]}." if reasons else ""


def _side(title: str, client: Client, parties: list[Party]) -> Side:
    own = [party for party in parties if party.client_id == client.pk]
    firms = [f"{party.firm} ({party.get_role_display()})" for party in own]
    lines = _lines(
        client.preferred_name, client.born_on, client.nhs_number, [party.their_reference for party in own], firms
    )
    opened = ("File opened", day(client.created_at))
    url = path_to("clients:allocation", client.reference)
    return Side(title, f"{client.full_name}, {client.reference}", url, (*lines, opened))


def _asked_side(match: PossibleMatch) -> Side:
    asked = match.look.asked
    born = asked.get("born_on")
    lines = _lines(
        asked.get("preferred_name", ""),
        date.fromisoformat(born) if born else None,
        asked.get("nhs_number", ""),
        asked.get("references", []),
        [firm["name"] for firm in asked.get("firms", [])],
    )
    return Side("New, not added yet", _asked_name(match), "", lines)


def _lines(
    preferred: str, born_on: date | None, number: str, references: Iterable[str], firms: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    return (
        ("Likes to be called", preferred or NOT_KNOWN),
        ("Date of birth", day(born_on) if born_on else NOT_KNOWN),
        ("NHS or CHI number", spaced(number) or NOT_KNOWN),
        ("Claim references", ", ".join(filter(None, references)) or NOT_KNOWN),
        ("Parties", ", ".join(firms) or NOT_KNOWN),
    )


def _asked_name(match: PossibleMatch) -> str:
    asked = match.look.asked
    return f"{asked.get('given_name', '')} {asked.get('family_name', '')}".strip() or NOT_KNOWN
