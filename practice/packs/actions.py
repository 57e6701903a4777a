"""From asking for a due diligence pack to the frozen PDF, by the same steps as an issued report."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import PracticeSettings, User
from accounts.roles import Permission
from audit.actions import record
from practice.models import DueDiligencePack, MadePack, PackState
from practice.packs.contents import collect, to_look_at
from practice.packs.render import render
from reminders.bell import ring
from reports.pdf import PdfFailed, PdfUnavailable, to_pdf

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
RENDER_TASK = "practice.render_packs"


@transaction.atomic
def ask_for_pack(
    *, firm: str, people: Collection[UUID], sections: Collection[str], by: User, now: datetime
) -> DueDiligencePack:
    """Freezes what the register says now and queues the PDF."""
    practice, today = PracticeSettings.current(), timezone.localdate(now, timezone.get_default_timezone())
    contents = collect(practice, firm=firm, people=people, sections=sections, by=by, today=today)
    pack = DueDiligencePack.objects.create(
        firm=firm,
        as_at=today,
        people=len(contents.members),
        content=json.loads(contents.to_json()),
        html=render(contents),
        to_look_at=to_look_at(practice, people=people, sections=sections, today=today),
        asked_by=by,
        asked_at=now,
    )
    record("pack.asked", pack, by=by, now=now)
    ring(RENDER_TASK)
    return pack


@transaction.atomic
def note_download(pack: DueDiligencePack, *, by: User, now: datetime) -> None:
    record("pack.downloaded", pack, by=by, now=now)


def render_next(*, now: datetime) -> bool:
    """Claims one pack and makes its PDF; False when there is none to claim."""
    pack = _claim(now)
    if pack is None:
        return False
    problem = _reason_to_refuse(pack)
    if problem:
        _fail(pack, problem, now=now)
        return True
    try:
        pdf = to_pdf(pack.html)
    except (PdfFailed, PdfUnavailable) as failure:
        _fail(pack, str(failure), now=now)
    else:
        _finish(pack, pdf, now=now)
    return True


def _claim(now: datetime) -> DueDiligencePack | None:
    """One conditional UPDATE decides which worker makes a pack."""
    for waiting in DueDiligencePack.objects.to_render(now).order_by("pk")[:10]:
        unchanged = DueDiligencePack.objects.filter(pk=waiting.pk, state=waiting.state, attempts=waiting.attempts)
        if unchanged.update(state=PackState.RENDERING, lease_until=now + LEASE, attempts=F("attempts") + 1):
            return DueDiligencePack.objects.select_related("asked_by").get(pk=waiting.pk)
    return None


def _reason_to_refuse(pack: DueDiligencePack) -> str:
    """Asked again when it is made: is it worth another try, and has the person still the right?"""
    if pack.attempts > MOST_ATTEMPTS:
        return "The PDF could not be made in three tries. Ask for the pack again."
    if not (pack.asked_by.is_active and pack.asked_by.may(Permission.MANAGE_STAFF)):
        return "Who asked for this pack is no practice admin any more."
    return ""


def _mine(pack: DueDiligencePack) -> Any:
    """The row, as long as no other worker has claimed it since: each claim has a lease of its own."""
    return DueDiligencePack.objects.filter(pk=pack.pk, state=PackState.RENDERING, lease_until=pack.lease_until)


@transaction.atomic
def _fail(pack: DueDiligencePack, problem: str, *, now: datetime) -> None:
    if _mine(pack).update(state=PackState.FAILED, problem=problem[:300], lease_until=None):
        record("pack.failed", pack, by="worker", now=now)


@transaction.atomic
def _finish(pack: DueDiligencePack, pdf: bytes, *, now: datetime) -> None:
    if not _mine(pack).update(state=PackState.DONE, lease_until=None, problem=""):
        return
    MadePack.objects.create(
        pack=pack,
        html=pack.html,
        pdf=pdf,
        html_digest=hashlib.sha256(pack.html.encode()).hexdigest(),
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        made_at=now,
    )
    record("pack.made", pack, by="worker", now=now)
