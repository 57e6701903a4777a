"""Whoever alters the log behind the application's back is found, and where."""

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.actions import digest_of, record, seal_events
from audit.models import AuditEvent, Seal, SealedEvent
from audit.verification import first_fault, head
from tests.factories.accounts import UserFactory


@pytest.fixture
def log(db):
    """Three seals of two events each."""
    person = UserFactory()
    for _ in range(3):
        for verb in ("first", "second"):
            record(verb, person, by=person, fields=["name"])
        seal_events(now=timezone.now())
    return list(AuditEvent.objects.order_by("number"))


def test_a_whole_log_is_whole(log):
    assert first_fault() is None
    assert first_fault(head=head()) is None
    assert Seal.objects.count() == 3


def test_nothing_to_seal_makes_no_seal(log):
    assert seal_events(now=timezone.now()) is None


def test_an_event_says_who_what_when_and_never_a_value(log):
    event = log[0]
    assert event.fields == ["name"]
    assert event.actor_id == event.target_id
    assert event.target_kind == "accounts.User"
    assert digest_of(event.text) == event.digest


@pytest.mark.parametrize(
    "change", [{"verb": "harmless"}, {"actor": "Somebody else"}, {"fields": []}, {"at": timezone.now()}]
)
def test_an_altered_event_is_named(log, without_triggers, change):
    AuditEvent.objects.filter(pk=log[2].pk).update(**change)
    assert first_fault() == f"Event {log[2].number} no longer says what its text says."


def test_an_event_altered_with_its_text_is_named(log, without_triggers):
    AuditEvent.objects.filter(pk=log[2].pk).update(verb="other", text=log[2].text.replace("first", "other"))
    assert first_fault() == f"Event {log[2].number} does not match its digest."


def test_an_event_altered_with_text_and_digest_breaks_its_seal(log, without_triggers):
    text = log[2].text.replace("first", "other")
    AuditEvent.objects.filter(pk=log[2].pk).update(verb="other", text=text, digest=digest_of(text))
    assert first_fault() == "Seal 2 does not match its events."


def test_a_removed_event_breaks_its_seal(log, without_triggers):
    SealedEvent.objects.filter(event=log[3]).delete()
    log[3].delete()
    assert first_fault() == "Seal 2 does not match its events."


def test_an_altered_seal_is_named(log, without_triggers):
    Seal.objects.filter(number=2).update(digest="0" * 64)
    assert first_fault() == "Seal 2 does not match its events."


def test_a_removed_seal_is_named(log, without_triggers):
    SealedEvent.objects.filter(seal=2).delete()
    Seal.objects.filter(number=2).delete()
    assert first_fault() == "Seal 2 is missing."


def test_an_event_slipped_into_an_old_seal_is_found(log, without_triggers):
    late = record("slipped in", UserFactory(), by="somebody")
    SealedEvent.objects.create(seal_id=1, event=late)
    assert first_fault() == "Seal 1 does not match its events."


def test_a_log_cut_at_its_end_is_found_with_the_head_noted_elsewhere(log, without_triggers):
    noted = head()
    SealedEvent.objects.filter(seal=3).delete()
    Seal.objects.filter(number=3).delete()
    AuditEvent.objects.filter(number__gte=log[4].number).delete()
    assert first_fault() is None, "without the head, nothing can show it"
    assert first_fault(head=noted) == "The log ends before the head that was noted elsewhere."


def test_an_event_that_commits_late_joins_the_next_seal(log):
    late = record("committed late", UserFactory(), by="somebody")
    later = record("after it", UserFactory(), by="somebody")
    SealedEvent.objects.create(seal=Seal.objects.get(number=3), event=later)  # sealed while `late` was not yet visible
    seal = seal_events(now=timezone.now())
    assert list(seal.members.values_list("event_id", flat=True)) == [late.number]


def test_the_command_names_the_first_fault(log, without_triggers):
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert head() in said.getvalue()
    AuditEvent.objects.filter(pk=log[0].pk).update(verb="other")
    with pytest.raises(CommandError, match=f"Event {log[0].number} no longer says"):
        call_command("verify_audit")


def test_a_log_sealed_anew_is_found_with_all_heads_that_were_noted(log, without_triggers, tmp_path):
    noted = tmp_path / "heads.log"
    noted.write_text(
        "".join(f"{seal.sealed_at.isoformat()} {seal.number} {seal.digest}\n" for seal in Seal.objects.all())
    )
    call_command("verify_audit", heads=noted, stdout=io.StringIO())
    newest = Seal.objects.get(number=3).digest
    SealedEvent.objects.filter(seal__in=[2, 3]).delete()
    Seal.objects.filter(number__in=[2, 3]).delete()
    AuditEvent.objects.filter(pk=log[2].pk).delete()
    seal_events(now=timezone.now())
    assert first_fault() is None, "without the heads, nothing can show it"
    assert head() != newest
    with pytest.raises(CommandError, match="head that was noted elsewhere"):
        call_command("verify_audit", heads=noted)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", heads=tmp_path / "gone")


def test_the_command_says_how_many_events_wait_for_their_seal(log):
    record("not sealed", UserFactory(), by="somebody")
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert "Events not sealed yet: 1." in said.getvalue()


def test_an_event_is_kept_in_utc_whatever_zone_its_moment_came_in(db):
    summer = timezone.now().astimezone(ZoneInfo("Asia/Tokyo"))
    record("travelled", UserFactory(), by="somebody", now=summer)
    assert first_fault() is None
    assert AuditEvent.objects.get().at - summer == timedelta(0)
