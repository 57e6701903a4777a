import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from audit.models import AuditEvent, Seal, SealedEvent
from audit.whence import origin

FIRST_PREVIOUS = "0" * 64


def record(
    verb: str,
    target: models.Model,
    *,
    by: Any,
    client: Any = None,
    fields: Iterable[str] = (),
    now: datetime | None = None,
) -> AuditEvent:
    """Writes one event in the caller's transaction.

    `by` is a member of staff, or text for a job or an outside reader ("link 0193…"). `client` is the client whose file
    this is (anything with a `reference`). `fields` names what changed; values never belong here.
    """
    event = AuditEvent(
        at=(now or timezone.now()).astimezone(UTC),
        verb=verb,
        actor_id=str(getattr(by, "pk", "") or ""),
        actor=str(by),
        target_kind=target._meta.label,
        target_id=str(target.pk),
        client=client.reference if client is not None else "",
        fields=sorted(fields),
        origin=origin(),
    )
    event.text = canonical(event)
    event.digest = digest_of(event.text)
    event.save(force_insert=True)
    return event


def canonical(event: AuditEvent) -> str:
    """The event as JSON with sorted keys and UTC time: the text that its digest covers."""
    names = ("verb", "actor_id", "actor", "target_kind", "target_id", "client", "fields", "origin")
    values = {name: getattr(event, name) for name in names} | {"at": event.at.isoformat()}
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def seal_events(*, now: datetime) -> Seal | None:
    """Seals every event that no seal names yet; None when there is none.

    Two sealers at once: the second fails on the seal's number and leaves its events to the next run.
    """
    waiting = list(AuditEvent.objects.filter(membership=None).order_by("number").values_list("number", "digest"))
    if not waiting:
        return None
    last = Seal.objects.order_by("-number").first()
    previous = last.digest if last else FIRST_PREVIOUS
    seal = Seal(number=last.number + 1 if last else 1, previous=previous, sealed_at=now)
    seal.digest = seal_digest(previous, [digest for _, digest in waiting])
    seal.save(force_insert=True)
    SealedEvent.objects.bulk_create([SealedEvent(seal=seal, event_id=number) for number, _ in waiting], batch_size=500)
    return seal


def seal_digest(previous: str, digests: Iterable[str]) -> str:
    return digest_of("\n".join([previous, *digests]))
