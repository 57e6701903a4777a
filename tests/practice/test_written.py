"""Every query that the product writes out gives, for each client of the demo, what the query itself gives."""

from datetime import timedelta

import pytest
from django.utils import timezone

import casemgmt.urls  # noqa: F401 - so that every page's queries are there
from accounts.models import Absence, User
from accounts.roles import Role
from accounts.written_for import WrittenFor
from careplans.models import Recommendation
from clients import access
from clients.models import Assignment, Client, Concern, HandoverLine, Opening
from practice import my_day
from providers.models import Referral
from records.models import ContactRecord
from reminders.models import State
from tests.factories.accounts import AbsenceFactory, StaffCheckFactory
from tests.factories.assessments import NeedFactory
from tests.factories.clients import ComplaintFactory, ConcernFactory, OpeningFactory, OpeningNoticeFactory
from tests.factories.reminders import ReminderFactory
from tests.factories.ui import SavedViewFactory
from tests.laid_down import demo, laid_down
from ui.among import listed
from ui.written import Written

ROLE_WORDS = ("|case_manager|", "|supervisor|", "|practice_admin|", "|case_manager|practice_admin|supervisor|")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_down(demo):
        NeedFactory()  # in the demo each need has its goal
        SavedViewFactory(page="clients:client_list", shared=True)
        what_the_demo_has_not()
        yield


def what_the_demo_has_not():
    """For each case manager: an absence, a check that has run out, mail in doubt; on a file a concern and more."""
    for spell in Assignment.objects.live(timezone.now()).leads().select_related("staff", "client"):
        if not Absence.objects.filter(person=spell.staff).exists():
            AbsenceFactory(person=spell.staff)
            StaffCheckFactory(person=spell.staff, ends_on=timezone.localdate())
            ReminderFactory(person=spell.staff, client=spell.client, state=State.UNKNOWN)
            ConcernFactory(client=spell.client)
            ComplaintFactory(client=spell.client)
            OpeningNoticeFactory(opening=OpeningFactory(client=spell.client), person=spell.staff)


def queries():
    return [query for query in Written.every if query.__module__.split(".")[0] != "tests"]


def contents(found, seen=()):
    """A row with all it carries: two instances with one key count as equal whatever they hold."""
    if found in seen or not hasattr(found, "_meta"):
        return found
    held = {name: value for name, value in vars(found).items() if name != "_state"}
    related = {name: contents(one, (*seen, found)) for name, one in found._state.fields_cache.items()}
    return type(found), held, related


def values_for(client, now):
    """By the names that the queries give their values."""
    today = timezone.localdate(now)
    records = ContactRecord.objects.filter(client=client).order_by("pk").values_list("pk", flat=True)[:5]
    subjects = [pk for kind in (Referral, Recommendation) for pk in kind.objects.values_list("pk", flat=True)]
    return {
        "client": client.pk,
        "reference": client.reference,
        "now": now,
        "today": today,
        "start": now - timedelta(days=60),
        "records": listed(records),
        "until": today + timedelta(days=90),
        "sent_by": today,
        "clients": listed([client.pk]),
        "subjects": listed(subjects),
        "page": "clients:client_list",
        "lines": listed(HandoverLine.objects.values_list("pk", flat=True)),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("query", queries(), ids=lambda query: f"{query.__module__}.{query.__qualname__}")
def test_it_gives_what_the_query_gives(seeded, query):
    found = 0
    for client in Client.objects.all():
        for person in User.objects.all():
            values = values_for(client, timezone.now()) | {"person": person.pk, "author": person.pk}
            given = [values[name] for name in query.__wrapped__.__annotations__ if name != "return"]
            expected = list(query.plainly(*given))
            assert [contents(one) for one in query(*given)] == [contents(one) for one in expected]
            found += len(expected)
    assert found


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["visible_to", "workable_by"])
@pytest.mark.parametrize("role_words", ROLE_WORDS)
def test_a_client_is_found_behind_the_same_doors(seeded, door, role_words):
    now = timezone.now()
    for person in User.objects.all():
        person.role_words = role_words
        allowed = set(getattr(Client.objects, f"plainly_{door}")(person, now))
        allowed = allowed if door == "visible_to" or person.holds(Role.CASE_MANAGER) else set()
        for client in Client.objects.all():
            found = access.CLIENT_BEHIND[door](person, client.reference)
            assert [contents(one) for one in found] == [contents(one) for one in [client] if one in allowed]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "door"), [(my_day.carried, "workable_by"), (my_day.alerts, "visible_to")])
def test_my_day_asks_about_the_same_clients(seeded, query, door):
    found = 0
    for person in User.objects.exclude(role_words="|practice_admin|"):
        behind = getattr(Client.objects, f"plainly_{door}")(person, timezone.now())
        expected = list(query.__wrapped__(behind)) if door == "visible_to" or person.holds(Role.CASE_MANAGER) else []
        assert [contents(one) for one in query(person)] == [contents(one) for one in expected]
        found += len(expected)
    assert found


def queries_for_a_person():
    """Those behind a door of the client's are asked in the tests above, under the names of their functions."""
    ours = [query for query in WrittenFor.every if query.__module__.split(".")[0] != "tests"]
    return [query for query in ours if "<locals>" not in query.__qualname__]


@pytest.mark.django_db
@pytest.mark.parametrize("query", queries_for_a_person(), ids=lambda query: f"{query.__module__}.{query.__qualname__}")
def test_each_person_gets_what_the_query_gives_them(seeded, query):
    now, found = timezone.now(), 0
    today = timezone.localdate(now)
    values = {"until": today + timedelta(days=90), "issued": today, "since": now - timedelta(days=600)}
    values["openings"] = listed(Opening.objects.values_list("pk", flat=True))
    values["concerns"] = listed(Concern.objects.values_list("pk", flat=True))
    for person in User.objects.all():
        for role_words in (person.role_words, *ROLE_WORDS):
            person.role_words = role_words
            more = [values[name] for name in query.__wrapped__.__annotations__ if name in values]
            expected = list(query.plainly(person, now, *more))
            assert [contents(one) for one in query(person, now, *more)] == [contents(one) for one in expected]
            found += len(expected)
    assert found


def test_the_queries_of_the_pages_are_among_them():
    names = {query.__qualname__ for query in (*queries(), *queries_for_a_person())}
    assert names >= {"waiting_for", "visible_concerns"}
    assert names >= {"working_spells", "records_since", "whole_story", "all_goals", "open_alerts"}
