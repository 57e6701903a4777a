"""The steps of a safeguarding concern.

None of them leaves a word on the timeline, and their events name no fields: whoever reads the access log of the file
learns that a page with narrow access was written on, and no more.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import PracticeSettings, User
from audit.actions import record
from clients.models import Client, Concern, ConcernStep


class Refusal(Exception):
    """The step does not fit where the concern stands."""


@transaction.atomic
def raise_concern(
    client: Client, *, noticed_on: date, what: str, at_once: str, client_wish: str, by: User, now: datetime
) -> Concern:
    """Raises a concern; the clock runs from now. Whoever raises it is named on it."""
    hours = PracticeSettings.current().safeguarding_hours
    concern = Concern.objects.create(
        client=client,
        noticed_on=noticed_on,
        what=what,
        at_once=at_once,
        client_wish=client_wish,
        raised_at=now,
        raised_by=by,
        decide_by=now + timedelta(hours=hours),
    )
    concern.named.add(by)
    record("concern.raised", concern, by=by, client=client, now=now)
    return concern


@transaction.atomic
def decide_concern(concern: Concern, *, referred_to: str, reason: str, by: User, now: datetime) -> None:
    """Notes whether it was referred, and to whom; empty stands for not referred."""
    found = {
        "decided_at": now,
        "decided_by": by,
        "referred_to": referred_to,
        "referred_at": now if referred_to else None,
        "reason": reason,
    }
    if not Concern.objects.undecided().filter(pk=concern.pk).update(**found):
        raise Refusal("Somebody has decided on this concern already.")
    record("concern.decided", concern, by=by, client=concern.client, now=now)


@transaction.atomic
def add_step(concern: Concern, *, text: str, by: User, now: datetime) -> ConcernStep:
    step = ConcernStep.objects.create(client=concern.client, concern=concern, text=text, at=now, by=by)
    record("concern.step_added", concern, by=by, client=concern.client, now=now)
    return step


@transaction.atomic
def name_readers(concern: Concern, *, people: Iterable[User], by: User, now: datetime) -> None:
    """Who may read it besides the lead and their supervisor. The one who raised it stays named."""
    concern.named.set([concern.raised_by, *people])
    record("concern.readers_named", concern, by=by, client=concern.client, now=now)


@transaction.atomic
def close_concern(concern: Concern, *, outcome: str, by: User, now: datetime) -> None:
    decided = Concern.objects.open().filter(pk=concern.pk).exclude(decided_at=None)
    if not decided.update(closed_at=now, closed_by=by, outcome=outcome):
        raise Refusal("Decide whether to refer it first." if concern.decided_at is None else "It is closed already.")
    record("concern.closed", concern, by=by, client=concern.client, now=now)
