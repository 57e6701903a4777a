"""What admins set about a client's weight, and how a client's choice of case manager is recorded."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.actions import record
from clients.caseload_actions import assign_lead
from clients.models import CaseManagerChoice, Client, EntryKind, WeightOverride
from clients.timeline_actions import add_entry


class ChosenButNotOffered(Exception): ...


@transaction.atomic
def set_weight(
    client: Client, *, travel: str, points: int | None, reason: str, by: User, now: datetime
) -> WeightOverride:
    """Sets how far a client is and, with `points`, what counts in place of the sum. What was set before is kept."""
    override = WeightOverride.objects.create(client=client, travel=travel, points=points, reason=reason, by=by, at=now)
    fields = ["travel"] if points is None else ["points", "travel"]
    record("weight.set", override, by=by, client=client, fields=fields, now=now)
    return override


@transaction.atomic
def record_choice(
    client: Client,
    *,
    offered: Iterable[User],
    chosen: User | None,
    said_by: str,
    words: str,
    on: date,
    by: User,
    now: datetime,
) -> CaseManagerChoice:
    """Records whom a client was offered and chose, and gives the client to the one chosen, if anybody, from now on."""
    people = list(offered)
    if chosen is not None and chosen not in people:
        raise ChosenButNotOffered(f"Tick {chosen.name} as offered too, or choose somebody else.")
    choice = CaseManagerChoice.objects.create(
        client=client, chosen=chosen, said_by=said_by, words=words, on=on, by=by, entered_at=now
    )
    choice.offered.set(people)
    record("case_manager.chosen", choice, by=by, client=client, fields=["chosen", "offered"], now=now)
    title = f"Client's choice of case manager: {chosen.name if chosen else 'none of those offered'}"
    add_entry(client, at=on, now=now, kind=EntryKind.SYSTEM, title=title, by=by)
    if chosen is not None:
        assign_lead(client, staff=chosen, by=by, now=now, reason="Chosen by the client")
    return choice
