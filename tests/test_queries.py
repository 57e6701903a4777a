"""Every page asks the database as often with 30 rows as with 3, and at most 25 times."""

from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone

from accounts import middleware
from accounts.models import PracticeSettings, User
from clients.models import Client, SearchWord
from tests.access.pages import everything, signed_in, staff_pages
from tests.access.practice import File, add_row, file_factories, file_of
from tests.access.routes import Route
from tests.factories.accounts import (
    CpdEntryFactory,
    InvitationFactory,
    SettingsChangeFactory,
    StaffCheckFactory,
    SupervisionFactory,
    UserFactory,
)
from tests.factories.clients import AssignmentFactory, ConsentFactory
from tests.factories.files import StoredFileFactory
from tests.factories.imports import ImportProblemFactory
from tests.factories.packs import MadePackFactory
from tests.factories.practice import (
    AuditAnswerFactory,
    RecordAuditFactory,
    SupervisionActionFactory,
    SupervisionSessionFactory,
)
from tests.factories.ui import DraftFactory

pytestmark = pytest.mark.django_db

MOST = 25
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """Route to its queries with 3 rows of everything and with 30."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(middleware, "SEEN_EVERY_SECONDS", 3600)  # a slow machine would write the session on some pages
        PracticeSettings.current()  # made when it is first read
        person = UserFactory(roles=everything())
        file = file_of(person)
        file.values |= supervised_by(person)
        grow(file, 3)
        few = measure(person, file)
        grow(file, 30)
        many = measure(person, file)
        transaction.set_rollback(True)
    return {route.name: (few[route.name], many[route.name]) for route in routes()}


def routes():
    return [route for route, _ in staff_pages()]


def grow(file, rows):
    """Brings everything that belongs to the file, its person's caseload and the practice to a number of rows."""
    first = dict(file.rows)
    for _ in range(file.client.goals.count(), rows):
        add_chain(file, first)
        ConsentFactory(client=file.client, recorded_by=file.lead, evidence=StoredFileFactory())
        AssignmentFactory(client=file.client, kind="cover", staff=UserFactory())
        InvitationFactory()
        ImportProblemFactory(table_id=file.values["import_id"])
        SupervisionFactory(supervisor=file.lead)
        DraftFactory(author=file.lead, client=file.client.reference)
        file_of(file.lead)
        grow_supervision(file)
        grow_register(file.lead)
    file.rows = first


def grow_register(person):
    """One more of the staff with checks, one more of each for the person, and one more pack."""
    for holder in (person, UserFactory()):
        StaffCheckFactory(person=holder, ends_on=timezone.localdate())
        StaffCheckFactory(person=holder, dbs=True, no_longer_on=timezone.localdate())
        CpdEntryFactory(person=holder)
    MadePackFactory()


def supervised_by(person):
    """A colleague whom the person supervises, and the person's audit of a record of theirs."""
    theirs = file_of(SupervisionFactory(supervisor=person).supervisee)
    names = ("supervisee_id", "audited_id", "practice:finish_audit")
    return {name: theirs.values[name] for name in names}


def grow_supervision(file):
    theirs = User.objects.get(pk=file.values["supervisee_id"])
    AssignmentFactory(
        client=file_of(theirs).client, kind="cover", staff=SupervisionFactory(supervisor=file.lead).supervisee
    )
    pair = {"supervisor": file.lead, "supervisee": theirs}
    SupervisionActionFactory(session=SupervisionSessionFactory(**pair), who=file.lead)
    AuditAnswerFactory(audited__audit=RecordAuditFactory(**pair))
    SettingsChangeFactory()


def add_chain(file, first):
    """One more of everything: once on rows of its own, once on the first rows as far as constraints allow."""
    newest = dict(file.rows)
    for kind in file_factories():
        label = kind._meta.model._meta.label
        finish_planned_review(file)
        file.rows = newest
        newest[label] = add_row(file, kind)
        finish_planned_review(file)
        file.rows = dict(first)
        with suppress(IntegrityError), transaction.atomic():
            add_row(file, kind)
    file.rows = newest


def finish_planned_review(file):
    planned = file.client.reviews.filter(finished_at=None)
    planned.update(finished_at=timezone.now(), held_on=timezone.localdate(), by=file.lead)


@contextmanager
def counted():
    with CaptureQueriesContext(connection) as captured:
        queries = []
        yield queries
    queries += [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


def measure(person, file):
    browser = signed_in(person)
    browser.get("/")  # notes in the session when it began, which each page would else do anew
    return {route.name: queries_of(browser, route, file) for route in routes()}


def queries_of(browser, route, file):
    with transaction.atomic():
        where = route.path(file.values | file.values.get(route.name, {}))
        with counted() as queries:
            response = browser.get(where)
        transaction.set_rollback(True)
    assert response.status_code < 400 or response.status_code == 405, f"{route}: {response.status_code}"
    return queries


@pytest.mark.parametrize("name", [route.name for route in routes()])
def test_the_page_asks_no_more_often_with_more_rows(counts, name):
    few, many = counts[name]
    assert len(few) == len(many), "\n".join(["more often:", *added(few, many)])
    assert len(many) <= MOST, "\n".join([f"{len(many)} queries:", *(sql[:160] for sql in many)])


def added(few, many):
    """The kinds of query that came more often, by their first words."""
    starts = [sql[:160] for sql in many]
    return sorted({start for start in starts if starts.count(start) > [sql[:160] for sql in few].count(start)})


def asks_for_each_row(request):
    clients = [Client.objects.get(pk=word.client_id) for word in SearchWord.objects.all()]
    return HttpResponse(" ".join(client.reference for client in clients))


urlpatterns = [
    path("each-row/", asks_for_each_row, name="each_row"),
    path("", include("casemgmt.urls")),
]


@pytest.mark.urls(__name__)
def test_a_page_that_asks_for_each_row_is_caught(case_manager, client_file):
    """The negative control of this net."""
    browser, route, file = signed_in(case_manager), Route("each_row", ()), File(client_file, case_manager, "")
    many = queries_of(browser, route, file)
    client_file.search_words.first().delete()
    assert len(queries_of(browser, route, file)) < len(many)
