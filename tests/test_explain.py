"""No page, and no saved record, reads a large table from end to end: the database is asked how it would answer."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from clients.matching import Firm, Sought, look
from clients.models import TimelineEntry
from practice.load.build import build
from tests.access.pages import signed_in, staff_pages
from tests.access.practice import file_of
from tests.factories.imports import ImportFactory

pytestmark = pytest.mark.django_db

# PostgreSQL chooses by the size of a table, SQLite by its indexes alone.
SIZES = {"postgresql": {"clients": 2_000, "records": 10_000, "staff": 20}, "sqlite": {"clients": 40, "records": 400}}
ROWS_OF_A_CLIENT = 3.5  # a table with more rows than so many for each client is large
OF_THE_LOAD = {"lead": "manager0", "own supervisor": "supervisor0"}
OTHERS_LISTS = ("practice:my_day", "clients:client_list", "reviews:review_list", "reports:report_list")
# A supervisor's clients are a tenth of this practice: reading a table once is cheaper than a thousand look-ups in it.
# What the dashboard counts for an admin, it counts over the whole practice.
WHOLE_PRACTICE = {
    ("admin", "practice:dashboard"): {"reminders_reminder"},
    ("supervisor0", "practice:my_day"): {"reviews_review", "assessments_measureresult"},
    ("supervisor0", "reviews:review_list"): {"reviews_review"},
    ("supervisor0", "practice:supervision"): {"careplans_goal"},
    ("supervisor0", "practice:supervisee"): {"careplans_goal"},
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Case manager, supervisor and admin of a loaded practice, and a file with one of everything."""
    with django_db_blocker.unblock(), transaction.atomic():
        size = {"staff": 2} | SIZES[connection.vendor]
        build(**size, now=timezone.now())
        people = {name: User.objects.get(email=f"{name}@load.example") for name in ("manager0", "supervisor0", "admin")}
        file = file_of(people["manager0"])
        file.values["import_id"] = ImportFactory(by=people["admin"]).pk
        connection.check_constraints()  # now: each test would check them all at its end, and take that back
        yield people, file, large_tables(size["clients"])
        transaction.set_rollback(True)


def large_tables(clients):
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names from the database itself
            counts[table] = cursor.fetchone()[0]
    return {table for table, count in counts.items() if count > clients * ROWS_OF_A_CLIENT}


def pages():
    """All but the pages about one's own account, which read no file and ask for a password."""
    of_files = [(route, who) for route, who in staff_pages() if not route.name.startswith(("account_", "mfa_"))]
    mine = [(OF_THE_LOAD.get(who, who), route) for route, who in of_files]
    shared = [route for route, _ in staff_pages() if route.name in OTHERS_LISTS]
    return mine + [("supervisor0", route) for route in shared]


def read_in_sequence(statement, large):
    """The large tables that the statement would read from end to end."""
    if not statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            (plan,) = cursor.fetchone()
            plan = plan if isinstance(plan, list) else json.loads(plan)
            return {node["Relation Name"] for node in nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"} & large
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        words = [row[3].split() for row in cursor.fetchall()]
    return {found[1] for found in words if found[0] == "SCAN" and "INDEX" not in found} & large


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def scans(browser, route, values, large):
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(route.path(values))
        transaction.set_rollback(True)
    assert response.status_code < 400 or response.status_code == 405, f"{route}: {response.status_code}"
    return {
        (table, query["sql"][:300])
        for query in captured.captured_queries
        for table in read_in_sequence(query["sql"], large)
    }


@pytest.mark.parametrize(("who", "route"), pages(), ids=str)
def test_the_page_reads_no_large_table_in_sequence(loaded, who, route):
    people, file, large = loaded

    found = scans(signed_in(people[who]), route, file.values | file.values.get(route.name, {}), large)

    assert {one for one in found if one[0] not in WHOLE_PRACTICE.get((who, route.name), ())} == set()
    assert len(large) > 8


def test_saving_a_record_reads_no_large_table_in_sequence(loaded):
    people, file, large = loaded
    form = {"kind": "call", "on": "today", "text": "Rang", "once_key": "once", "goals": []}

    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            where = f"/clients/{file.client.reference}/timeline/add/"
            response = signed_in(people["manager0"]).post(where, form)
        transaction.set_rollback(True)

    assert response.status_code == 303
    assert {table for query in captured.captured_queries for table in read_in_sequence(query["sql"], large)} == set()


def test_the_search_for_matches_reads_no_large_table_in_sequence(loaded):
    people, file, large = loaded
    sought = Sought("Jon", "Ashby", born_on=file.client.born_on, firms=(Firm("Carver Law", "insurer"),))

    with CaptureQueriesContext(connection) as captured:
        look(sought, staff=people["manager0"], now=timezone.now())

    assert {table for query in captured.captured_queries for table in read_in_sequence(query["sql"], large)} == set()
    assert "clients_matchkey" in large


def test_a_page_whose_index_is_gone_is_caught(loaded):
    """The negative control."""
    people, file, large = loaded
    route = next(route for route, _ in staff_pages() if route.name == "records:timeline")

    with transaction.atomic():
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, TimelineEntry._meta.db_table)
            for name, one in constraints.items():
                if one["index"] and one["columns"][:1] == ["client_id"]:
                    cursor.execute(f'DROP INDEX "{name}"')
        found = scans(signed_in(people["manager0"]), route, file.values, large)
        transaction.set_rollback(True)

    assert {table for table, _ in found} == {TimelineEntry._meta.db_table}
