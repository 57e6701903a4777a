"""The files that were merged into one, and what My day says of merges."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.written_for import written_for
from clients.models import Assignment, Client, ConflictWall, Merge
from ui.among import Among
from ui.links import path_to

TOLD_FOR = timedelta(days=7)
MOST = 25


def files_in(client: Client) -> list[Client]:
    """The client's file and those that go on in it, directly or through another."""
    found = [client]
    newest = found
    while newest:
        merges = Merge.objects.standing().filter(client__in=newest).select_related("earlier").order_by("made_at", "pk")
        newest = [merge.earlier for merge in merges if merge.earlier not in found]
        found = found + newest
    return found


def going_on_in(keys: Collection[UUID]) -> dict[UUID, Client]:
    """For each of these files that was merged, directly or through others, the file in which it goes on now."""
    found: dict[UUID, Client] = {}
    newest = set(keys)
    while newest:
        merges = Merge.objects.standing().filter(Among("earlier", newest)).select_related("client")
        into = {merge.earlier_id: merge.client for merge in merges}
        found = {earlier: into.get(client.pk, client) for earlier, client in found.items()} | into
        newest = {client.pk for client in into.values()}
    return {earlier: client for earlier, client in found.items() if earlier in keys}


def references_in(client: Client) -> list[str]:
    return [file.reference for file in files_in(client)]


@dataclass(frozen=True)
class Told:
    """A merge, as My day tells it; `url` leads to what the earlier file said, for those who may read that."""

    initials: str
    reference: str
    why: str
    url: str


def merges_told(user: User, *, now: datetime) -> list[Told]:
    """One query: merges of the last days of files that the person works on, or worked on until then."""
    return [_told(merge) for merge in merges_to_tell(user, now, now - TOLD_FOR)]


@written_for
def merges_to_tell(user: User, now: datetime, since: datetime) -> Any:
    found = Merge.objects.told_since(since).filter(_works(user, now) | _worked(user))
    found = found.exclude(_walled(user, now)).annotate(works=_works(user, now))
    return found.select_related("client", "earlier", "by", "undone_by").order_by("-made_at", "-pk")[:MOST]


def _told(merge: Any) -> Told:
    """Whoever does not work on the other file hears only what became of their own."""
    own = merge.client if merge.works else merge.earlier
    if merge.undone_at:
        why = f"Merge of {merge.earlier.reference} undone by {merge.undone_by.name}: {merge.undone_why}"
    elif merge.works:
        why = f"{merge.earlier.reference} merged into this file by {merge.by.name}: {merge.reason}"
    else:
        why = f"Merged into another file of the same person by {merge.by.name}"
    told = merge.works and not merge.undone_at
    return Told(own.initials, own.reference, why, path_to("clients:earlier_file", merge.pk) if told else "")


def _works(user: User, now: datetime) -> Exists:
    return Exists(Assignment.objects.live(now).working().filter(staff=user, client=OuterRef("client")))


def _worked(user: User) -> Exists:
    ended = Q(ends_at=OuterRef("made_at")) | Q(starts_at=OuterRef("undone_at"))
    return Exists(Assignment.objects.working().filter(ended, staff=user, client=OuterRef("earlier")))


def _walled(user: User, now: datetime) -> Exists:
    walls = ConflictWall.objects.standing(now).filter(staff=user)
    return Exists(walls.filter(Q(client=OuterRef("client")) | Q(client=OuterRef("earlier"))))
