"""The three doors, for every kind of assignment and every role."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.roles import Role
from clients.access import find_known, find_visible, find_workable, may_work_on
from clients.models import AssignmentKind, Client, Risk
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, RiskFactory

NOW = timezone.now()
HOUR = timedelta(hours=1)


def doors(client, person, now=NOW):
    """Which doors stand open, as three letters: known, visible, workable."""
    names = {"k": "known_to", "v": "visible_to", "w": "workable_by"}
    open_doors = {
        letter for letter, name in names.items() if getattr(Client.objects, name)(person, now=now).contains(client)
    }
    through_the_file = RiskFactory(client=client)
    for letter, name in names.items():
        found = getattr(Risk.objects, name)(person, now=now).contains(through_the_file)
        assert found is (letter in open_doors), f"records of the file differ from the client at {name}"
    return "".join(letter for letter in "kvw" if letter in open_doors)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AssignmentKind.LEAD, "kvw"),
        (AssignmentKind.ASSISTANT, "kvw"),
        (AssignmentKind.COVER, "kvw"),
        (AssignmentKind.OPENED_WITH_REASON, "kv"),
    ],
)
def test_every_kind_of_assignment(db, kind, expected):
    spell = AssignmentFactory(kind=kind, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    assert doors(spell.client, spell.staff) == expected
    assert doors(ClientFactory(), spell.staff) == ""


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW - timedelta(microseconds=1), ""),
        (NOW, "kvw"),
        (NOW + HOUR - timedelta(microseconds=1), "kvw"),
        (NOW + HOUR, ""),
    ],
)
def test_a_spell_holds_from_its_start_until_just_before_its_end(db, moment, expected):
    spell = AssignmentFactory(kind=AssignmentKind.COVER, starts_at=NOW, ends_at=NOW + HOUR)
    assert doors(spell.client, spell.staff, moment) == expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], ""),
        ([Role.CASE_MANAGER], ""),
        ([Role.SUPERVISOR], ""),
        ([Role.PRACTICE_ADMIN], "k"),
        ([Role.CLINICAL_READER], "kv"),
        ([Role.PRACTICE_ADMIN, Role.CLINICAL_READER], "kv"),
        (list(Role), "kv"),
    ],
)
def test_what_a_role_opens_by_itself(db, roles, expected):
    assert doors(AssignmentFactory().client, UserFactory(roles=roles)) == expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], ""),
        ([Role.SUPERVISOR], "kv"),
        ([Role.PRACTICE_ADMIN], "kv"),
        ([Role.CASE_MANAGER], "kvw"),
        (list(Role), "kvw"),
    ],
)
def test_an_assignment_lets_a_person_work_only_as_a_case_manager(db, roles, expected):
    spell = AssignmentFactory(staff__roles=roles)
    assert doors(spell.client, spell.staff) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [(-1, None, "kv"), (0, None, "kv"), (1, None, ""), (-9, -1, ""), (-9, 0, ""), (-9, 1, "kv")],
    ids=["since yesterday", "from today", "from tomorrow", "ended yesterday", "ended today", "until tomorrow"],
)
def test_supervision_is_dated(db, starts, ends, expected):
    spell, today = AssignmentFactory(), timezone.localdate(NOW)
    supervision = SupervisionFactory(
        supervisee=spell.staff,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    assert doors(spell.client, supervision.supervisor) == expected


@pytest.mark.parametrize(("kind", "expected"), [(AssignmentKind.COVER, "kv"), (AssignmentKind.OPENED_WITH_REASON, "")])
def test_a_supervisor_sees_what_the_supervised_work_on(db, kind, expected):
    spell = AssignmentFactory(kind=kind)
    assert doors(spell.client, SupervisionFactory(supervisee=spell.staff).supervisor) == expected


def test_a_supervision_without_the_role_opens_nothing(db):
    spell = AssignmentFactory()
    supervision = SupervisionFactory(supervisee=spell.staff, supervisor__roles=[Role.CASE_MANAGER])
    assert doors(spell.client, supervision.supervisor) == ""


def test_a_wall_is_subtracted_last_for_every_role(db):
    spell = AssignmentFactory(staff__roles=list(Role))
    assert doors(spell.client, spell.staff) == "kvw"
    wall = ConflictWallFactory(client=spell.client, staff=spell.staff)
    assert doors(spell.client, spell.staff) == ""
    assert doors(spell.client, spell.staff, wall.starts_at - HOUR) == "kvw"
    wall.ends_at = NOW
    wall.save()
    assert doors(spell.client, spell.staff) == "kvw"


def test_a_deactivated_person_passes_no_door(db):
    spell = AssignmentFactory(staff__roles=list(Role), staff__is_active=False)
    assert doors(spell.client, spell.staff) == ""


def test_not_known_is_404_and_known_but_not_allowed_is_403(admin, supervisor, outsider, case_manager, client_file):
    reference = client_file.reference
    for find in (find_known, find_visible, find_workable):
        for lookup in ({"reference": reference}, {"reference": "CM-none"}):
            with pytest.raises(Http404):
                find(Client, outsider, **lookup)
    assert find_known(Client, admin, reference=reference) == client_file
    with pytest.raises(PermissionDenied):
        find_visible(Client, admin, reference=reference)
    assert find_visible(Client, supervisor, reference=reference) == client_file
    with pytest.raises(PermissionDenied):
        find_workable(Client, supervisor, reference=reference)
    assert find_workable(Client.objects.all(), case_manager, reference=reference) == client_file
    assert may_work_on(client_file.pk, case_manager)
    assert not may_work_on(client_file.pk, supervisor)


def test_several_spells_make_one_row(db):
    spell = AssignmentFactory()
    AssignmentFactory(client=spell.client, staff=spell.staff, kind=AssignmentKind.COVER)
    assert Client.objects.workable_by(spell.staff).count() == 1
