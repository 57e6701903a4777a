"""Keeps the files that show what an instruction or an authority rests on, in the transaction of its record."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from clients.models import Client, Evidence, Instruction, PersonAround, Shows
from files.actions import store
from files.receiving import Received


def keep_evidence(
    client: Client,
    received: Iterable[Received],
    *,
    shows: Shows,
    by: User,
    now: datetime,
    instruction: Instruction | None = None,
    person: PersonAround | None = None,
) -> bool:
    """Whether there was any. The file's own event tells of it."""
    found = False
    for each in received:
        Evidence.objects.create(
            client=client,
            shows=shows,
            instruction=instruction,
            person=person,
            file=store(each, by=by, client=client, now=now),
            added_at=now,
            added_by=by,
        )
        found = True
    return found
