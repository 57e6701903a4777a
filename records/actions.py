"""Signing a record of a contact, and adding to it afterwards. What is signed is never changed."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from accounts.models import PracticeSettings, User
from audit.actions import record as record_event
from clients.models import Client, EntryKind
from clients.terms import check_chargeable
from clients.timeline_actions import add_entry, note_dates
from records.models import Addendum, ContactKind, ContactRecord
from records.timing import event_time, has_begun, is_late
from ui.dates import day

ICONS = {
    ContactKind.VISIT: "visit",
    ContactKind.CALL: "call",
    ContactKind.EMAIL: "mail",
    ContactKind.MEETING: "people",
    ContactKind.ADVOCACY: "shield",
    ContactKind.NOTE: "note",
}


class LateReasonMissing(Exception): ...


class NotYetHappened(Exception): ...


@transaction.atomic
def sign_contact(
    client: Client,
    *,
    kind: str,
    on: date,
    at: time | None,
    minutes: int | None,
    with_whom: str,
    with_client: bool,
    text: str,
    late_reason: str,
    by: User,
    now: datetime,
    practice: PracticeSettings | None = None,
) -> ContactRecord:
    """Signs a record: from here on it can only be added to. A page has read the practice's settings already.

    Raises NotYetHappened for an event in the future, LateReasonMissing for a late entry that gives no reason, and
    clients.terms.TermsMissing for minutes where the practice stops chargeable work until the terms are signed.
    """
    if not has_begun(on, at, now=now):
        raise NotYetHappened("This has not happened yet. Enter when it took place.")
    practice = practice or PracticeSettings.current()
    hours = practice.late_entry_hours
    if minutes:
        check_chargeable(client, on=on, practice=practice)
    late = is_late(on, at, now=now, hours=hours)
    if late and not late_reason:
        raise LateReasonMissing(f"Enter why it is entered more than {hours} hours after the event.")
    signed = ContactRecord(
        client=client,
        kind=kind,
        happened_at=event_time(on, at),
        has_time=at is not None,
        minutes=minutes,
        with_whom=with_whom,
        with_client=with_client and kind != ContactKind.NOTE,
        text=text,
        author=by,
        signed_at=now,
        is_late=late,
        late_reason=late_reason,
    )
    signed.save(force_insert=True)
    record_event("contact.signed", signed, by=by, client=client, fields=_filled(signed), now=now)
    _tell(signed, signed.title, signed.happened_at if at else on, text, by=by, now=now)
    if signed.with_client:
        note_dates(client, contact_on=on)
    return signed


@transaction.atomic
def add_addendum(record: ContactRecord, *, text: str, by: User, now: datetime) -> Addendum:
    """Adds to a signed record under the next number; two people at once get two numbers."""
    ContactRecord.objects.select_for_update().get(pk=record.pk)  # the row lock that lines two authors up
    last = record.addenda.aggregate(last=Max("number"))["last"] or 0
    addendum = Addendum.objects.create(
        client=record.client, record=record, number=last + 1, text=text, author=by, signed_at=now
    )
    record_event("contact.addendum_added", addendum, by=by, client=record.client, fields=["text"], now=now)
    title = f"Addendum to {record.get_kind_display().lower()} of {day(record.happened_at)}"
    _tell(record, title, now, text, by=by, now=now, icon="pen")
    return addendum


def _tell(record: ContactRecord, title: str, at: date, text: str, *, by: User, now: datetime, icon: str = "") -> None:
    kind = ContactKind(record.kind)
    add_entry(
        record.client,
        at=at,
        now=now,
        kind=EntryKind.NOTE if kind == ContactKind.NOTE else EntryKind.CONTACT,
        title=title,
        excerpt=" ".join(text.split()),
        icon=icon or ICONS[kind],
        by=by,
        route="records:contact_record",
        target=record,
    )


def _filled(signed: ContactRecord) -> list[str]:
    optional = ("minutes", "with_whom", "late_reason")
    return ["kind", "happened_at", "text", *(name for name in optional if getattr(signed, name))]
