"""What staff do to keep people safe: risks, warnings in the banner, the way in, complaints and promises."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import PracticeSettings, User
from audit.actions import record
from clients.models import Alert, Client, Complaint, EntryKind, Promise, Risk, WayIn
from clients.timeline_actions import add_entry
from ui.versions import Stale, swap


class AlreadyClosed(Exception): ...


@transaction.atomic
def raise_risk(client: Client, *, by: User, **values: Any) -> Risk:
    risk = Risk.objects.create(client=client, raised_by=by, **values)
    record("risk.raised", risk, by=by, client=client)
    return risk


@transaction.atomic
def review_risk(risk: Risk, *, version: int, by: User, **values: Any) -> None:
    """Saves what a review of the risk found. Raises ui.versions.Stale when somebody saved it in the meantime."""
    changed = swap(risk, version=version, **values)
    record("risk.reviewed", risk, by=by, client=risk.client, fields=changed)


@transaction.atomic
def close_risk(risk: Risk, *, on: date, reason: str, by: User) -> None:
    if not Risk.objects.filter(pk=risk.pk, closed_on=None).update(closed_on=on, closed_reason=reason):
        raise AlreadyClosed("Somebody has closed this risk already.")
    record("risk.closed", risk, by=by, client=risk.client, fields=["closed_on"])


@transaction.atomic
def raise_alert(client: Client, *, kind: str, words: str, on: date, by: User) -> Alert:
    alert = Alert.objects.create(client=client, kind=kind, words=words, raised_on=on, raised_by=by)
    record("alert.raised", alert, by=by, client=client, fields=["kind", "words"])
    return alert


@transaction.atomic
def end_alert(alert: Alert, *, on: date, reason: str, by: User) -> None:
    if not Alert.objects.filter(pk=alert.pk, ended_on=None).update(ended_on=on, ended_reason=reason):
        raise AlreadyClosed("Somebody has ended this alert already.")
    record("alert.ended", alert, by=by, client=alert.client, fields=["ended_on"])


@transaction.atomic
def change_way_in(client: Client, *, text: str, version: int, by: User, now: datetime) -> WayIn:
    """Version 0 stands for a way in that nobody has written yet."""
    values = {"text": text, "changed_at": now, "changed_by": by}
    held, made = WayIn.objects.get_or_create(client=client, defaults=values)
    if not made:
        if not version:
            raise Stale(held)
        swap(held, version=version, **values)
    record("way_in.changed", held, by=by, client=client, fields=["text"], now=now)
    return held


@transaction.atomic
def receive_complaint(
    client: Client, *, kind: str, received_on: date, from_whom: str, about: str, by: User, now: datetime
) -> Complaint:
    complaint = Complaint.objects.create(
        client=client,
        kind=kind,
        received_on=received_on,
        from_whom=from_whom,
        about=about,
        answer_due_on=PracticeSettings.current().complaint_due_on(received_on, nation=client.nation),
        raised_by=by,
    )
    record("complaint.received", complaint, by=by, client=client, fields=["about", "from_whom"], now=now)
    _tell(complaint, f"{complaint.get_kind_display()} received", received_on, by=by, now=now)
    return complaint


@transaction.atomic
def resolve_complaint(
    complaint: Complaint, *, on: date, resolution: str, learning: str, by: User, now: datetime
) -> None:
    found = {"resolved_on": on, "resolved_by": by, "resolution": resolution, "learning": learning}
    if not Complaint.objects.open().filter(pk=complaint.pk).update(**found):
        raise AlreadyClosed("Somebody has resolved this already.")
    record("complaint.resolved", complaint, by=by, client=complaint.client, fields=found, now=now)
    _tell(complaint, f"{complaint.get_kind_display()} resolved", on, by=by, now=now)


@transaction.atomic
def make_promise(client: Client, *, what: str, to_whom: str, on: date, due_on: date, by: User) -> Promise:
    promise = Promise.objects.create(client=client, what=what, to_whom=to_whom, made_on=on, due_on=due_on, made_by=by)
    record("promise.made", promise, by=by, client=client, fields=["what", "to_whom", "due_on"])
    return promise


@transaction.atomic
def settle_promise(promise: Promise, *, on: date, how: str, by: User) -> None:
    if not Promise.objects.open().filter(pk=promise.pk).update(settled_on=on, settled_how=how):
        raise AlreadyClosed("Somebody has settled this promise already.")
    record("promise.settled", promise, by=by, client=promise.client, fields=["settled_on"])


def _tell(complaint: Complaint, title: str, at: date, *, by: User, now: datetime) -> None:
    add_entry(
        complaint.client,
        at=at,
        now=now,
        kind=EntryKind.NOTE,
        title=title,
        by=by,
        icon="note",
        route="clients:complaint",
        target=complaint,
    )
