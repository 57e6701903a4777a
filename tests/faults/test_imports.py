"""Importing a table: a worker that is killed, two admins with the same table, one with two pages. All rows, once."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEvent
from clients.models import Client, Party, SearchWord, TimelineEntry
from practice.models import Import, ImportState
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportFactory
from tests.faults.counts import small_and_full
from tests.faults.ground import Group, environment, mail_server, wait_until
from tests.faults.web import Person, Web, at_once
from tests.practice.tables import row, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    """Where the other processes look for files too."""
    settings.MEDIA_ROOT = tmp_path / "media"


def table(rows, *, by, start=0, **state):
    content = written([row(start + number) for number in range(rows)])
    return ImportFactory(by=by, content=content, rows=rows, good=rows, **state)


def run(folder, sink, **settings):
    """One worker, until it ends by itself or dies on the way."""
    with Group(["tests.faults.importer"], environment(folder, sink, **settings), folder / "importer.log") as worker:
        wait_until(lambda: worker.process.poll() is not None, log=worker.log, seconds=300)


def left_behind():
    """Rows of every table that an import writes to, besides the clients."""
    verbs = ["client.added", "import.carried_out"]
    of_clients = [kind.objects.count() for kind in (Client, Party, SearchWord, TimelineEntry)]
    return sum(of_clients) + AuditEvent.objects.filter(verb__in=verbs).count()


@small_and_full("rows", 60, 2000)
def test_a_worker_killed_half_way_leaves_nothing_and_the_next_one_all(admin, tmp_path, rows):
    sent = table(rows, by=admin, state=ImportState.IMPORTING)

    with mail_server() as sink:
        run(tmp_path, sink, DIES_AFTER=str(rows // 2))
        killed, state = left_behind(), Import.objects.get().state
        run(tmp_path, sink)
        run(tmp_path, sink)

    assert (killed, state) == (0, ImportState.IMPORTING)
    sent.refresh_from_db()
    assert (sent.state, sent.added, Client.objects.count()) == (ImportState.IMPORTED, rows, rows)
    assert AuditEvent.objects.filter(verb="client.added").count() == rows
    assert TimelineEntry.objects.filter(title="File opened").count() == rows


def test_control_without_a_transaction_a_killed_worker_leaves_half_of_it(admin, tmp_path):
    table(10, by=admin, state=ImportState.IMPORTING)

    with mail_server() as sink:
        run(tmp_path, sink, DIES_AFTER="5", TORN="1")

    assert Client.objects.count() == 5


class TwoAdmins:
    """Each with a table of the same people, and both press at once."""

    def __init__(self, web):
        self.web = web
        self.admins = [UserFactory(roles=[Role.PRACTICE_ADMIN]) for _ in range(2)]
        self.people = [Person(user, web.address) for user in self.admins]

    def press(self, number):
        """How many clients a round added, of five."""
        before = Client.objects.count()
        sent = [table(5, by=user, start=10 * number) for user in self.admins]
        pairs = list(zip(self.people, sent, strict=True))
        answers = at_once([lambda person=person, one=one: press(person, one, "first") for person, one in pairs])
        assert {answer.status for answer in answers} <= {303, 500}
        return Client.objects.count() - before


def press(person, sent, key):
    return person.post(reverse("practice:carry_out_import", args=[sent.pk]), {"once_key": f"{key} {sent.pk}"})


@small_and_full("rounds", 5, 100)
def test_of_two_admins_with_the_same_table_one_brings_the_clients(tmp_path, rounds):
    with mail_server() as sink, Web(tmp_path, sink) as web:
        two = TwoAdmins(web)
        added = [two.press(number) for number in range(rounds)]

    assert added == [5] * rounds
    assert Import.objects.filter(state=ImportState.IMPORTED).count() == rounds


def test_control_without_transactions_the_clients_are_there_twice(tmp_path):
    with mail_server() as sink, Web(tmp_path, sink, OFF="transactions") as web:
        two = TwoAdmins(web)
        added = next((count for count in map(two.press, range(20)) if count != 5), 5)

    assert added > 5


def test_one_table_pressed_on_two_pages_at_once_is_imported_once(admin, tmp_path):
    sent = table(5, by=admin)
    with mail_server() as sink, Web(tmp_path, sink) as web:
        person = Person(admin, web.address)
        answers = at_once([lambda key=key: press(person, sent, key) for key in ("one", "two", "three")])

    assert {answer.status for answer in answers} == {303}
    assert Client.objects.count() == 5
