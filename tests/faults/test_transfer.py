"""F13, F14: access ends in the middle of somebody's work. What starts after that is refused; the rest is whole."""

import itertools
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients.models import Assignment, Party
from records.models import ContactRecord
from reports import actions as reporting
from reports.models import RenderState, Report
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory
from tests.faults.counts import small_and_full
from tests.faults.ground import mail_server, wait_until
from tests.faults.web import Person, Web, at_once
from tests.faults.writers import writers_on

pytestmark = pytest.mark.django_db(transaction=True)


class Office:
    """Two admins, three case managers, and one client who is handed from one to the other."""

    def __init__(self, web, client, lead):
        admins = [UserFactory(roles=[Role.PRACTICE_ADMIN]) for _ in range(2)]
        staff = [lead, UserFactory(), UserFactory()]
        self.admins = [Person(user, web.address) for user in admins]
        self.staff = {user.pk: Person(user, web.address) for user in staff}
        self.allocation = reverse("clients:allocation", args=[client.reference])
        self.summary = reverse("practice:client_summary", args=[client.reference])
        self.editor = reverse("practice:add_contact", args=[client.reference])

    def lead(self):
        (live,) = Assignment.objects.leads().filter(ends_at=None)
        return live.staff_id

    def both_assign(self, number):
        """What is wrong after both admins gave the client to different people, while the lead read and saved."""
        before = self.lead()
        others = [pk for pk in self.staff if pk != before]
        give = [
            lambda admin=admin, to=to: admin.post(
                self.allocation, {"staff": to, "reason": f"Round {number}", "once_key": f"{number} {to}"}
            )
            for admin, to in zip(self.admins, others, strict=True)
        ]
        work = [lambda: self.staff[before].get(self.summary), lambda: self.write(before, f"Saved in round {number}")]
        *given, read, saved = at_once([*give, *work])
        now_lead = self.lead()
        if [answer.status for answer in given] != [303, 303]:
            yield f"round {number}: {[answer.status for answer in given]}"
        if read.status not in (200, 404) or saved.status not in (303, 404):
            yield f"round {number}: the lead of before met {read.status}, {saved.status}"
        if (saved.status == 303) != ContactRecord.objects.filter(text=f"Saved in round {number}").exists():
            yield f"round {number}: a save was neither whole nor refused"
        for pk, person in self.staff.items():
            if (person.get(self.summary).status, self.write(pk, f"After {number}").status) != (
                (200, 303) if pk == now_lead else (404, 404)
            ):
                yield f"round {number}: {person.user.name} is {'' if pk == now_lead else 'not '}the lead"

    def write(self, pk, words):
        body = {"kind": "visit", "on": "today", "text": words, "once_key": f"{words} {pk}"}
        return self.staff[pk].post(self.editor, body)


def gaps_in_the_history(client):
    spells = list(Assignment.objects.leads().filter(client=client).order_by("starts_at", "pk"))
    return [f"{one} then {other}" for one, other in itertools.pairwise(spells) if one.ends_at != other.starts_at]


@small_and_full("rounds", 8, 1000)
def test_of_two_who_assign_at_once_one_is_the_last_and_nobody_else_gets_in(client_file, case_manager, tmp_path, rounds):
    with mail_server() as sink, Web(tmp_path, sink) as web:
        office = Office(web, client_file, case_manager)
        wrong = [fault for number in range(rounds) for fault in office.both_assign(number)]

    assert not wrong, "\n".join(wrong[:20])
    assert gaps_in_the_history(client_file) == []
    assert AuditEvent.objects.filter(verb="client.assigned").count() == 1 + 2 * rounds


def test_control_without_doors_the_lead_of_before_still_gets_in(client_file, case_manager, tmp_path):
    with mail_server() as sink, Web(tmp_path, sink, OFF="doors") as web:
        wrong = list(Office(web, client_file, case_manager).both_assign(0))

    assert any("is not the lead" in fault for fault in wrong), wrong


class Leaver:
    """Somebody who leaves, and hands over, while twenty of their requests are on their way."""

    def __init__(self, web, client, user, admin):
        self.client, self.web, self.admin = client, web, Person(admin, web.address)
        self.writers = writers_on(client, user)
        self.writers.person.at = web.address
        self.leave = reverse("practice:leaving", args=[user.pk])
        self.plan = {"owner": UserFactory().pk, "reason": "Leaves", "sure": "on", "once_key": "leave"}

    def leaves(self):
        """What was saved although it was sent after the admin had their answer."""
        with self.writers:
            self.writers.wait_for_more(20, self.web.log)
            assert self.admin.post(self.leave, self.plan).status == 303
            left, tried = time.monotonic(), self.writers.tried()
            wait_until(lambda: self.writers.tried() > tried + 60, log=self.web.log)
        return [words for words in self.writers.acknowledged if self.writers.sent[words] > left]


@pytest.fixture
def queued(client_file, case_manager):
    """A PDF that the leaver has asked for and that nobody has made yet."""
    reader = Party.objects.filter(client=client_file).first()
    report = ReportFactory(client=client_file, reader=reader, author=case_manager)
    reporting.ask_to_render(report, by=case_manager, now=timezone.now())
    return report


def test_who_is_deactivated_starts_nothing_more_and_their_jobs_refuse(
    client_file, case_manager, admin, queued, tmp_path
):
    with mail_server() as sink, Web(tmp_path, sink) as web:
        leaver = Leaver(web, client_file, case_manager, admin)
        saved_too_late = leaver.leaves()

    reporting.render_next(now=timezone.now())

    assert saved_too_late == []
    assert set(leaver.writers.acknowledged) <= set(ContactRecord.objects.values_list("text", flat=True))
    assert 302 in leaver.writers.refused, "they are sent to sign in"
    report = Report.objects.get(pk=queued.pk)
    assert (report.render_state, report.pdf) == (RenderState.FAILED, None)


@pytest.mark.long
def test_control_without_the_end_of_access_work_goes_on(client_file, case_manager, admin, tmp_path):
    with mail_server() as sink, Web(tmp_path, sink, OFF="end_of_access") as web:
        assert Leaver(web, client_file, case_manager, admin).leaves()
