"""What is kept of the search for matches: keys of files; who looked, what was asked and found, and what was decided."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from clients.match_keys import keys_of_file
from clients.matching import Finding, Match, Sought, everything, look, sought_of
from clients.models import Client, MatchDecision, MatchKey, MatchLook, Party, PersonAround, PossibleMatch
from clients.sought import Firm

WENT_ON = "Went on: it is somebody else"
MOST_ITEMS = 10  # of one look; what is left out says the same of other files
ONE_SITTING = timedelta(days=1)


class AlreadyDecided(Exception): ...


class NoSuchDecision(Exception): ...


def index_matches(client: Client) -> None:
    """Writes the keys by which a file is found when somebody like its client comes."""
    keys = keys_for(client)
    MatchKey.objects.filter(client=client).exclude(key__in=keys).delete()
    rows = [MatchKey(client=client, key=key) for key in sorted(keys)]
    MatchKey.objects.bulk_create(rows, ignore_conflicts=True)


def keys_for(client: Client) -> set[str]:
    parties = list(Party.objects.filter(client=client))
    references = tuple(party.their_reference for party in parties)
    firms = tuple(Firm(party.firm, party.role, party.email, party.contact_name) for party in parties)
    around = PersonAround.objects.filter(client=client).values_list("name", flat=True)
    return keys_of_file(replace(sought_of(client), references=references, firms=firms), around)


@transaction.atomic
def note_look(sought: Sought, *, by: User, now: datetime) -> MatchLook | None:
    """Keeps what somebody asked and all that was found, the hidden included: items for admins.

    To be called outside the transaction of a form that is refused because of what was found. The same question of the
    same person is kept once. Nothing is written where nothing was found.
    """
    return _note(sought, client=None, by=by, now=now)


@transaction.atomic
def note_added(client: Client, sought: Sought, *, by: User, now: datetime) -> MatchLook | None:
    """As `note_look`, in the transaction that adds the client: binds the look to them, and notes that `by` went on.

    What they saw themselves is decided by that, conflicts of interest excepted; the rest waits for an admin.
    """
    kept = _note(sought, client=client, by=by, now=now)
    if kept is not None:
        seen = kept.matches.filter(decision="", for_admins=False)
        seen.update(decision=MatchDecision.NOT_SAME, decided_at=now, decided_by=by, reason=WENT_ON)
    return kept


@transaction.atomic
def decide(match: PossibleMatch, *, decision: str, reason: str, by: User, now: datetime) -> None:
    """An admin's word on one match. It changes no file: merging and walls have pages of their own."""
    if decision not in choices_for(match):
        raise NoSuchDecision("Choose one of the answers.")
    waiting = PossibleMatch.objects.waiting().filter(pk=match.pk)
    if not waiting.update(decision=decision, decided_at=now, decided_by=by, reason=reason):
        raise AlreadyDecided("Somebody has decided this already.")
    for client in {match.look.client, match.client} - {None} or {None}:
        record("match.decided", match, by=by, client=client, fields=["decision"], now=now)


def choices_for(match: PossibleMatch) -> list[str]:
    if match.is_conflict:
        return [MatchDecision.NO_CONFLICT, MatchDecision.CONFLICT]
    return [MatchDecision.NOT_SAME, MatchDecision.SAME]


def _note(sought: Sought, *, client: Client | None, by: User, now: datetime) -> MatchLook | None:
    found = [match for match in everything(sought) if client is None or match.client != client]
    if not found:
        return None
    kept = MatchLook.objects.filter(by=by, digest=sought.digest, client=None).order_by("-at").first()
    if kept is None:
        kept = MatchLook.objects.create(at=now, by=by, digest=sought.digest, asked=sought.asked)
        record("match.found", kept, by=by, now=now)
    _keep(found, kept, sought, by=by, now=now)
    if client is not None:
        MatchLook.objects.filter(pk=kept.pk).update(client=client)
        kept.client = client
        record("match.gone_on", kept, by=by, client=client, fields=["client"], now=now)
    return kept


def _keep(found: list[Match], kept: MatchLook, sought: Sought, *, by: User, now: datetime) -> None:
    """What this look has not kept yet. Who mends a slip and asks again leaves one item behind, not two."""
    same = {_which(match) for match in found}
    earlier = PossibleMatch.objects.filter(look__by=by, look__client=None, look__at__gte=now - ONE_SITTING, decision="")
    before = [match for match in earlier.exclude(look=kept).select_related("client", "staff") if _which(match) in same]
    settled = {"decision": MatchDecision.ASKED_AGAIN, "decided_at": now, "decided_by": by}
    PossibleMatch.objects.filter(pk__in=[match.pk for match in before]).update(**settled)
    already = {_which(match) for match in kept.matches.select_related("client", "staff")}
    shown = {match.client.pk for match in look(sought, staff=by, now=now).shown if match.client}
    PossibleMatch.objects.bulk_create(
        PossibleMatch(
            look=kept,
            finding=match.finding,
            client=match.client,
            staff=match.staff,
            named=match.named[:200],
            reasons="; ".join([*match.reasons, *_left_out(match, found)])[:500],
            score=match.score,
            for_admins=match.finding is Finding.CONFLICT or (match.client is not None and match.client.pk not in shown),
        )
        for match in found[:MOST_ITEMS]
        if _which(match) not in already
    )


def _left_out(match: Match, found: list[Match]) -> list[str]:
    """Said with the last that is kept, and only to those who may see that one."""
    more = len(found) - MOST_ITEMS
    return [f"{more} more like this"] if more > 0 and match is found[MOST_ITEMS - 1] else []


def _which(match: Match | PossibleMatch) -> tuple[Any, ...]:
    return match.finding == Finding.CONFLICT, match.client, match.staff, match.named
