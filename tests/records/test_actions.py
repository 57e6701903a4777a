from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import PracticeSettings
from audit.models import AuditEvent
from clients.models import Client, EntryKind, TimelineEntry
from records import actions
from records.models import Addendum, ContactKind, ContactRecord
from tests.factories.records import ContactRecordFactory

LAST_WEEK = timedelta(days=7)


def sign(client, by, **changed):
    now = changed.pop("now", timezone.now())
    given = {
        "kind": ContactKind.VISIT,
        "on": timezone.localdate(now),
        "at": None,
        "minutes": 55,
        "with_whom": "Carol Ashby (mother)",
        "with_client": True,
        "text": "Walked to the shop.\n\nPaid by card himself.",
        "late_reason": "",
    }
    return actions.sign_contact(client, by=by, now=now, **given | changed)


def test_signing_keeps_the_text_to_the_letter_and_who_signed_when(client_file, case_manager):
    now = timezone.now()

    record = sign(client_file, case_manager, now=now, text="  Two  spaces\n and a line ")

    record.refresh_from_db()
    assert record.text == "  Two  spaces\n and a line "
    assert (record.author, record.signed_at, record.has_time, record.is_late) == (case_manager, now, False, False)


def test_signing_tells_the_timeline_and_the_audit_log(client_file, case_manager):
    record = sign(client_file, case_manager)

    entry = TimelineEntry.objects.get(target=str(record.pk))
    assert (entry.title, entry.kind, entry.icon) == ("Visit, Carol Ashby (mother)", EntryKind.CONTACT, "visit")
    assert entry.excerpt == "Walked to the shop. Paid by card himself."
    assert (entry.url, entry.by_name) == (record.get_absolute_url(), "Priya Kaur")
    event = AuditEvent.objects.get(verb="contact.signed")
    assert (event.client, event.actor_id) == (client_file.reference, str(case_manager.pk))
    assert event.fields == ["happened_at", "kind", "minutes", "text", "with_whom"]
    assert "shop" not in event.text


def test_event_time_and_entry_time_are_kept_apart(client_file, case_manager):
    now = timezone.now()
    yesterday = timezone.localdate(now) - timedelta(days=1)

    record = sign(client_file, case_manager, now=now, on=yesterday, at=time(23, 59))

    assert timezone.localtime(record.happened_at).date() == yesterday
    entry = TimelineEntry.objects.get(target=str(record.pk))
    assert (entry.at, entry.entered_at, entry.has_time) == (record.happened_at, now, True)


def test_a_late_entry_needs_a_reason(client_file, case_manager):
    with pytest.raises(actions.LateReasonMissing, match="more than 24 hours"):
        sign(client_file, case_manager, on=timezone.localdate() - LAST_WEEK)

    assert not ContactRecord.objects.exists()


def test_a_late_entry_with_its_reason_is_labelled(client_file, case_manager):
    record = sign(client_file, case_manager, on=timezone.localdate() - LAST_WEEK, late_reason="Off sick")

    assert (record.is_late, record.late_reason) == (True, "Off sick")


def test_the_practice_decides_what_is_late(client_file, case_manager):
    PracticeSettings.objects.update_or_create(pk=1, defaults={"late_entry_hours": 24 * 14})

    assert not sign(client_file, case_manager, on=timezone.localdate() - LAST_WEEK).is_late


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=365)])
def test_what_has_not_happened_cannot_be_signed(client_file, case_manager, ahead):
    with pytest.raises(actions.NotYetHappened):
        sign(client_file, case_manager, on=timezone.localdate() + ahead)


def test_a_contact_with_the_client_moves_the_last_contact_forward_only(client_file, case_manager):
    today = timezone.localdate()

    sign(client_file, case_manager, on=today)
    sign(client_file, case_manager, on=today - LAST_WEEK, late_reason="Found in my diary")

    assert Client.objects.get(pk=client_file.pk).last_contact_on == today


@pytest.mark.parametrize("changed", [{"kind": ContactKind.NOTE}, {"with_client": False}])
def test_a_note_or_a_call_to_somebody_else_is_no_contact_with_the_client(client_file, case_manager, changed):
    record = sign(client_file, case_manager, **changed)

    assert not record.with_client
    assert Client.objects.get(pk=client_file.pk).last_contact_on is None


def test_a_note_stands_among_the_notes(client_file, case_manager):
    record = sign(client_file, case_manager, kind=ContactKind.NOTE, with_whom="")

    entry = TimelineEntry.objects.get(target=str(record.pk))
    assert (entry.kind, entry.title) == (EntryKind.NOTE, "Note")


def test_an_addendum_leaves_the_record_as_it_was_signed(client_file, case_manager, supervisor):
    record = sign(client_file, case_manager)
    before = ContactRecord.objects.values().get(pk=record.pk)

    first = actions.add_addendum(record, text="It was the bench.", by=case_manager, now=timezone.now())
    second = actions.add_addendum(record, text="And on a Tuesday.", by=case_manager, now=timezone.now())

    assert ContactRecord.objects.values().get(pk=record.pk) == before
    assert [first.number, second.number] == [1, 2]
    assert AuditEvent.objects.filter(verb="contact.addendum_added", client=client_file.reference).count() == 2
    entries = TimelineEntry.objects.filter(target=str(record.pk), icon="pen")
    assert [entry.kind for entry in entries] == [EntryKind.CONTACT] * 2


@pytest.mark.django_db(transaction=True)
def test_addenda_written_at_the_same_moment_get_a_number_each():
    record = ContactRecordFactory(client__reference="CM-0142")

    def add(number):
        try:
            return actions.add_addendum(record, text=f"{number}", by=record.author, now=timezone.now()).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(add, range(6)))

    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert Addendum.objects.count() == 6


def test_signing_dates_from_long_ago_are_kept(client_file, case_manager):
    record = sign(
        client_file, case_manager, on=date(1987, 6, 5), late_reason="From the papers of the former case manager"
    )

    assert timezone.localdate(record.happened_at) == date(1987, 6, 5)
