"""Drawing a sample of somebody's records, judging each of them, and closing the audit."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.actions import record as record_event
from practice.models import AuditAnswer, AuditComment, AuditedRecord, RecordAudit
from practice.supervision.draw import drawn
from practice.supervision.sample import records_of
from ui.versions import swap


class NothingToDraw(Exception): ...


class AuditFinished(Exception): ...


class NotAllJudged(Exception): ...


class NotFinished(Exception): ...


@transaction.atomic
def draw_sample(
    supervisor: User, *, supervisee: User, since: date, until: date, size: int, now: datetime
) -> RecordAudit:
    """Draws from the signed records of the period that the supervisor may read; raises NothingToDraw for none."""
    found = dict(records_of(supervisee, reader=supervisor, since=since, until=until, signed_by=now, now=now))
    if not found:
        raise NothingToDraw(f"{supervisee.name} signed no records of that period that you may read.")
    audit = RecordAudit.objects.create(
        supervisor=supervisor,
        supervisee=supervisee,
        since=since,
        until=until,
        seed=secrets.token_hex(8),
        drawn_from=len(found),
        drawn_at=now,
        items=checklist(PracticeSettings.current()),
    )
    AuditedRecord.objects.bulk_create(
        AuditedRecord(audit=audit, client_id=found[record_id], record_id=record_id, position=position)
        for position, record_id in enumerate(drawn(found, seed=audit.seed, size=size), start=1)
    )
    record_event("record_audit.drawn", audit, by=supervisor, now=now)
    return audit


@transaction.atomic
def judge_record(
    audited: AuditedRecord, *, answers: Sequence[tuple[str, str]], version: int, by: User, now: datetime
) -> None:
    """Keeps a verdict and a remark for each item. Raises Stale when the record was judged in the meantime."""
    if RecordAudit.objects.select_for_update().get(pk=audited.audit_id).is_finished:
        raise AuditFinished("This audit is finished. Its answers stay as they are.")
    swap(audited, version=version, judged_on=timezone.localdate(now))
    for item, (verdict, remark) in enumerate(answers):
        AuditAnswer.objects.update_or_create(
            audited=audited, item=item, defaults={"verdict": verdict, "remark": remark}
        )
    record_event("record_audit.record_judged", audited, by=by, client=audited.client, now=now)


@transaction.atomic
def finish_audit(audit: RecordAudit, *, by: User, now: datetime) -> None:
    """From here on the answers stay, and the supervisee reads them."""
    locked = RecordAudit.objects.select_for_update().get(pk=audit.pk)
    if locked.is_finished:
        return
    left = AuditedRecord.objects.not_judged().filter(audit=audit).count()
    if left:
        raise NotAllJudged(f"Look at every record first: {left} left.")
    RecordAudit.objects.filter(pk=audit.pk).update(finished_at=now)
    audit.finished_at = now
    record_event("record_audit.finished", audit, by=by, now=now)


@transaction.atomic
def comment_on_audit(audit: RecordAudit, *, text: str, by: User, now: datetime) -> AuditComment:
    if not audit.is_finished:
        raise NotFinished("This audit is not finished yet.")
    comment = AuditComment.objects.create(audit=audit, text=text, author=by, at=now)
    record_event("record_audit.commented", comment, by=by, fields=["text"], now=now)
    return comment


def checklist(practice: PracticeSettings) -> list[str]:
    return [line.strip() for line in practice.record_checklist.splitlines() if line.strip()]
