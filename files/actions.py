"""What becomes of a file: stored with the record it belongs to, scanned, and looked after on the disk."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.actions import record
from files import place
from files.clamd import ScannerAway, scan
from files.models import State, StoredFile
from files.receiving import Received
from files.refusals import Reason, sentence
from ui.bell import ring

logger = logging.getLogger(__name__)

SCAN_TASK = "files.scan_quarantined"
LEASE = timedelta(minutes=5)
SCANNER = "virus scanner"
SWEEP = "sweep of files"
ORPHANED_AFTER = 3600  # seconds; far longer than any form takes to be saved


@transaction.atomic
def store(received: Received, *, by: Any, client: Any = None, now: datetime) -> StoredFile:
    """Makes the row of a file that was received, in the transaction of the record it belongs to.

    `by` is a member of staff, or text for a job. Where a virus scanner is set up, the file stays in quarantine first.
    """
    stored = StoredFile.objects.create(
        name=received.name,
        kind=received.kind,
        size=received.size,
        sha256=received.sha256,
        pages=received.pages,
        stored_name=received.stored_name,
        state=State.QUARANTINED if settings.CLAMD_URL else State.CLEAN,
        uploaded_at=now,
        uploaded_by=str(by),
        uploaded_by_id=str(getattr(by, "pk", "") or ""),
    )
    record("file.stored", stored, by=by, client=client, now=now)
    if stored.state == State.QUARANTINED:
        ring(SCAN_TASK)
    return stored


def discard_unnamed(received: Iterable[Received]) -> None:
    """Takes away the bytes of files that no row names: their form was refused, or taken back."""
    names = {each.stored_name for each in received}
    kept = set(StoredFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True)) if names else ()
    for name in names.difference(kept):
        place.take_away(name)


def scan_next(*, now: datetime) -> bool:
    """Claims one file in quarantine and has it scanned; False when there is none, or no scanner that answers."""
    stored = _claim(now) if settings.CLAMD_URL else None
    if stored is None:
        return False
    try:
        with place.path_of(stored.stored_name).open("rb") as file:
            virus = scan(file, url=settings.CLAMD_URL)
    except FileNotFoundError:
        return True  # the sweep says that it is missing
    except ScannerAway as problem:
        logger.warning("The virus scanner did not say whether a file is clean: %s", problem)
        return False
    _settle(stored, virus=virus, now=now)
    return True


def _claim(now: datetime) -> StoredFile | None:
    for waiting in StoredFile.objects.waiting(now).order_by("uploaded_at", "pk")[:5]:
        mine = StoredFile.objects.waiting(now).filter(pk=waiting.pk).update(lease_until=now + LEASE)
        if mine:
            waiting.lease_until = now + LEASE
            return waiting
    return None


@transaction.atomic
def _settle(stored: StoredFile, *, virus: str, now: datetime) -> None:
    """Only while the claim holds: whoever claimed it since will settle it."""
    claimed = StoredFile.objects.filter(pk=stored.pk, state=State.QUARANTINED, lease_until=stored.lease_until)
    if not virus:
        if claimed.update(state=State.CLEAN, lease_until=None):
            record("file.cleared", stored, by=SCANNER, now=now)
        return
    refusal = sentence(stored.name, Reason.VIRUS)[:300]
    if claimed.update(state=State.REFUSED, refusal=refusal, lease_until=None):
        record("file.refused", stored, by=SCANNER, now=now)
        transaction.on_commit(lambda: place.take_away(stored.stored_name))
        logger.warning("A virus was found in file %s: %s", stored.pk, virus)


@transaction.atomic
def forget(stored: StoredFile, *, by: Any, now: datetime) -> None:
    """Takes a file away for good that was no record but somebody's means to make some. Nothing may point at it."""
    record("file.forgotten", stored, by=by, now=now)
    stored_name = stored.stored_name
    stored.delete()
    transaction.on_commit(lambda: place.take_away(stored_name))


@dataclass(frozen=True)
class Swept:
    """Bytes without a row, which were taken away, and rows without their bytes, which somebody must look into."""

    orphans: int
    missing: int


def sweep(*, now: datetime) -> Swept:
    """Brings disk and rows together after what a crash may have left between them."""
    orphans = [path for path in place.older_than(ORPHANED_AFTER) if not _is_named(path)]
    for path in orphans:
        path.unlink(missing_ok=True)
    missing = 0
    for stored in StoredFile.objects.with_bytes().order_by("pk").iterator():
        whole = place.size_of(stored.stored_name) == stored.size
        missing += not whole
        if whole == (stored.missing_since is not None):
            _note_presence(stored, whole=whole, now=now)
    if orphans or missing:
        logger.error("Files: %s without a row taken away, %s rows without their file", len(orphans), missing)
    return Swept(len(orphans), missing)


def _is_named(path: Path) -> bool:
    return StoredFile.objects.with_bytes().filter(stored_name=path.name).exists()


@transaction.atomic
def _note_presence(stored: StoredFile, *, whole: bool, now: datetime) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(missing_since=None if whole else now)
    if whole:
        record("file.found", stored, by=SWEEP, now=now)
    else:
        record("file.missing", stored, by=SWEEP, now=now)
