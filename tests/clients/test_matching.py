"""The search for matches over all files: what it finds, what it shows to whom, and what it asks of the database."""

import importlib
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clients.access import ClientQuerySet
from clients.likeness import Finding
from clients.match_actions import index_matches
from clients.match_keys import keys_of_file
from clients.matching import CONFLICT_SCORE, Firm, Sought, everything, look, sought_of
from clients.models import Client, MatchKey
from clients.people_actions import add_person, change_person
from tests.clients.pairs import OF_ONE_FAMILY, SAME_PERSON, STRANGERS, pairs_of
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, PartyFactory
from tests.factories.providers import ProviderFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ASHBY = Sought("Jonathan", "Ashby", born_on=date(1984, 3, 14))


def filed(person, **more):
    """A file of somebody as the table has them."""
    names = ("given_name", "family_name", "preferred_name", "born_on", "nhs_number")
    client = ClientFactory(**{name: getattr(person, name) for name in names}, **more)
    for reference in person.references:
        PartyFactory(client=client, their_reference=reference)
    index_matches(client)
    return client


def found_for(sought, client):
    return next((match.finding for match in everything(sought) if match.client == client), None)


def test_forty_of_forty_planted_pairs_are_found_among_all_the_others():
    rows = [(Finding.PERSON, *row) for row in pairs_of(SAME_PERSON)]
    rows += [(Finding.RELATIVE, *row) for row in pairs_of(OF_ONE_FAMILY)]
    rows += [(None, *row) for row in pairs_of(STRANGERS)]
    files = [(about, finding, sought, filed(known)) for finding, about, known, sought in rows]

    wrong = [about for about, finding, sought, client in files if found_for(sought, client) != finding]

    assert wrong == []
    assert len(files) >= 60


def test_pairs_are_lost_without_the_keys():
    """The negative control: what is not indexed is not found."""
    client = filed(ASHBY)
    client.match_keys.all().delete()
    assert everything(ASHBY) == []


def test_details_are_shown_of_clients_known_to_the_asker_alone(case_manager, outsider, admin):
    client = filed(ASHBY)
    AssignmentFactory(client=client, staff=case_manager)

    shown = look(ASHBY, staff=case_manager, now=NOW)
    assert [match.client for match in shown.shown] == [client]
    assert not shown.hidden
    assert shown.shown[0].reasons == ("same date of birth", "same name")
    assert look(ASHBY, staff=outsider, now=NOW).shown == ()
    assert look(ASHBY, staff=outsider, now=NOW).hidden
    assert look(ASHBY, staff=admin, now=NOW).shown


def test_a_wall_and_a_foreign_file_give_one_answer(case_manager, admin):
    client = filed(ASHBY)
    foreign = look(ASHBY, staff=case_manager, now=NOW)
    ConflictWallFactory(client=client, staff=case_manager)
    AssignmentFactory(client=client, staff=case_manager)
    assert look(ASHBY, staff=case_manager, now=NOW) == foreign
    ConflictWallFactory(client=client, staff=admin)
    assert look(ASHBY, staff=admin, now=NOW) == foreign


def test_a_search_that_forgot_the_door_is_caught(monkeypatch, outsider):
    """The negative control of the two above."""
    client = filed(ASHBY)
    monkeypatch.setattr(ClientQuerySet, "known_to", lambda clients, user, now=None: clients)
    assert [match.client for match in look(ASHBY, staff=outsider, now=NOW).shown] == [client]


def test_keys_follow_the_file(client_file, case_manager):
    def keys():
        return set(client_file.match_keys.values_list("key", flat=True))

    before = keys()
    assert {"b:1984-03-14", "r:PR2214", "f:pike rowe", "f:@pikerowe.example", "a:northgate insurance"} <= before
    person = add_person(client_file, by=case_manager, now=NOW, name="Ruth Carver", role="family")
    assert keys() - before == {"c:carver ruth"}
    change_person(person, version=1, by=case_manager, now=NOW, name="Ruth Carter")
    assert keys() - before == {"c:carter ruth"}


TAKEN_ON = {
    "somebody around another client": Sought("Ruth", "Carver"),
    "the same name the other way round": Sought("Carver", "Ruth"),
    "a contact is a client": Sought("Femi", "Amadi", firms=(Firm("Any", contact="Jonathan Ashby"),)),
    "the firm stands against another client": Sought("Femi", "Amadi", firms=(Firm("Northgate Insurance", "deputy"),)),
    "the firm stands for another client": Sought(
        "Femi", "Amadi", firms=(Firm("Pike and Rowe LLP", "defendant_solicitor"),)
    ),
    "its e-mail domain alone": Sought(
        "Femi", "Amadi", firms=(Firm("P&R", "defendant_solicitor", "new@PikeRowe.example"),)
    ),
    "a member of staff": Sought("Priya", "Kaur"),
    "a contact is staff": Sought("Femi", "Amadi", firms=(Firm("Any", contact="Priya Kaur"),)),
    "the practice's own mail": Sought("Femi", "Amadi", firms=(Firm("Any", email="desk@practice.example"),)),
    "a provider's contact": Sought("Ines", "Duarte"),
    "a provider's firm": Sought("Femi", "Amadi", firms=(Firm("Cedar Physio 77 Ltd"),)),
}
NO_CONFLICT = {
    "the same firm on the same side": Sought("Femi", "Amadi", firms=(Firm("Pike & Rowe", "claimant_solicitor"),)),
    "mail that anybody may have": Sought("Femi", "Amadi", firms=(Firm("Any", "insurer", "x@gmail.com"),)),
    "an initial": Sought("A.", "Rowe"),
    "a body that takes no side": Sought("Femi", "Amadi", firms=(Firm("Pike & Rowe", "statutory_body"),)),
}


@pytest.fixture
def other_files(client_file, case_manager):
    add_person(client_file, by=case_manager, now=NOW, name="Ruth Carver", role="family")
    ProviderFactory(name="Cedar Physio 77", email="desk@gmail.com")
    return client_file


@pytest.mark.parametrize("about", TAKEN_ON)
def test_a_conflict_of_interest_is_found(other_files, about):
    assert [match.finding for match in everything(TAKEN_ON[about])] == [Finding.CONFLICT]


@pytest.mark.parametrize("about", NO_CONFLICT)
def test_what_is_no_conflict_is_not_raised(other_files, about):
    assert everything(NO_CONFLICT[about]) == []


def test_people_stand_above_conflicts(other_files):
    sought = replace(ASHBY, firms=(Firm("Any", contact="Priya Kaur"),))
    assert [match.finding for match in everything(sought)] == [Finding.PERSON, Finding.CONFLICT]
    assert everything(sought)[1].score == CONFLICT_SCORE


def bulk_files(number):
    """As many files of people named like one another, without factories' detours."""
    by = UserFactory()
    start = Client.objects.count()
    clients = [
        Client(
            reference=f"CM-{start + at:05d}",
            given_name=f"Jon{chr(97 + at % 26)}",
            family_name="Ashby",
            born_on=date(1984, 3, 1 + at % 28),
            status_since=NOW.date(),
            created_at=NOW,
            created_by=by,
        )
        for at in range(number)
    ]
    Client.objects.bulk_create(clients)
    MatchKey.objects.bulk_create(
        MatchKey(client=client, key=key) for client in clients for key in sorted(keys_of_file(sought_of(client)))
    )


def test_it_asks_no_more_often_of_three_hundred_files_than_of_thirty(case_manager):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            findings = look(ASHBY, staff=case_manager, now=NOW)
        assert findings.hidden
        return len(captured)

    bulk_files(30)
    few = asked()
    bulk_files(270)

    assert asked() == few <= 7


def test_files_from_before_get_their_keys_block_by_block(client_file, case_manager, monkeypatch):
    fill = importlib.import_module("clients.migrations.0009_fill_match_keys")
    add_person(client_file, by=case_manager, now=NOW, name="Ruth Carver", role="family")
    others = [filed(ASHBY), filed(Sought("Nadia", "Bashir"))]
    before = set(MatchKey.objects.values_list("client", "key"))
    MatchKey.objects.all().delete()
    monkeypatch.setattr(fill, "BLOCK", 2)

    for _ in range(2):
        fill.fill(apps, SimpleNamespace(connection=connection))

    assert set(MatchKey.objects.values_list("client", "key")) == before
    assert {client for client, _ in before} == {client_file.pk, *(client.pk for client in others)}
