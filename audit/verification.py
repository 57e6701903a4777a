"""Recomputes every digest and seal, and names the first one that does not fit."""

from collections.abc import Collection, Iterator
from pathlib import Path

from audit.actions import FIRST_PREVIOUS, canonical, digest_of, seal_digest
from audit.models import AuditEvent, Seal, SealedEvent


def first_fault(*, head: str | None = None, heads: Collection[str] = ()) -> str | None:
    """What is wrong first, in words; None when the log is whole.

    `head` is the digest of the newest seal as noted elsewhere, `heads` are those of all seals. With them a log that was
    cut off at its end, or sealed anew from some point on, is found as well.
    """
    for fault in _faults([*heads, *([head] if head else [])]):
        return fault
    return None


def head() -> str:
    """Digest of the newest seal, to be kept outside the database."""
    last = Seal.objects.order_by("-number").first()
    return last.digest if last else FIRST_PREVIOUS


def heads_in(file: Path) -> list[str]:
    """The digests of a file that notes each seal as time, number and digest on one line."""
    return [line.split()[-1] for line in file.read_text().splitlines() if line.strip()]


def not_sealed_yet() -> int:
    return AuditEvent.objects.filter(membership=None).count()


def _faults(noted: Collection[str]) -> Iterator[str]:
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if canonical(event) != event.text:
            yield f"Event {event.number} no longer says what its text says."
        if digest_of(event.text) != event.digest:
            yield f"Event {event.number} does not match its digest."
    previous, seen = FIRST_PREVIOUS, set()
    for number, seal in enumerate(Seal.objects.order_by("number").iterator(), start=1):
        if seal.number != number:
            yield f"Seal {number} is missing."
        if seal.previous != previous:
            yield f"Seal {seal.number} does not follow the seal before it."
        members = SealedEvent.objects.filter(seal=seal).order_by("event_id").values_list("event__digest", flat=True)
        if seal_digest(seal.previous, members) != seal.digest:
            yield f"Seal {seal.number} does not match its events."
        previous = seal.digest
        seen.add(seal.digest)
    if not set(noted) <= seen | {FIRST_PREVIOUS}:
        yield "The log ends before the head that was noted elsewhere."
