"""What staff note of the injury and the person, and, apart from it, for equality."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from clients.models import Circumstances, Client, EqualityRecord, HospitalDocument
from ui.versions import Stale, swap


@transaction.atomic
def change_circumstances(client: Client, *, version: int, by: User, now: datetime, **values: Any) -> list[str]:
    """Saves the injury and the person; version 0 stands for "not written yet". Raises ui.versions.Stale."""
    changed = _save(Circumstances, client, version, values, changed_at=now, changed_by=by)
    record("circumstances.changed", client, by=by, client=client, fields=changed, now=now)
    return changed


@transaction.atomic
def change_equality(client: Client, *, version: int, by: User, today: date, **values: Any) -> None:
    """Saves what the client said of themselves. The event names no field: which was answered is theirs to tell."""
    _save(EqualityRecord, client, version, values, asked_on=today, changed_by=by)
    record("equality.changed", client, by=by, client=client)


@transaction.atomic
def note_papers(client: Client, states: Mapping[str, str], *, on: date, by: User) -> list[str]:
    """Brings the checklist of hospital papers to these states; empty takes a line away. Gives what changed."""
    held = {line.paper: line for line in HospitalDocument.objects.select_for_update().filter(client=client)}
    changed = sorted(paper for paper, state in states.items() if state != (held[paper].state if paper in held else ""))
    for paper in changed:
        if states[paper]:
            values = {"state": states[paper], "on": on, "by": by}
            HospitalDocument.objects.update_or_create(client=client, paper=paper, defaults=values)
        else:
            held[paper].delete()
    if changed:
        record("hospital_papers.changed", client, by=by, client=client, fields=changed)
    return changed


def _save(kind: Any, client: Client, version: int, values: Mapping[str, Any], **stamp: Any) -> list[str]:
    held, made = kind.objects.get_or_create(client=client, defaults={**values, **stamp})
    if made:
        return sorted(name for name, value in values.items() if value)
    if not version:
        raise Stale(held)
    return [name for name in swap(held, version=version, **values, **stamp) if name in values]
