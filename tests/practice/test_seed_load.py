from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.verification import first_fault, not_sealed_yet
from clients.actions import add_client
from clients.match_actions import keys_for
from clients.models import Assignment, Client, InstructionKind, SearchWord, TimelineEntry
from practice.load import store
from practice.load.build import build
from records.actions import sign_contact
from records.models import ContactRecord
from reviews.models import Review
from ui.text import search_words

CLIENTS, RECORDS, STAFF = 24, 240, 3
SOURCES = {
    "records:contact_record": "records.ContactRecord",
    "assessments:assessment": "assessments.Assessment",
    "assessments:measure_result": "assessments.MeasureResult",
    "careplans:goal": "careplans.Goal",
    "careplans:recommendation": "careplans.Recommendation",
    "providers:referral": "providers.Referral",
    "providers:service": "providers.Service",
    "reviews:review": "reviews.Review",
}


@pytest.fixture
def loaded(db, monkeypatch):
    monkeypatch.setattr(store, "ROWS_IN_A_BLOCK", 500)
    build(clients=CLIENTS, records=RECORDS, staff=STAFF, now=timezone.now())


def rows_of_each_kind():
    for kind in apps.get_models(include_auto_created=True):
        if kind._meta.app_label in settings.OUR_PACKAGES:
            yield kind, list(kind._default_manager.all())


def test_every_row_is_one_that_the_model_allows(loaded):
    found = {kind: rows for kind, rows in rows_of_each_kind() if rows}

    for rows in found.values():
        for row in rows[:200]:
            row.full_clean(exclude=["password", "fields"], validate_unique=False)
    assert len(found) > 25
    assert Client.objects.count() == CLIENTS
    assert ContactRecord.objects.count() == RECORDS


def test_the_dates_on_a_client_are_those_of_its_records_and_reviews(loaded):
    for client in Client.objects.all():
        held = Review.objects.finished().filter(client=client, with_client=True).values_list("held_on", flat=True)
        met = ContactRecord.objects.filter(client=client, with_client=True).values_list("happened_at", flat=True)
        planned = Review.objects.planned().get(client=client)
        assert client.last_contact_on == max([*held, *(timezone.localdate(at) for at in met)])
        assert client.next_review_on == planned.due_on
        references = client.parties.values_list("their_reference", flat=True)
        words = search_words(client.given_name, client.family_name, client.reference, *references)
        assert set(SearchWord.objects.filter(client=client).values_list("word", flat=True)) == set(words)
        assert set(client.match_keys.values_list("key", flat=True)) == keys_for(client)


def test_every_entry_of_the_timeline_leads_to_its_source(loaded):
    for route, label in SOURCES.items():
        targets = {UUID(one) for one in TimelineEntry.objects.filter(route=route).values_list("target", flat=True)}
        sources = set(apps.get_model(label).objects.values_list("pk", flat=True))
        assert targets
        assert targets <= sources, route
        if label in ("records.ContactRecord", "assessments.MeasureResult", "careplans.Goal"):
            assert targets == sources, route
    assert not TimelineEntry.objects.exclude(route__in=["", *SOURCES]).exists()


def test_the_files_are_open_to_their_case_managers_and_the_log_is_sound(loaded):
    for manager in User.objects.filter(email__startswith="manager"):
        assert Client.objects.workable_by(manager).count() >= CLIENTS // STAFF
    assert Assignment.objects.leads().filter(ends_at=None).count() == CLIENTS
    assert AuditEvent.objects.count() > RECORDS
    assert first_fault() is None
    assert not_sealed_yet() == 0


def test_work_goes_on_from_the_load(loaded):
    client, now = Client.objects.first(), timezone.now()
    manager = Assignment.objects.leads().get(client=client, ends_at=None).staff

    signed = sign_contact(
        client,
        kind="call",
        on=timezone.localdate(now),
        at=None,
        minutes=5,
        with_whom="",
        with_client=True,
        text="Rang",
        late_reason="",
        by=manager,
        now=now,
    )
    added = add_client(
        by=manager,
        now=now,
        person={"given_name": "New"},
        instruction={"kind": InstructionKind.SINGLE, "starts_on": timezone.localdate(now)},
        parties=[],
    )

    assert TimelineEntry.objects.filter(client=client).order_by("-at", "-pk").first().target == str(signed.pk)
    assert added.reference == f"CM-{101 + CLIENTS:04d}"


def test_a_database_that_holds_clients_is_refused(client_file):
    with pytest.raises(CommandError, match="holds clients"):
        call_command("seed_load", clients=2, records=2, staff=1)


def test_a_column_that_does_not_exist_is_refused():
    class Known(Model):
        class Meta:
            app_label = "practice"
            managed = False

    with pytest.raises(TypeError, match="no column misspelt"):
        store.Store().add(Known, misspelt=1)
