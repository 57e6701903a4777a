"""The people around a client: who they are, what they may decide and be told, and whom nobody is to contact."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from clients.evidence_actions import keep_evidence
from clients.match_actions import index_matches
from clients.models import Client, EntryKind, PersonAround, Shows
from clients.timeline_actions import add_entry
from files.receiving import Received
from ui.versions import swap


class AlreadyEnded(Exception): ...


@transaction.atomic
def add_person(
    client: Client, *, by: User, now: datetime, authority_files: Sequence[Received] = (), **values: Any
) -> PersonAround:
    person = PersonAround.objects.create(client=client, **values)
    index_matches(client)
    fields = [*values, *_keep(person, authority_files, by=by, now=now)]
    record("person.added", person, by=by, client=client, fields=fields, now=now)
    if person.no_contact:
        _tell_of_no_contact(person, by=by, now=now)
    return person


@transaction.atomic
def change_person(
    person: PersonAround,
    *,
    version: int,
    by: User,
    now: datetime,
    authority_files: Sequence[Received] = (),
    **values: Any,
) -> None:
    """Raises ui.versions.Stale when somebody saved them in the meantime."""
    was_barred = person.no_contact
    changed = swap(person, version=version, **values) + _keep(person, authority_files, by=by, now=now)
    index_matches(person.client)
    record("person.changed", person, by=by, client=person.client, fields=changed, now=now)
    if person.no_contact and not was_barred:
        _tell_of_no_contact(person, by=by, now=now)


@transaction.atomic
def end_person(person: PersonAround, *, on: date, reason: str, by: User, now: datetime) -> None:
    """They are around the client no longer; the entry stays, and nothing more is told to them."""
    still = PersonAround.objects.current().filter(pk=person.pk)
    if not still.update(ended_on=on, ended_reason=reason):
        raise AlreadyEnded("Somebody has noted this already.")
    record("person.ended", person, by=by, client=person.client, fields=["ended_on"], now=now)


def _keep(person: PersonAround, files: Sequence[Received], *, by: User, now: datetime) -> list[str]:
    kept = keep_evidence(person.client, files, shows=Shows.AUTHORITY, person=person, by=by, now=now)
    return ["authority_files"] if kept else []


def _tell_of_no_contact(person: PersonAround, *, by: User, now: datetime) -> None:
    title = f"No contact with {person.name}"
    add_entry(person.client, at=now, now=now, kind=EntryKind.NOTE, title=title, excerpt=person.no_contact_reason, by=by)
