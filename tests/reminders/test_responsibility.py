from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from clients.models import AssignmentKind
from clients.responsibility import known_to, responsible_for
from reminders.sources import People
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory

pytestmark = pytest.mark.django_db


def people(client):
    return responsible_for([client.pk], timezone.now()).get(client.pk, People())


@pytest.fixture
def carried(case_manager):
    client = ClientFactory()
    AssignmentFactory(client=client, staff=case_manager)
    return client


def test_lead_live_cover_and_their_supervisors_hear_of_it(carried, case_manager, supervisor):
    now = timezone.now()
    cover, later, assistant = UserFactory(), UserFactory(), UserFactory()
    week = timedelta(days=7)
    AssignmentFactory(client=carried, staff=cover, kind=AssignmentKind.COVER, ends_at=now + week)
    AssignmentFactory(
        client=carried, staff=later, kind=AssignmentKind.COVER, starts_at=now + week, ends_at=now + 2 * week
    )
    AssignmentFactory(client=carried, staff=assistant, kind=AssignmentKind.ASSISTANT)

    told = people(carried)

    assert set(told.working) == {case_manager.pk, cover.pk}
    assert told.supervisors == (supervisor.pk,)


def test_a_lead_who_has_left_still_has_a_supervisor(carried, case_manager, supervisor):
    case_manager.is_active = False
    case_manager.save()

    assert people(carried) == People((), (supervisor.pk,))


def test_walls_and_ended_supervision_are_subtracted(carried, case_manager, supervisor):
    former = UserFactory(roles=[Role.SUPERVISOR])
    SupervisionFactory(supervisor=former, supervisee=case_manager, ends_on=timezone.localdate())
    ConflictWallFactory(client=carried, staff=supervisor)

    assert people(carried) == People((case_manager.pk,), ())


def test_many_clients_cost_the_same_few_queries(case_manager, django_assert_num_queries):
    ids = [AssignmentFactory(staff=case_manager).client.pk for _ in range(30)]

    with django_assert_num_queries(4):
        found = responsible_for(ids, timezone.now())

    assert len(found) == 30


def test_known_are_the_clients_behind_the_first_door(carried, case_manager, outsider, admin):
    ids = {carried.pk}

    assert known_to(case_manager, ids) == known_to(admin, ids) == ids
    assert known_to(outsider, ids) == set()
