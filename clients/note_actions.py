"""The note that goes with a client who changes hands: confirmed by who knows the client, read by who takes over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import record
from clients.models import HandoverLine, HandoverNote, LineState


class NoteClosed(Exception):
    """There is a note already, or nothing to write one for."""


class NotYours(Exception): ...


class NotYetBegun(Exception): ...


@transaction.atomic
def confirm_note(line: HandoverLine, *, by: User, now: datetime, **parts: str) -> HandoverNote:
    """Keeps the five parts of the note as somebody confirms them. Afterwards they stay as they are."""
    _lock(line)
    if HandoverNote.objects.filter(line=line).exists():
        raise NoteClosed("There is a note already. Write a contact record for what is to be known besides.")
    if line.state not in (LineState.WAITING, LineState.MOVED):
        raise NoteClosed("This handover does not take place, so there is no note to write.")
    note = HandoverNote.objects.create(line=line, client=line.client, written_at=now, confirmed_by=by, **parts)
    record("handover.note_confirmed", note, by=by, client=line.client, now=now)
    return note


@transaction.atomic
def mark_read(line: HandoverLine, *, collected: Mapping[str, str], by: User, now: datetime) -> None:
    """The receiver has read the note. Where nobody confirmed one, what they read is kept as it was collected."""
    _lock(line)
    if line.receiver_id != by.pk:
        raise NotYours("Only who takes over can tick this handover as read.")
    if line.state != LineState.MOVED or line.started is None or line.started.starts_at > now:
        raise NotYetBegun("This handover has not begun.")
    if line.read_at:
        return
    if not HandoverNote.objects.filter(line=line).exists():
        HandoverNote.objects.create(line=line, client=line.client, written_at=now, **collected)
    HandoverLine.objects.filter(pk=line.pk).update(read_at=now)
    record("handover.read", line, by=by, client=line.client, fields=["read_at"], now=now)


def _lock(line: HandoverLine) -> None:
    list(HandoverLine.objects.select_for_update(of=("self",)).filter(pk=line.pk).values_list("pk"))
    line.refresh_from_db(fields=["state", "read_at", "started"])
