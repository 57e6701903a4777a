"""Seals the audit log, and keeps each head outside the database: there it shows when the log's end is cut off."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from audit.actions import seal_events
from audit.models import Seal


def heads_file() -> Path:
    return Path(settings.AUDIT_HEADS)


def seal(*, now: datetime) -> Seal | None:
    made = seal_events(now=now)
    if made:
        path = heads_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(f"{made.sealed_at.isoformat()} {made.number} {made.digest}\n")
    return made
