from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from clients.models import Client
from clients.readers import knowers_of, opened_lately, readers_of
from tests.access.practice import build
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ConflictWallFactory

NOW = timezone.now()


def names(readers):
    return {reader.person.name for reader in readers}


def test_the_page_names_exactly_those_whom_the_door_lets_in(db):
    """The doors and what we say of them must not drift apart: asked for everybody of the access matrix, in time."""
    practice = build()
    UserFactory(roles=[Role.CLINICAL_READER]), UserFactory(is_active=False, roles=[Role.CLINICAL_READER])
    spells = AssignmentFactory(client=practice.own.client, kind="assistant")
    ConflictWallFactory(client=practice.own.client, staff=spells.staff, ends_at=NOW + timedelta(hours=1))
    for hours in (-850, -2, -0.75, 0, 0.75, 1.5, 3, 24 * 400):
        now = timezone.now() + timedelta(hours=hours)
        for client in (practice.own.client, practice.foreign.client):
            allowed = {
                person
                for person in User.objects.all()
                if Client.objects.visible_to(person, now=now).contains(client) and person.may(Permission.READ_FILE)
            }
            assert {reader.person for reader in readers_of(client, now=now)} == allowed, hours
            known = set(User.objects.holding(Role.PRACTICE_ADMIN))
            assert set(knowers_of(client, now=now)) == {
                person for person in known if Client.objects.known_to(person, now=now).contains(client)
            }


def test_a_reader_who_is_left_out_is_caught(case_manager, client_file, supervisor):
    """The negative control: without the supervisor the two no longer agree."""
    said = {reader.person for reader in readers_of(client_file, now=NOW)} - {supervisor}
    allowed = {person for person in User.objects.all() if Client.objects.visible_to(person).contains(client_file)}
    assert said != allowed


def test_each_way_in_is_said_with_its_dates(client_file, case_manager, supervisor, outsider):
    AssignmentFactory(client=client_file, kind="cover", staff=outsider, starts_at=NOW, ends_at=NOW + timedelta(days=2))
    ways = {reader.person: " ".join(reader.ways) for reader in readers_of(client_file, now=NOW)}
    assert ways[case_manager].startswith("Case manager since ")
    assert ways[supervisor].startswith("Supervisor of Priya Kaur since ")
    assert ways[outsider].startswith("Cover since ")
    assert " until " in ways[outsider]


def test_the_page_says_why_who_can_and_who_did(client_file, case_manager, supervisor, admin, signed_in):
    where = f"/clients/{client_file.reference}/access/who/"
    signed_in(supervisor).get(f"/clients/{client_file.reference}/summary/")
    page = signed_in(case_manager).get(where).content.decode()
    why, _, rest = page.partition("Who else can read it now")
    can, _, did = rest.partition("Who opened it in the last 30 days")
    assert "Case manager since" in why
    assert "Helen Reid" in can
    assert "Amara Okafor" in can
    assert "Helen Reid" in did


def test_every_page_of_a_file_leads_there(client_file, case_manager, signed_in):
    for section in ("summary", "timeline", "plan", "access"):
        page = signed_in(case_manager).get(f"/clients/{client_file.reference}/{section}/").content.decode()
        assert f"/clients/{client_file.reference}/access/who/" in page


def test_somebody_with_no_right_to_the_log_reads_who_can_but_not_who_did(client_file, signed_in):
    reader = UserFactory(roles=[Role.CLINICAL_READER])
    page = signed_in(reader).get(f"/clients/{client_file.reference}/access/who/").content.decode()
    assert "Reads the clinical text of every client" in page
    assert "Who opened it" not in page


@pytest.mark.parametrize("days", [1, 29])
def test_openings_of_thirty_days_are_counted(client_file, case_manager, signed_in, days):
    for section in ("summary", "timeline"):
        signed_in(case_manager).get(f"/clients/{client_file.reference}/{section}/")
    (row,) = opened_lately(client_file, now=timezone.now() + timedelta(days=days))
    assert (row.name, row.times) == ("Priya Kaur", 2)
    assert not opened_lately(client_file, now=timezone.now() + timedelta(days=31))
