"""Two files of one person become one, and two again: every table, every right, nothing lost."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import triggers
from audit.actions import seal_events
from audit.models import AuditEvent
from audit.verification import first_fault
from clients.merge_actions import (
    AlreadyMerged,
    ChangedMeanwhile,
    Choices,
    MergeRefused,
    merge_files,
    take_along,
    undo_merge,
)
from clients.merged import files_in, merges_told
from clients.models import Assignment, Client, ConflictWall, HandoverLine, Instruction, Merge, RefiledRow, TimelineEntry
from clients.opening_actions import open_with_reason
from clients.refiling import CHOSEN, FILLED, OF_THE_FILE, RECKONED, RULES, columns_naming_clients, tables
from records.models import ContactRecord
from reminders.models import Reminder
from reviews.models import Review
from tests.access.practice import file_of
from tests.factories.accounts import UserFactory
from tests.factories.careplans import GoalFactory, GoalRatingFactory
from tests.factories.clients import (
    AssignmentFactory,
    ClientFactory,
    ConflictWallFactory,
    InstructionFactory,
    PartyFactory,
)
from tests.factories.records import ContactRecordFactory
from tests.factories.ui import DraftFactory
from ui.models import Draft
from ui.text import search_words

NOW = timezone.now()
DAY = timedelta(days=1)
# What a merge and its undoing write anew in a file: spells begin again, and both say what happened.
WRITTEN_ANEW = {
    "clients_assignment",
    "clients_conflictwall",
    "clients_matchkey",
    "clients_timelineentry",
    "clients_searchword",
    "clients_merge",
}


def merge(one, other, by, **choices):
    one.refresh_from_db()
    other.refresh_from_db()
    open_ones = Instruction.objects.open().filter(client=one).values_list("pk", flat=True)
    choices = {"goes_on": open_ones.first(), **choices}
    seen = one.version + other.version
    reason = "Born on the same day, hurt in the same accident"
    return merge_files(one, other, seen=seen, choices=Choices(**choices), reason=reason, by=by, now=timezone.now())


def undo(merged, by):
    merged = Merge.objects.select_related("client", "earlier").get(pk=merged.pk)
    return undo_merge(merged, reason="Twins", by=by, now=timezone.now())


@pytest.fixture
def two(db):
    """Two whole files with one of everything, each with a lead of its own."""
    files = [file_of(UserFactory(name=name), family_name=name) for name in ("Here", "There")]
    HandoverLine.objects.update(state="failed")
    return files


@pytest.fixture
def pair(db):
    """Two small files: an open instruction, a lead and a signed record each."""
    files = []
    for name in ("Amy", "Zoe"):
        client = ClientFactory(given_name=name, family_name="Ashby")
        AssignmentFactory(client=client, staff=UserFactory(name=f"{name}'s lead"))
        InstructionFactory(client=client, style="direct" if name == "Zoe" else "")
        ContactRecordFactory(client=client)
        files.append(client)
    return files


def rows_of(*files):
    """Every row of every table that names one of the clients, as the database has it."""
    found = {}
    keys = [file.pk for file in files]
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in settings.OUR_PACKAGES:
            columns = [f for f in model._meta.fields if f.is_relation and f.related_model is Client]
            names = [f.attname for f in columns] + ["id"] * (model is Client)
            names += ["client_id"] * (model is Reminder)
            for name in names:
                for row in model._base_manager.filter(**{f"{name}__in": keys}).values():
                    row.pop("version", None)
                    found[model._meta.db_table, str(row.get("id", row.get("number")))] = row
    return found


def test_every_column_that_names_a_client_has_a_rule():
    assert set(columns_naming_clients()) == set(RULES)


def test_every_column_of_a_client_is_chosen_filled_reckoned_or_of_the_file():
    named = [*CHOSEN, *FILLED, *OF_THE_FILE, *RECKONED]
    assert sorted(named) == sorted(column.name for column in Client._meta.fields)


def test_every_append_only_table_whose_rows_go_may_be_refiled():
    assert {table.name for table in tables()} & set(triggers.APPEND_ONLY) == set(triggers.MAY_BE_REFILED)


def test_everything_goes_and_what_a_file_has_once_stays(two, admin):
    here, there = (file.client for file in two)
    before = {table: table.rows_of(there).count() + table.rows_of(here).count() for table in tables()}

    merge(here, there, admin)

    for table in tables():
        left = table.rows_of(there).count()
        assert left == (1 if table.rule.one_per in ((), ("paper",)) else 0), table.name
        assert table.rows_of(here).count() + left == before[table] + (
            {"clients_timelineentry": 2}.get(table.name, 0)  # the instruction that ended, and the merge
        ), table.name
    assert Review.objects.planned().filter(client=here).count() == 1
    assert not Reminder.objects.filter(client_id=there.pk).exists()
    seal_events(now=timezone.now())
    assert first_fault() is None


def test_undoing_gives_back_exactly_what_was(two, admin):
    here, there = (file.client for file in two)
    draft = DraftFactory(author=two[1].lead, client=there.reference, subject=there.reference, form="forms.Visit")
    before, drafts = rows_of(here, there), list(Draft.objects.order_by("pk").values())
    carried = live_spells(here, there)

    merged = merge(here, there, admin, taken=frozenset({"family_name"}))
    assert Client.objects.get(pk=here.pk).family_name == "There"
    assert Draft.objects.get(pk=draft.pk).client == here.reference
    undo(merged, admin)

    after = rows_of(here, there)
    for (table, key), row in before.items():
        if table == "clients_assignment":
            row, after[table, key] = ({**one, "ends_at": None} for one in (row, after[table, key]))
        if table in ("clients_searchword", "clients_matchkey"):  # made anew for both
            continue
        assert after[table, key] == row, table
    anew = {table for table, key in set(after) - set(before)}
    assert anew <= WRITTEN_ANEW | {"clients_refiledrow"}
    assert list(Draft.objects.order_by("pk").values()) == drafts
    assert live_spells(here, there) == carried
    assert not words_of(here) & set(search_words(there.family_name, there.reference.removeprefix("CM-")))
    assert set(search_words(there.family_name, there.reference)) <= words_of(there)
    seal_events(now=timezone.now())
    assert first_fault() is None


def live_spells(*files):
    live = Assignment.objects.live(timezone.now()).working().filter(client__in=files)
    return sorted(live.values_list("client", "staff", "kind"))


def words_of(client):
    return set(client.search_words.values_list("word", flat=True))


def test_a_signed_record_changes_its_file_along_the_ledger_and_in_no_other_way(pair, admin):
    here, there = pair
    record = ContactRecord.objects.get(client=there)

    def refused(**columns):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ContactRecord.objects.filter(pk=record.pk).update(**columns)

    refused(client=here)
    merged = merge(here, there, admin)
    record.refresh_from_db()
    assert record.client_id == here.pk
    refused(client=there)
    refused(text="Something else")
    line = RefiledRow(merge=merged, table_name="records_contactrecord", row_key=record.pk.hex, out_of=here, into=there)
    line.save()
    refused(client=there, text="Something else")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RefiledRow.objects.update(into=there)
    ContactRecord.objects.filter(pk=record.pk).update(client=there)  # the line allows this and nothing more


def test_before_a_migrate_no_trigger_of_sqlite_names_the_ledger(db):
    if connection.vendor == "sqlite":
        triggers.install(connection, refiling=False)
        with connection.cursor() as cursor:
            naming = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name != 'clients_refiledrow'"
            cursor.execute(f"{naming} AND sql LIKE '%clients_refiledrow%'")
            assert cursor.fetchall() == []
        triggers.install(connection)


def test_nobody_comes_to_the_file_by_the_merge_alone(pair, admin):
    here, there = pair
    lead_here, lead_there = (Assignment.objects.get(client=file).staff for file in pair)

    merge(here, there, admin)

    assert list(Client.objects.known_to(lead_there)) == []
    assert list(Client.objects.workable_by(lead_here)) == [here]
    assert list(ContactRecord.objects.visible_to(lead_here)) == list(ContactRecord.objects.all())
    assert list(Client.objects.known_to(admin)) == [here]
    assert [told.why for told in merges_told(lead_there, now=timezone.now())] == [
        "Merged into another file of the same person by Amara Okafor"
    ]
    assert [told.reference for told in merges_told(lead_here, now=timezone.now())] == [here.reference]
    assert merges_told(admin, now=timezone.now()) == []


def test_who_is_chosen_comes_along_as_an_assistant_until_it_is_undone(pair, admin):
    here, there = pair
    lead_there = Assignment.objects.get(client=there).staff

    merged = merge(here, there, admin, team=frozenset({lead_there.pk}))
    assert list(Client.objects.workable_by(lead_there)) == [here]
    undo(merged, admin)

    assert list(Client.objects.workable_by(lead_there)) == [there]
    assert Assignment.objects.live(timezone.now()).leads().get(client=there).staff == lead_there


def test_in_an_emergency_the_old_reference_opens_the_file_in_which_it_goes_on(pair, admin, outsider):
    here, there = pair
    merge(here, there, admin)
    opening = open_with_reason(there.reference, reason="In A&E", by=outsider, now=timezone.now())
    assert opening.client == here


def test_whoever_is_kept_from_one_file_is_kept_from_both(pair, admin, supervisor):
    here, there = pair
    wall = ConflictWallFactory(client=there, staff=supervisor)
    cover = AssignmentFactory(client=here, staff=supervisor, kind="cover", starts_at=NOW - DAY)

    merged = merge(here, there, admin)
    cover.refresh_from_db()
    assert cover.ends_at
    assert ConflictWall.objects.standing(timezone.now()).filter(client=here, staff=supervisor).exists()

    undo(merged, admin)
    assert list(ConflictWall.objects.standing(timezone.now())) == [wall]


def test_a_lead_behind_a_wall_around_the_other_file_hands_over_first(pair, admin):
    here, there = pair
    ConflictWallFactory(client=there, staff=Assignment.objects.get(client=here).staff)
    with pytest.raises(MergeRefused, match="Hand the client over first"):
        merge(here, there, admin)
    assert not Merge.objects.exists()


def test_of_two_open_instructions_the_chosen_one_goes_on(pair, admin):
    here, there = pair
    ours, theirs = (Instruction.objects.get(client=file) for file in pair)
    PartyFactory(client=there, instruction=theirs, their_reference="XK-77")

    merged = merge(here, there, admin, goes_on=theirs.pk)

    assert Instruction.objects.open().get() == theirs
    assert Client.objects.get(pk=here.pk).working_style == "direct"
    assert {"xk", "77", "zoe", *there.reference.lower().split("-")} <= words_of(here)
    undo(merged, admin)
    assert Instruction.objects.open().count() == 2
    ours.refresh_from_db()
    assert (ours.client_id, ours.ends_on, ours.end_reason) == (here.pk, None, "")


def test_the_choice_of_an_instruction_cannot_be_left_out(pair, admin):
    with pytest.raises(ChangedMeanwhile):
        merge(*pair, admin, goes_on=None)


def test_goals_get_the_next_numbers_and_their_own_back(pair, admin):
    here, there = pair
    GoalFactory(client=here, number=4)
    first, second = (GoalFactory(client=there, number=number) for number in (1, 2))

    merged = merge(here, there, admin)
    assert list(here.goals.order_by("number").values_list("number", flat=True)) == [4, 5, 6]

    undo(merged, admin)
    assert list(there.goals.order_by("number").values_list("pk", "number")) == [(first.pk, 1), (second.pk, 2)]


def test_what_the_file_does_not_say_it_takes_over(pair, admin):
    here, there = pair
    Client.objects.filter(pk=here.pk).update(injury="A fall", address="")
    Client.objects.filter(pk=there.pk).update(injury="A crash", address="1 Quay")
    merged = merge(here, there, admin)
    here.refresh_from_db()
    assert (here.injury, here.address) == ("A fall", "1 Quay")
    Client.objects.filter(pk=here.pk).update(address="2 Quay")
    undo(merged, admin)
    here.refresh_from_db()
    assert here.address == "2 Quay"  # somebody wrote it since


def test_what_was_written_anew_stays_and_what_was_told_of_a_row_goes_with_it(pair, admin):
    here, there = pair
    record = ContactRecord.objects.get(client=there)
    merged = merge(here, there, admin)
    anew = ContactRecordFactory(client=here)
    told = TimelineEntry.objects.create(
        client=here, at=NOW, entered_at=timezone.now(), kind="contact", title="Addendum", target=str(record.pk)
    )
    undo(merged, admin)
    anew.refresh_from_db()
    told.refresh_from_db()
    assert (anew.client_id, told.client_id) == (here.pk, there.pk)


def test_while_new_rows_hang_on_those_that_would_go_back_it_is_not_undone(pair, admin):
    here, there = pair
    goal = GoalFactory(client=there)
    merged = merge(here, there, admin)
    rating = GoalRatingFactory(goal=goal, client=here)
    with pytest.raises(MergeRefused, match="goal ratings"):
        undo(merged, admin)
    goal.refresh_from_db()
    assert goal.client_id == here.pk
    rating.delete()
    undo(merged, admin)


def test_merges_are_undone_the_latest_first(pair, admin):
    here, there = pair
    third = ClientFactory()
    first = merge(here, there, admin)
    second = merge(third, here, admin)
    with pytest.raises(MergeRefused, match="Undo the later merge first"):
        undo(first, admin)
    assert {file.reference for file in files_in(third)} == {third.reference, here.reference, there.reference}
    undo(second, admin)
    undo(first, admin)
    assert not Merge.objects.standing().exists()
    with pytest.raises(AlreadyMerged):
        undo(first, admin)


def test_a_file_that_changed_or_was_merged_since_is_looked_at_again(pair, admin):
    here, there = pair
    with pytest.raises(ChangedMeanwhile):
        merge_files(here, there, seen=1, choices=Choices(), reason="One", by=admin, now=NOW)
    merge(here, there, admin)
    with pytest.raises(AlreadyMerged):
        merge(there, here, admin)


def test_a_handover_to_come_is_waited_for(pair, admin):
    here, there = pair
    AssignmentFactory(client=there, kind="cover", starts_at=timezone.now() + DAY)
    with pytest.raises(MergeRefused, match="still to come"):
        merge(here, there, admin)


def test_a_row_written_by_a_request_under_way_goes_after_the_others(pair, admin):
    here, there = pair
    merged = merge(here, there, admin)
    late = ContactRecordFactory(client=there)

    take_along(now=timezone.now())

    late.refresh_from_db()
    assert late.client_id == here.pk
    undo(merged, admin)
    late.refresh_from_db()
    assert late.client_id == there.pk


def test_a_draft_never_takes_the_place_of_another(pair, admin):
    here, there = pair
    author = Assignment.objects.get(client=here).staff
    ours, theirs = (
        DraftFactory(author=author, form="forms.Visit", client=file.reference, subject=file.reference) for file in pair
    )
    merged = merge(here, there, admin)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (ours.subject, theirs.client) == (here.reference, here.reference)
    assert theirs.subject == f"given {theirs.pk}"
    undo(merged, admin)
    theirs.refresh_from_db()
    assert (theirs.subject, theirs.client) == (there.reference, there.reference)


def test_both_files_say_what_happened(pair, admin):
    here, there = pair
    undo(merge(here, there, admin), admin)
    verbs = AuditEvent.objects.filter(verb__in=["client.merged", "client.unmerged"]).order_by("number")
    assert sorted(verbs.values_list("verb", "client")) == sorted(
        (verb, file.reference) for verb in ("client.merged", "client.unmerged") for file in pair
    )
    titles = TimelineEntry.objects.filter(title__contains="erge").values_list("title", flat=True)
    assert set(titles) == {
        f"{there.reference} merged into this file",
        f"Merge with {there.reference} undone",
        f"Merge with {here.reference} undone",
    }
