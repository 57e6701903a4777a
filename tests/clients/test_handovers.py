"""Changes of hands: planned, carried out, taken back."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients import handover_actions as actions
from clients.caseload_actions import AlreadyMoving, assign_lead
from clients.handover_actions import HandoverRefused, Move, TooLateToUndo, hand_over, move_waiting, undo
from clients.models import (
    Assignment,
    Client,
    HandoverKind,
    HandoverLine,
    HandoverState,
    LineState,
    TimelineEntry,
)
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def caseload(case_manager):
    """Three clients whom the case manager carries."""
    return [AssignmentFactory(staff=case_manager).client for _ in range(3)]


def moves(clients, giver, receiver):
    return [Move(client, giver, receiver) for client in clients]


def give(clients, giver, receiver, admin, **changed):
    given = {"kind": HandoverKind.REASSIGN, "by": admin, "now": timezone.now(), "reason": "Caseloads evened out"}
    return hand_over(moves(clients, giver, receiver), **given | changed)


def lead_of(client, at=None):
    return Assignment.objects.leads().live(at or timezone.now()).get(client=client).staff


def test_three_clients_move_at_once_and_their_story_says_so(caseload, case_manager, outsider, admin):
    handover = give(caseload, case_manager, outsider, admin)

    assert {lead_of(client) for client in caseload} == {outsider}
    assert not Client.objects.visible_to(case_manager).exists()
    handover.refresh_from_db()
    assert handover.state == HandoverState.MOVED
    assert set(handover.lines.values_list("state", flat=True)) == {LineState.MOVED}
    titles = TimelineEntry.objects.values_list("title", flat=True)
    assert set(titles) == {"Handed over from Priya Kaur to Daniel Owens"}
    verbs = list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["handover.planned", *["client.assigned"] * 3]


def test_all_or_none(caseload, case_manager, outsider, admin):
    ConflictWallFactory(client=caseload[1], staff=outsider)

    with pytest.raises(HandoverRefused) as refused:
        give(caseload, case_manager, outsider, admin)

    assert refused.value.problems == [f"{caseload[1].short_name}: Daniel Owens cannot be assigned to this client."]
    assert {lead_of(client) for client in caseload} == {case_manager}
    assert not HandoverLine.objects.exists()


def test_a_plan_that_somebody_overtook_is_refused(caseload, case_manager, outsider, admin):
    third = UserFactory(name="Third Person")
    assign_lead(caseload[0], staff=third, by=admin, now=timezone.now(), reason="Moved")

    with pytest.raises(HandoverRefused, match="is carried by Third Person by now"):
        give(caseload, case_manager, outsider, admin)

    assert lead_of(caseload[1]) == case_manager


@pytest.mark.parametrize("receiver", [{"roles": [Role.PRACTICE_ADMIN]}, {"is_active": False}])
def test_who_is_no_case_manager_takes_nobody_on(caseload, case_manager, admin, receiver):
    with pytest.raises(HandoverRefused, match="not a case manager"):
        give(caseload, case_manager, UserFactory(**receiver), admin)


def test_a_day_ahead_the_giver_works_on_until_then(caseload, case_manager, outsider, admin):
    start = timezone.now() + DAY

    give(caseload, case_manager, outsider, admin, starts_at=start)

    first = caseload[0]
    just_before, then = start - timedelta(microseconds=1), start
    assert Client.objects.workable_by(case_manager, now=just_before).contains(first)
    assert not Client.objects.workable_by(outsider, now=just_before).contains(first)
    assert not Client.objects.workable_by(case_manager, now=then).contains(first)
    assert Client.objects.workable_by(outsider, now=then).contains(first)


def test_what_moves_soon_moves_nowhere_else(caseload, case_manager, outsider, admin):
    give(caseload[:1], case_manager, outsider, admin, starts_at=timezone.now() + DAY)
    other = UserFactory()

    with pytest.raises(HandoverRefused, match="Undo that handover first"):
        give(caseload, case_manager, other, admin)
    with pytest.raises(AlreadyMoving):
        assign_lead(caseload[0], staff=other, by=admin, now=timezone.now(), reason="Moved")


def test_until_it_begins_it_can_be_undone(caseload, case_manager, outsider, admin):
    start = timezone.now() + DAY
    handover = give(caseload, case_manager, outsider, admin, starts_at=start)

    undo(handover, by=admin, now=timezone.now())

    assert {lead_of(client, at=start + DAY) for client in caseload} == {case_manager}
    assert not Client.objects.known_to(outsider, now=start + DAY).exists()
    for client in caseload:
        kept = list(client.assignments.order_by("starts_at"))
        assert [spell.staff for spell in kept] == [case_manager, outsider], "nothing is deleted"
    assert list(AuditEvent.objects.values_list("verb", flat=True)).count("handover.undone") == 1
    with pytest.raises(TooLateToUndo):
        undo(handover, by=admin, now=timezone.now())
    give(caseload, case_manager, outsider, admin)
    assert {lead_of(client) for client in caseload} == {outsider}


def test_what_has_begun_is_not_undone(caseload, case_manager, outsider, admin):
    handover = give(caseload, case_manager, outsider, admin)

    with pytest.raises(TooLateToUndo):
        undo(handover, by=admin, now=timezone.now())

    assert lead_of(caseload[0]) == outsider


def test_there_and_back_again_keeps_one_line_of_spells(caseload, case_manager, outsider, admin):
    client = caseload[0]
    for giver, receiver in [(case_manager, outsider), (outsider, case_manager), (case_manager, outsider)]:
        give([client], giver, receiver, admin)

    spells = list(client.assignments.order_by("starts_at", "pk"))
    assert len(spells) == 4
    assert all(one.ends_at == other.starts_at for one, other in pairwise(spells))
    assert spells[-1].ends_at is None


def test_many_wait_for_the_job_and_a_refused_one_says_why(case_manager, outsider, admin, caseload):
    ConflictWallFactory(client=caseload[0], staff=outsider)
    handover = give(caseload, case_manager, outsider, admin, as_job=True)
    assert {lead_of(client) for client in caseload} == {case_manager}

    move_waiting(now=timezone.now())

    states = {line.client_id: (line.state, line.problem) for line in handover.lines.all()}
    name = caseload[0].short_name
    words = f"{name}: Daniel Owens cannot be assigned to this client."
    assert states.pop(caseload[0].pk) == (LineState.FAILED, words)
    assert set(states.values()) == {(LineState.MOVED, "")}
    handover.refresh_from_db()
    assert handover.state == HandoverState.MOVED

    caseload[0].walls.all().delete()
    assert actions.try_again(handover, by=admin, now=timezone.now()) == 1
    move_waiting(now=timezone.now())
    assert {lead_of(client) for client in caseload} == {outsider}
    assert AuditEvent.objects.filter(verb="handover.tried_again").count() == 1


def test_the_job_asks_again_whether_the_admin_still_may(caseload, case_manager, outsider, admin):
    handover = give(caseload, case_manager, outsider, admin, as_job=True)
    admin.is_active = False
    admin.save()

    move_waiting(now=timezone.now())

    assert {lead_of(client) for client in caseload} == {case_manager}
    assert set(handover.lines.values_list("state", flat=True)) == {LineState.FAILED}


def test_an_undone_job_moves_nobody_any_more(caseload, case_manager, outsider, admin):
    start = timezone.now() + DAY
    handover = give(caseload, case_manager, outsider, admin, as_job=True, starts_at=start)
    undo(handover, by=admin, now=timezone.now())

    move_waiting(now=timezone.now())

    assert {lead_of(client, at=start) for client in caseload} == {case_manager}


def test_a_client_nobody_carried_begins_without_a_handover(outsider, admin):
    client = ClientFactory()

    assign_lead(client, staff=outsider, by=admin, now=timezone.now(), reason="New")

    assert lead_of(client) == outsider
    assert not HandoverLine.objects.exists()
