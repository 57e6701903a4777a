"""Changes of hands: two admins at once, and a job that is killed. Each client has one lead, and moved once."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients.handover_actions import Move, hand_over
from clients.models import Assignment, Client, HandoverKind, HandoverLine, LineState, TimelineEntry
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory
from tests.faults.counts import small_and_full
from tests.faults.ground import Group, environment, mail_server, wait_until
from tests.faults.web import Person, Web, at_once

pytestmark = pytest.mark.django_db(transaction=True)

CASELOAD = 5


class Practice:
    """Two admins who both move one caseload, each to somebody else, and the three who may carry it."""

    def __init__(self, web, lead):
        self.clients = [AssignmentFactory(staff=lead).client for _ in range(CASELOAD)]
        self.admins = [Person(UserFactory(roles=[Role.PRACTICE_ADMIN]), web.address) for _ in range(2)]
        self.staff = {user.pk: Person(user, web.address) for user in (lead, UserFactory(), UserFactory())}
        self.summaries = [reverse("practice:client_summary", args=[client.reference]) for client in self.clients]
        self.page = reverse("practice:new_handover")

    def leads(self):
        live = Assignment.objects.live(timezone.now()).leads().filter(client__in=self.clients)
        return list(live.values_list("staff", flat=True))

    def both_move(self, number):
        """What is wrong after both moved all five; the reading begins when both have their answer."""
        before = self.leads()[0]
        others = [pk for pk in self.staff if pk != before]
        pairs = zip(self.admins, others, strict=True)
        answers = at_once([lambda admin=admin, to=to: self.move(admin, to, number) for admin, to in pairs])
        statuses = sorted(answer.status for answer in answers)
        if statuses not in ([303, 303], [303, 422]):
            yield f"round {number}: {statuses}"
        leads = self.leads()
        if len(leads) != CASELOAD or len(set(leads)) != 1:
            yield f"round {number}: {len(leads)} leads, {len(set(leads))} people, for {CASELOAD} clients"
        for pk, person in self.staff.items():
            met = {person.get(summary).status for summary in self.summaries}
            if met != ({200} if pk in leads else {404}):
                yield f"round {number}: {person.user.name} met {met}"

    def move(self, admin, to, number):
        body = {"clients": [client.pk for client in self.clients], "receiver": to, "reason": f"Round {number}"}
        return admin.post(self.page, body | {"step": "move", "once_key": f"{number} {to}"})

    def gaps(self):
        for client in self.clients:
            spells = Assignment.objects.leads().filter(client=client).order_by("starts_at", "pk")
            for one, other in itertools.pairwise(spells):
                if one.ends_at != other.starts_at:
                    yield f"{client}: {one.ends_at} then {other.starts_at}"


@small_and_full("rounds", 10, 200)
def test_of_two_who_move_a_caseload_at_once_each_client_has_one_lead(case_manager, tmp_path, rounds):
    with mail_server() as sink, Web(tmp_path, sink) as web:
        practice = Practice(web, case_manager)
        wrong = [fault for number in range(rounds) for fault in practice.both_move(number)]

    assert not wrong, "\n".join(wrong[:20])
    assert not list(practice.gaps())


def test_control_without_lock_and_transaction_the_caseload_is_torn(case_manager, tmp_path):
    with mail_server() as sink, Web(tmp_path, sink, OFF="row_locks,transactions") as web:
        practice = Practice(web, case_manager)
        rounds = (list(practice.both_move(number)) for number in range(20))
        torn = next((wrong for wrong in rounds if wrong), [])

    assert torn or list(practice.gaps())


def plan(clients, giver, receiver, admin):
    moves = [Move(client, giver, receiver) for client in clients]
    return hand_over(moves, kind=HandoverKind.REASSIGN, by=admin, now=timezone.now(), reason="Evened out", as_job=True)


def moved():
    return HandoverLine.objects.filter(state=LineState.MOVED).count()


def run(folder, sink, *, until=None, **settings):
    """One worker, killed when so many clients have moved; else it ends by itself."""
    with Group(["tests.faults.mover"], environment(folder, sink, **settings), folder / "mover.log") as mover:
        wait_until(lambda: mover.process.poll() is not None or (until and moved() >= until), log=mover.log, seconds=90)


def wrong_moves(clients, receiver):
    """Clients who did not move exactly once, in words."""
    for client in clients:
        spells = Assignment.objects.leads().filter(client=client, staff=receiver)
        told = TimelineEntry.objects.filter(client=client, title__startswith="Handed over").count()
        events = AuditEvent.objects.filter(client=client.reference, verb="client.assigned").count()
        states = list(client.handover_lines.values_list("state", flat=True))
        if (spells.count(), told, events, states) != (1, 1, 1, [LineState.MOVED]):
            yield f"{client}: {spells.count()} spells, {told} entries, {events} events, {states}"


@small_and_full("clients", 60, 300)
def test_a_job_killed_and_repeated_moves_each_client_once(case_manager, outsider, admin, tmp_path, clients):
    caseload = [AssignmentFactory(staff=case_manager).client for _ in range(clients)]
    handover = plan(caseload, case_manager, outsider, admin)

    with mail_server() as sink:
        run(tmp_path, sink, until=clients // 3)
        run(tmp_path, sink, DIES_AFTER="2")
        run(tmp_path, sink, until=2 * clients // 3)
        run(tmp_path, sink)

    assert not list(wrong_moves(caseload, outsider))
    handover.refresh_from_db()
    assert handover.state == "moved"
    assert not Client.objects.known_to(case_manager).exists()


def test_control_without_transactions_a_killed_job_leaves_a_client_torn(case_manager, outsider, admin, tmp_path):
    caseload = [AssignmentFactory(staff=case_manager).client for _ in range(4)]
    plan(caseload, case_manager, outsider, admin)

    with mail_server() as sink:
        run(tmp_path, sink, DIES_AFTER="2", TORN="1")
        run(tmp_path, sink)

    assert len(list(wrong_moves(caseload, outsider))) == 1
