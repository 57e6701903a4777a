from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from clients.models import AssignmentKind
from clients.responsibility import known_to, responsible_for, uncovered
from reminders.actions import make_reminders, sweep
from reminders.models import Reminder, State
from reminders.sources import People
from tests.factories.accounts import AbsenceFactory, SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory
from tests.reminders.ground import review_due

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


def test_reminders_follow_the_cover_while_the_lead_is_away(carried, case_manager, supervisor):
    cover = AssignmentFactory(client=carried, kind=AssignmentKind.COVER).staff
    absence = AbsenceFactory(person=case_manager)

    assert people(carried) == People((cover.pk,), (supervisor.pk,))

    absence.returned_at, absence.returned_by = timezone.now(), case_manager
    absence.save()
    assert set(people(carried).working) == {case_manager.pk, cover.pk}


def test_away_and_nobody_covers_is_for_the_supervisor(carried, case_manager, supervisor):
    AbsenceFactory(person=case_manager)

    told = people(carried)

    assert told == People((), (supervisor.pk,), (supervisor.pk,))
    assert told.told == (supervisor.pk,)


def test_no_supervisor_on_leave_hears_of_it(carried, case_manager, supervisor):
    AbsenceFactory(person=supervisor)

    assert people(carried) == People((case_manager.pk,), ())


def test_uncovered_names_whom_nobody_at_work_looks_after(carried, case_manager):
    now = timezone.now()
    assert not uncovered(now).exists()
    AbsenceFactory(person=case_manager)
    AssignmentFactory(staff=case_manager, client=ClientFactory(status="closed"))
    assert [spell.client for spell in uncovered(now)] == [carried]

    cover = AssignmentFactory(client=carried, kind=AssignmentKind.COVER)
    assert not uncovered(now).exists()

    wall = ConflictWallFactory(client=carried, staff=cover.staff)
    assert uncovered(now).exists()
    wall.delete()
    AbsenceFactory(person=cover.staff)
    assert uncovered(now).exists()


def test_mail_that_waits_is_cancelled_for_who_goes_on_leave(case_manager, outsider, mailoutbox):
    review = review_due(0, lead=case_manager)
    make_reminders(now=timezone.now())
    AssignmentFactory(client=review.client, staff=outsider, kind=AssignmentKind.COVER)
    AbsenceFactory(person=case_manager)

    sweep(now=timezone.now())

    assert [letter.to for letter in mailoutbox] == [[outsider.email]]
    assert Reminder.objects.mail().get(person=case_manager).state == State.CANCELLED
