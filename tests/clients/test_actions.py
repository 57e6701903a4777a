import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients import actions, safety_actions
from clients.caseload_actions import (
    AlreadyTheLead,
    NotACaseManager,
    NothingToAssign,
    assign,
    assign_lead,
    end_assignment,
)
from clients.models import Assignment, AssignmentKind, Client, SearchWord, Status, TimelineEntry
from clients.timeline_actions import note_dates
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, ConflictWallFactory, ConsentFactory
from ui.versions import Stale

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
PERSON = {"given_name": "Siân Mair", "family_name": "O'Brien-Hughes", "injury_kind": "spinal"}
INSTRUCTION = {"kind": "single", "starts_on": TODAY}


def leads(client):
    return [
        (spell.staff.name, spell.starts_at, spell.ends_at)
        for spell in Assignment.objects.leads().filter(client=client).order_by("starts_at", "pk")
    ]


def verbs(client):
    return list(AuditEvent.objects.filter(client=client.reference).order_by("number").values_list("verb", flat=True))


def test_a_case_manager_who_adds_a_client_carries_it(client_file, case_manager):
    assert client_file.reference == "CM-0101"
    assert [name for name, _, ends in leads(client_file) if ends is None] == ["Priya Kaur"]
    assert Client.objects.workable_by(case_manager).contains(client_file)
    assert [(party.firm, party.instructs, party.pays) for party in client_file.parties.order_by("pk")] == [
        ("Pike & Rowe Solicitors", True, False),
        ("Northgate Insurance", False, True),
    ]
    assert client_file.consents.count() == 3
    assert client_file.consents.filter(party=None).count() == 1
    assert verbs(client_file) == ["client.added", *["consent.given"] * 3, "client.assigned"]
    assert "Jonathan" not in "".join(AuditEvent.objects.values_list("text", flat=True))


def test_an_admin_adds_a_client_for_somebody_or_for_nobody_yet(admin, case_manager):
    given = {"by": admin, "now": NOW, "person": PERSON, "instruction": INSTRUCTION, "parties": []}
    unassigned, assigned = actions.add_client(**given), actions.add_client(**given, lead=case_manager)
    assert leads(unassigned) == []
    assert leads(assigned) == [("Priya Kaur", NOW, None)]
    assert [unassigned.reference, assigned.reference] == ["CM-0101", "CM-0102"]


def test_a_client_whose_lead_cannot_carry_it_is_not_added_at_all(admin):
    with pytest.raises(NotACaseManager):
        actions.add_client(by=admin, now=NOW, person=PERSON, instruction=INSTRUCTION, parties=[], lead=admin)
    assert not Client.objects.exists()
    assert not AuditEvent.objects.exists()


def test_from_a_to_b_to_a_keeps_three_spells(client_file, case_manager, outsider, admin):
    first, second = NOW - timedelta(days=10), NOW - timedelta(days=5)
    assign_lead(client_file, staff=outsider, by=admin, now=first, reason="Leave")
    assign_lead(client_file, staff=case_manager, by=admin, now=second, reason="Back")
    started = leads(client_file)[0][1]
    assert leads(client_file) == [
        ("Priya Kaur", started, first),
        ("Daniel Owens", first, second),
        ("Priya Kaur", second, None),
    ]
    assert not Client.objects.visible_to(outsider).contains(client_file)


def test_who_can_be_given_a_client(client_file, case_manager, outsider, admin):
    def give(staff):
        assign_lead(client_file, staff=staff, by=admin, now=NOW, reason="Allocated")

    with pytest.raises(AlreadyTheLead):
        give(case_manager)
    for staff in (admin, UserFactory(is_active=False)):
        with pytest.raises(NotACaseManager):
            give(staff)
    ConflictWallFactory(client=client_file, staff=outsider)
    with pytest.raises(NotACaseManager):
        give(outsider)
    assert len(leads(client_file)) == 1


def test_two_admins_at_once_leave_one_lead(transactional_db, client_file, admin):
    others, barrier, problems = [UserFactory() for _ in range(4)], threading.Barrier(4), []

    def give(staff):
        try:
            barrier.wait()
            assign_lead(client_file, staff=staff, by=admin, now=timezone.now(), reason="Allocated")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[staff]) for staff in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    spells = leads(client_file)
    assert [ends for _, _, ends in spells].count(None) == 1
    assert len(spells) == 5
    for (_, _, ended), (_, started, _) in pairwise(spells):
        assert ended == started, "the history has neither gap nor overlap"


def test_help_and_cover_stand_beside_the_lead(client_file, outsider, admin):
    spell = assign(
        client_file,
        staff=outsider,
        kind=AssignmentKind.COVER,
        by=admin,
        starts_at=NOW - timedelta(hours=1),
        ends_at=None,
        reason="Leave",
    )
    assert Client.objects.workable_by(outsider).contains(client_file)
    end_assignment(spell, by=admin, now=NOW)
    assert not Client.objects.workable_by(outsider).contains(client_file)
    with pytest.raises(NothingToAssign):
        assign(client_file, staff=outsider, kind=AssignmentKind.LEAD, by=admin, starts_at=NOW, ends_at=None, reason="")


@pytest.mark.parametrize("text", ["ashby", "ASH", "jon ashby", "cm-0101", "0101", "pr/2214", "NG-88120", "ásh"])
def test_a_client_is_found_by_the_start_of_each_word(client_file, text):
    ClientFactory(family_name="Other")
    assert list(Client.objects.matching(text)) == [client_file]


@pytest.mark.parametrize("text", ["shby", "ashby jim", "' OR 1=1--", "a%y"])
def test_a_client_is_not_found_by_anything_else(client_file, text):
    assert client_file not in Client.objects.matching(text)


def test_letters_with_marks_and_apostrophes_are_found_without(admin):
    client = actions.add_client(by=admin, now=NOW, person=PERSON, instruction=INSTRUCTION, parties=[])
    for text in ("sian", "SIÂN", "obrien", "O’Brien", "hughes", "Sia\u0302n"):
        assert list(Client.objects.matching(text)) == [client], text


def test_changed_details_are_found_and_traced_without_their_values(client_file, case_manager):
    actions.change_details(
        client_file, version=1, by=case_manager, now=NOW, family_name="Ashby-Cole", what_matters="Football"
    )
    assert list(Client.objects.matching("cole")) == [client_file]
    assert Client.objects.get().what_matters_on == TODAY
    event = AuditEvent.objects.get(verb="client.changed")
    assert event.fields == ["family_name", "what_matters", "what_matters_on"]
    assert "Cole" not in event.text
    with pytest.raises(Stale):
        actions.change_details(client_file, version=1, by=case_manager, now=NOW, family_name="Lost")
    assert not SearchWord.objects.filter(word="lost").exists()


def test_a_status_change_keeps_its_day_and_reason(client_file, case_manager):
    on = TODAY - timedelta(days=2)
    given = {"status": Status.PAUSED, "on": on, "reason": "Hospital", "by": case_manager, "now": NOW}
    actions.change_status(client_file, **given)
    stored = Client.objects.get()
    assert (stored.status, stored.status_since) == ("paused", on)
    assert TimelineEntry.objects.get(title="Status: paused").has_time is False
    with pytest.raises(actions.SameStatus):
        actions.change_status(client_file, **given)
    assert client_file.status_changes.count() == 1


def test_a_consent_is_withdrawn_once(client_file, case_manager):
    consent = client_file.consents.get(party=None)
    actions.withdraw_consent(consent, on=TODAY, reason="Asked to", by=case_manager)
    assert not client_file.consents.holding(TODAY).contains(consent)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_consent(consent, on=TODAY, reason="Again", by=case_manager)


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ({"given_on": 1}, False),
        ({"given_on": 0}, True),
        ({"given_on": -9, "ends_on": 0}, True),
        ({"given_on": -9, "ends_on": -1}, False),
        ({"given_on": -9, "withdrawn_on": 0}, False),
        ({"given_on": -9, "withdrawn_on": 1}, True),
    ],
)
def test_when_a_consent_holds(client_file, days, holds):
    consent = ConsentFactory(client=client_file, **{name: TODAY + timedelta(days=n) for name, n in days.items()})
    assert client_file.consents.holding(TODAY).contains(consent) is holds


def test_risks_are_raised_and_closed(client_file, case_manager):
    risk = safety_actions.raise_risk(client_file, by=case_manager, hazard="Seizures", in_place="Plan", raised_on=TODAY)
    assert list(client_file.risks.open()) == [risk]
    safety_actions.close_risk(risk, on=TODAY, reason="Two years without", by=case_manager)
    assert not client_file.risks.open().exists()
    assert verbs(client_file)[-2:] == ["risk.raised", "risk.closed"]


def test_dates_for_lists_only_move_forward(client_file):
    for day in (TODAY - timedelta(days=3), TODAY - timedelta(days=9)):
        note_dates(client_file, contact_on=day)
    note_dates(client_file, next_review_on=TODAY)
    stored = Client.objects.get()
    assert (stored.last_contact_on, stored.next_review_on) == (TODAY - timedelta(days=3), TODAY)


def test_references_are_given_out_once_to_many_at_once(transactional_db, admin):
    barrier = threading.Barrier(6)

    def add():
        barrier.wait()
        actions.add_client(by=admin, now=NOW, person=PERSON, instruction=INSTRUCTION, parties=[])
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Client.objects.values_list("reference", flat=True)) == [f"CM-{n:04d}" for n in range(101, 107)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Jonathan", "Jon", "Ashby"), ("Jon Ashby", "J. Ashby", "Ashby, Jon", "JA")),
        (("Maria Luisa", "", "da Silva"), ("Maria da Silva", "M. da Silva", "da Silva, Maria", "MD")),
        (("Sting", "", ""), ("Sting", "Sting", "Sting", "S")),
    ],
)
def test_how_a_client_is_named(names, expected):
    given, preferred, family = names
    client = Client(given_name=given, preferred_name=preferred, family_name=family)
    assert (client.name, client.short_name, client.list_name, client.initials) == expected


def test_age_counts_birthdays(client_file):
    born = client_file.born_on
    assert client_file.age_on(born.replace(year=2026)) == 42
    assert client_file.age_on(born.replace(year=2026) - timedelta(days=1)) == 41


def test_roles_without_a_caseload_do_not_carry(db):
    supervisor = UserFactory(roles=[Role.SUPERVISOR])
    with pytest.raises(NotACaseManager):
        assign_lead(ClientFactory(), staff=supervisor, by=supervisor, now=NOW, reason="No")


def test_of_two_who_close_a_risk_the_second_is_told(client_file, case_manager, signed_in):
    risk = safety_actions.raise_risk(client_file, by=case_manager, hazard="Stairs", raised_on=TODAY)
    safety_actions.close_risk(risk, on=TODAY, reason="Rail fitted", by=case_manager)
    with pytest.raises(safety_actions.AlreadyClosed):
        safety_actions.close_risk(risk, on=TODAY, reason="Moved house", by=case_manager)
    page = signed_in(case_manager).post(f"/risks/{risk.pk}/close/", {"on": "today", "reason": "Moved house"})
    assert page.status_code == 422
    assert "Moved house" in page.content.decode()
    risk.refresh_from_db()
    assert risk.closed_reason == "Rail fitted"
    assert AuditEvent.objects.filter(verb="risk.closed").count() == 1


def test_a_spell_that_has_ended_keeps_its_end(client_file, case_manager, admin):
    spell = client_file.assignments.get()
    end_assignment(spell, by=admin, now=NOW)
    end_assignment(spell, by=admin, now=NOW + timedelta(days=1))
    spell.refresh_from_db()
    assert spell.ends_at == NOW
    assert AuditEvent.objects.filter(verb="client.assignment_ended").count() == 1


def test_a_wall_that_ends_one_day_still_keeps_somebody_from_the_lead(client_file, outsider, admin):
    ConflictWallFactory(client=client_file, staff=outsider, ends_at=NOW + timedelta(days=30))
    with pytest.raises(NotACaseManager):
        assign_lead(client_file, staff=outsider, by=admin, now=NOW, reason="Cover")


def test_an_entry_outlives_the_page_it_led_to(client_file):
    entry = client_file.timeline.first()
    entry.route, entry.target = "gone:for_good", "1"
    assert entry.url == ""
