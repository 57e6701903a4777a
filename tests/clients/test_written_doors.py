"""The doors as they are written out say the same as the doors as they are defined."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from clients import written_doors
from clients.models import Assignment, AssignmentKind, Client, TimelineEntry
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, TimelineEntryFactory

DOORS = ("known_to", "visible_to", "workable_by")
ROLE_SETS = [roles for count in (1, 2, 3, 4) for roles in combinations(Role, count)]


@pytest.fixture
def person(db):
    """Somebody in every relation to some client, each now, before and later, walled off from some of them."""
    somebody, now, day = UserFactory(roles=list(Role)), timezone.now(), timedelta(days=1)
    supervisee = SupervisionFactory(supervisor=somebody).supervisee
    former = SupervisionFactory(supervisor=somebody, ends_on=timezone.localdate() - day).supervisee
    spells = [(now - 2 * day, None), (now - 2 * day, now - day), (now + day, None), (now - day, now + day)]
    for starts_at, ends_at in spells:
        for kind in AssignmentKind:
            for staff in (somebody, supervisee, former):
                spell = AssignmentFactory(staff=staff, kind=kind, starts_at=starts_at, ends_at=ends_at)
                TimelineEntryFactory(client=spell.client)
    for spell in Assignment.objects.all()[::5]:
        ConflictWallFactory(client=spell.client, staff=somebody)
    ClientFactory()
    return somebody


def defined(door, person):
    """What the plain methods give, past what was written out."""
    if door == "workable_by" and not person.holds(Role.CASE_MANAGER):
        return set()
    return set(getattr(Client.objects, f"plainly_{door}")(person, timezone.now()).values_list("pk", flat=True))


@pytest.mark.parametrize("roles", ROLE_SETS, ids="+".join)
def test_each_door_opens_to_the_same_clients_and_records(person, roles):
    person = User(pk=person.pk)
    person.set_roles(roles)

    for door in DOORS:
        clients = set(getattr(Client.objects, door)(person).values_list("pk", flat=True))
        entries = set(getattr(TimelineEntry.objects, door)(person).values_list("client", flat=True))
        nested = TimelineEntry.objects.filter(client__in=getattr(Client.objects, door)(person).filter(version=1))
        expected = defined(door, person)

        assert clients == expected, door
        assert entries == expected & set(TimelineEntry.objects.values_list("client", flat=True)), door
        assert set(nested.values_list("client", flat=True)) == entries, door


def test_joins_do_not_lead_past_a_door(person):
    """A query that reads the door's own tables too must not mix them up with those inside the condition."""
    person = User(pk=person.pk, role_words="|case_manager|")
    others = Client.objects.filter(assignments__kind=AssignmentKind.LEAD, assignments__staff__is_active=True)

    found = set(others.workable_by(person).filter(walls=None).values_list("pk", flat=True))

    assert found == set(others.filter(pk__in=defined("workable_by", person), walls=None).values_list("pk", flat=True))
    assert Assignment.objects.visible_to(person).exists()


def test_nobody_is_let_through_without_a_role_or_when_inactive(person):
    no_role, inactive = User(pk=person.pk), User(pk=person.pk, role_words=person.role_words, is_active=False)

    for door in DOORS:
        assert not getattr(Client.objects, door)(no_role).exists()
        assert not getattr(Client.objects, door)(inactive).exists()


def test_aliases_that_clash_are_caught(person, monkeypatch):
    """The negative control: without names of its own a condition inside another query asks about the wrong table."""
    monkeypatch.setattr(written_doors, "ALIAS", written_doors.re.compile("(never)"))
    written_doors._written.cache_clear()
    person = User(pk=person.pk, role_words="|case_manager|")

    entries = set(TimelineEntry.objects.visible_to(person).values_list("client", flat=True))

    written_doors._written.cache_clear()
    assert entries != defined("visible_to", person) & set(TimelineEntry.objects.values_list("client", flat=True))
