"""From a table to clients: at once or as a job, once, whole, and with the rights of who sent it."""

import tempfile
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import PracticeSettings, User
from audit.models import AuditEvent
from clients.actions import index_words
from clients.models import Assignment, Client, PossibleMatch, SearchWord, TimelineEntry
from files import place
from files.kinds import TABLES
from files.limits import Limits
from files.models import State, StoredFile
from files.receiving import receive
from practice.importing import actions
from practice.importing.columns import row_form
from practice.importing.rows import understood
from practice.models import Import, ImportProblem, ImportState
from reviews.models import Review
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, ConflictWallFactory
from tests.factories.imports import ImportFactory, ImportProblemFactory
from tests.practice.tables import WRONG, name, planted, row, written

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MANY = 60  # more than are done with at once


def send(content, by, now=NOW):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        received = receive("clients.csv", file, limits=Limits(), kinds=TABLES)
    return actions.take_in(received, understood(content, row_form(by), most_rows=2000), by=by, now=now)


def fresh(sent):
    return Import.objects.select_related("by", "file").get(pk=sent.pk)


def table_of(rows, start=0):
    return written([row(start + number) for number in range(rows)])


def test_a_small_table_is_looked_through_and_imported_while_the_person_waits(admin, case_manager):
    rows = [row(1, **{"Case manager": case_manager.email, "Next review": "1 Mar 2030", "Status": "Active"}), row(2)]
    sent = send(written(rows), admin)
    assert (sent.rows, fresh(sent).state, fresh(sent).good) == (2, ImportState.CHECKED, 2)
    assert not Client.objects.exists()

    actions.carry_out(fresh(sent), by=admin, now=NOW)

    first, second = Client.objects.order_by("reference")
    done = fresh(sent)
    assert (done.state, done.added, done.first_reference) == (ImportState.IMPORTED, 2, first.reference)
    assert done.last_reference == second.reference
    assert (first.given_name, first.status, str(first.next_review_on)) == (name(1)[0], "active", "2030-03-01")
    assert Assignment.objects.get().staff == case_manager
    assert Review.objects.get().client == first
    assert SearchWord.objects.filter(client=second, word=name(2)[0].lower()).exists()


def test_each_client_has_its_event_and_its_first_line(admin):
    sent = send(table_of(3), admin)
    actions.carry_out(fresh(sent), by=admin, now=NOW)

    for client in Client.objects.all():
        assert TimelineEntry.objects.filter(client=client, title="File opened").count() == 1
        assert AuditEvent.objects.filter(client=client.reference, verb="client.added").count() == 1
    verbs = AuditEvent.objects.filter(target_kind="practice.Import").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["import.sent", "import.asked", "import.carried_out"]
    assert name(0)[0] not in " ".join(AuditEvent.objects.values_list("text", flat=True))


def test_only_rows_in_order_come_in_and_the_others_are_named(admin, olive):
    content, wrong = planted(MANY, len(WRONG))

    sent = send(content, admin)
    actions.work_on_waiting(now=NOW)
    assert fresh(sent).state == ImportState.CHECKED
    actions.carry_out(fresh(sent), by=admin, now=NOW)
    actions.work_on_waiting(now=NOW)

    assert set(ImportProblem.objects.filter(table=sent).values_list("row", flat=True)) == set(wrong)
    assert fresh(sent).added == MANY - len(WRONG)
    assert Client.objects.count() == 1 + MANY - len(WRONG)


def test_a_large_table_waits_for_a_worker_twice(admin):
    sent = send(table_of(MANY), admin)
    assert fresh(sent).state == ImportState.CHECKING

    actions.work_on_waiting(now=NOW)
    assert fresh(sent).state == ImportState.CHECKED
    actions.carry_out(fresh(sent), by=admin, now=NOW)
    assert (fresh(sent).state, Client.objects.count()) == (ImportState.IMPORTING, 0)

    for _ in range(2):
        actions.work_on_waiting(now=NOW)
    assert (fresh(sent).state, Client.objects.count()) == (ImportState.IMPORTED, MANY)


def test_a_table_is_imported_once(admin):
    sent = send(table_of(2), admin)
    actions.carry_out(fresh(sent), by=admin, now=NOW)

    with pytest.raises(actions.NotNow):
        actions.carry_out(fresh(sent), by=admin, now=NOW)
    with pytest.raises(actions.NotNow):
        actions.discard(fresh(sent), by=admin, now=NOW)

    assert Client.objects.count() == 2


def test_the_same_table_from_two_admins_makes_one_set_of_clients(admin):
    other = UserFactory(roles=["practice_admin"])
    first, second = send(table_of(2), admin), send(table_of(2), other)
    actions.carry_out(fresh(first), by=admin, now=NOW)

    actions.carry_out(fresh(second), by=other, now=NOW)

    late = fresh(second)
    assert (late.state, late.good, Client.objects.count()) == (ImportState.CHECKED, 0, 2)
    assert "Nothing was imported" in late.note
    assert ImportProblem.objects.filter(table=second).count() == 2


def test_who_came_in_between_the_last_look_and_the_lock_is_seen(admin):
    sent = ImportFactory(by=admin, content=table_of(1), rows=1, good=1, state=ImportState.IMPORTING)
    found = actions._looked_again(fresh(sent), now=NOW)
    index_words(ClientFactory(given_name=name(0)[0], family_name=name(0)[1], born_on=None))

    actions._bring_in(fresh(sent), found, now=NOW)

    assert (fresh(sent).state, Client.objects.count()) == (ImportState.CHECKING, 1)
    actions.work_on_waiting(now=NOW)
    assert (fresh(sent).state, fresh(sent).good) == (ImportState.CHECKED, 0)


def test_a_case_manager_who_left_since_is_seen_before_anything_is_written(admin, case_manager):
    rows = [row(1, **{"Case manager": case_manager.email}), row(2)]
    sent = send(written(rows), admin)
    User.objects.filter(pk=case_manager.pk).update(is_active=False)

    actions.carry_out(fresh(sent), by=admin, now=NOW)

    assert (fresh(sent).state, fresh(sent).good, Client.objects.count()) == (ImportState.CHECKED, 1, 0)
    assert ImportProblem.objects.get(table=sent).column == "Case manager"


def test_who_may_no_longer_import_has_nothing_imported(admin):
    sent = ImportFactory(by=admin, state=ImportState.IMPORTING)
    User.objects.filter(pk=admin.pk).update(is_active=False)

    actions.work_on_waiting(now=NOW)

    assert (fresh(sent).state, Client.objects.count()) == (ImportState.CHECKED, 0)
    assert "may no longer import clients" in fresh(sent).note


def test_a_table_that_ends_its_worker_is_tried_three_times(admin):
    sent = ImportFactory(by=admin, state=ImportState.IMPORTING, tries=3)

    actions.work_on_waiting(now=NOW)

    assert (fresh(sent).state, Client.objects.count()) == (ImportState.CHECKED, 0)
    assert "Something went wrong" in fresh(sent).note


def test_a_table_whose_bytes_are_gone_holds_up_no_other(admin):
    lost, kept = ImportFactory(by=admin, state=ImportState.CHECKING), ImportFactory(state=ImportState.CHECKING)
    place.take_away(lost.file.stored_name)

    actions.work_on_waiting(now=NOW)

    assert (fresh(lost).state, fresh(kept).state) == (ImportState.REFUSED, ImportState.CHECKED)


def test_a_table_in_quarantine_is_not_read_and_one_with_a_virus_refused(admin):
    sent = ImportFactory(by=admin, state=ImportState.CHECKING, file__state=State.QUARANTINED)
    actions.work_on_waiting(now=NOW)
    assert fresh(sent).state == ImportState.CHECKING

    StoredFile.objects.filter(pk=sent.file_id).update(state=State.REFUSED, refusal="A virus was found in it.")
    actions.work_on_waiting(now=NOW)

    assert (fresh(sent).state, fresh(sent).note) == (ImportState.REFUSED, "A virus was found in it.")


def test_a_discarded_table_is_gone_from_the_disk(admin, django_capture_on_commit_callbacks):
    sent = ImportFactory(by=admin)
    ImportProblemFactory(table=sent)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(fresh(sent), by=admin, now=NOW)

    assert place.size_of(sent.file.stored_name) is None
    assert not StoredFile.objects.filter(pk=sent.file_id).exists()
    assert not ImportProblem.objects.exists()
    assert (fresh(sent).state, fresh(sent).file) == (ImportState.DISCARDED, None)


def test_tables_go_when_their_days_are_over_and_what_was_imported_stays_told(admin):
    PracticeSettings.objects.update_or_create(pk=1, defaults={"import_days": 10})
    kept = ImportFactory(by=admin, sent_at=NOW - timedelta(days=9))
    old = ImportFactory(by=admin, sent_at=NOW - timedelta(days=11), state="imported", imported_at=NOW, added=2)

    actions.forget_run_out(now=NOW)

    assert (fresh(old).file, fresh(old).added) == (None, 2)
    assert fresh(kept).file is not None
    assert AuditEvent.objects.filter(verb="file.forgotten").count() == 1


@pytest.fixture
def olive(admin):
    client = ClientFactory(given_name="Olive", family_name="Ownfile", born_on=None)
    index_words(client)
    return client


def test_what_the_sender_may_not_know_waits_for_another_admin(admin, olive):
    ConflictWallFactory(client=olive, staff=admin)

    sent = send(written([row(1, **{"First names": "Olive", "Last name": "Ownfile"})]), admin)

    found = PossibleMatch.objects.get()
    assert (found.client, found.for_admins, found.decision) == (olive, True, "")
    assert olive.reference not in ImportProblem.objects.get(table=sent).words


def test_somebody_else_of_the_same_name_comes_in_and_the_word_of_the_sender_is_kept(admin, olive):
    cells = {"First names": "Olive", "Last name": "Ownfile", "Somebody else": "yes"}
    sent = send(written([row(1, **cells)]), admin)

    actions.carry_out(fresh(sent), by=admin, now=NOW)

    found = PossibleMatch.objects.get()
    assert (found.client, found.decision, found.decided_by) == (olive, "not_same", admin)
    assert found.look.client == Client.objects.get(reference=fresh(sent).first_reference)


@pytest.mark.one_leg
def test_two_thousand_rows_with_a_hundred_errors(admin, olive):
    """The whole of it once, on the larger database; sixty rows go through both above."""
    content, wrong = planted(2000, 100)
    sent = send(content, admin)

    actions.work_on_waiting(now=NOW)
    told = ImportProblem.objects.filter(table=sent).values_list("row", "column", "words")
    said = {(number, column): words for number, column, words in told}
    actions.carry_out(fresh(sent), by=admin, now=NOW)
    actions.work_on_waiting(now=NOW)

    assert {number for number, _ in said} == set(wrong)
    assert not [number for number, (column, words) in wrong.items() if words not in said.get((number, column), "")]
    assert (fresh(sent).added, Client.objects.count()) == (1900, 1901)
