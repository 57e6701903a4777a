"""Every query that the product writes out gives, for each client of the demo, what the query itself gives."""

from datetime import timedelta

import pytest
from django.utils import timezone

import casemgmt.urls  # noqa: F401 - so that every page's queries are there
from accounts.models import User
from accounts.roles import Role
from careplans.models import Recommendation
from clients import access
from clients.models import Client
from practice import my_day
from providers.models import Referral
from records.models import ContactRecord
from tests.factories.assessments import NeedFactory
from tests.laid_down import demo, laid_down
from ui.among import listed
from ui.written import Written

ROLE_WORDS = ("|case_manager|", "|supervisor|", "|practice_admin|", "|case_manager|practice_admin|supervisor|")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_down(demo):
        NeedFactory()  # in the demo each need has its goal
        yield


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


def test_the_queries_of_the_pages_are_among_them():
    names = {query.__qualname__ for query in queries()}
    assert names >= {"working_spells", "records_since", "whole_story", "all_goals", "open_alerts"}
