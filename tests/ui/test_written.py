"""A query that was written out gives what the query itself gives, or refuses to be written."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clients.models import Assignment, Client, Party, SearchWord
from tests.factories.clients import AssignmentFactory, ClientFactory, PartyFactory
from ui import among as module_of_lists
from ui import written as module
from ui.among import Among, listed
from ui.ids import uuid7
from ui.written import NotTheSameWords, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def written_here(monkeypatch):
    """What a test writes is no query of the product."""
    monkeypatch.setattr(module.Written, "every", [])
    return written


def test_it_gives_what_the_query_gives_and_asks_once(written_here):
    spells = [AssignmentFactory(starts_at=datetime(2026, 3, 1 + day, tzinfo=UTC)) for day in range(4)]

    @written_here
    def begun(before, kind):
        return Assignment.objects.filter(starts_at__lt=before, kind=kind).select_related("staff").order_by("starts_at")

    begun(timezone.now(), "lead")
    with CaptureQueriesContext(connection) as captured:
        first = begun(datetime(2026, 3, 3, tzinfo=UTC), "lead")
        names = [spell.staff.name for spell in first]
    assert (first, names) == (spells[:2], [spell.staff.name for spell in spells[:2]])
    assert len(captured) == 1
    assert begun(datetime(2027, 3, 3, tzinfo=UTC), "lead") == spells
    assert begun(datetime(2027, 3, 3, tzinfo=UTC), "cover") == []


@pytest.mark.parametrize("column", ["pk", "id", "parties__client"])
@pytest.mark.parametrize("which", [(0, 2), (1,), (1, 1), ()])
def test_several_ids_are_one_value(written_here, column, which):
    clients = [PartyFactory().client for _ in range(3)]

    @written_here
    def some(ids, born_before):
        found = Client.objects.filter(Among(column, ids)).exclude(born_on__gte=born_before)
        return found.order_by("pk").values_list("pk", flat=True)

    asked = [clients[at].pk for at in which]
    assert some(listed(asked), date(2090, 1, 1)) == sorted(set(asked))
    others = Client.objects.exclude(Among(column, listed(asked))).order_by("pk").values_list("pk", flat=True)
    assert list(others) == sorted(one.pk for one in clients if one.pk not in asked)


@pytest.mark.parametrize(
    ("words", "is_read_once"), [("{ids}::uuid[]", True), ("('{{' || trim({ids}::text, '{{}}') || '}}')::uuid[]", False)]
)
def test_the_list_is_read_once_and_not_for_each_row(words, is_read_once, monkeypatch):
    """The second one is the negative control: an array made of the text is no constant for PostgreSQL."""
    if connection.vendor == "postgresql":
        monkeypatch.setattr(module_of_lists, "ARRAY", words)
    found = SearchWord.objects.filter(Among("client", [uuid7() for _ in range(20)])).order_by("word")

    plan = found.explain()

    if connection.vendor == "postgresql":
        assert ("}'::uuid[]" in plan) == is_read_once  # else it is made of a text, as in "}'::cstring)::uuid[]"
    else:
        assert "LIST SUBQUERY" in plan
        assert "CORRELATED" not in plan


def test_what_is_loaded_beside_the_rows_comes_too(written_here):
    party = PartyFactory()

    @written_here
    def with_parties(reference):
        return Client.objects.filter(reference=reference).prefetch_related("parties").only("reference")

    (found,) = with_parties(party.client.reference)
    assert list(found.parties.all()) == [party]
    assert found.get_deferred_fields() >= {"given_name", "status"}


@pytest.mark.parametrize("reference", ["CM%", "'; DROP TABLE clients_client; --", "%s", "stands in 0", "", "\\"])
def test_a_value_is_never_read_as_sql(written_here, reference):
    ClientFactory()

    @written_here
    def named(reference):
        return Client.objects.filter(reference=reference)

    assert named(reference) == []
    assert Client.objects.count() == 1


def reckoned(today):
    return Client.objects.filter(born_on__lt=today - timedelta(days=365))


def begins_with(text):
    return SearchWord.objects.filter(word__startswith=text)


def worded_otherwise(text):
    return Party.objects.filter(
        Q(firm=text) if text.endswith("0") and text < "stands in 1" else Q(pays=True, firm=text)
    )


@pytest.mark.parametrize(
    ("query", "value"), [(reckoned, date(2026, 3, 1)), (begins_with, "ash"), (worded_otherwise, "Pike")]
)
def test_a_query_that_makes_something_of_its_value_is_refused(written_here, query, value):
    with pytest.raises(NotTheSameWords):
        written_here(query)(value)


@pytest.mark.parametrize("value", [None, 7, True, ()])
def test_a_value_that_may_change_the_words_is_refused(written_here, value):
    @written_here
    def of_day(day):
        return Client.objects.filter(born_on=day)

    with pytest.raises(KeyError):
        of_day(value)


def test_a_query_that_finds_nothing_whatever_it_is_asked_is_not_asked(written_here):
    @written_here
    def nobody(reference):
        return Client.objects.filter(reference=reference).none()

    with CaptureQueriesContext(connection) as captured:
        assert nobody("CM-0001") == []
    assert len(captured) == 0


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(written_here):
    client, found = ClientFactory(), []

    @written_here
    def named(reference):
        return Client.objects.filter(reference=reference)

    def ask():
        found.append((named(client.reference), connections[DEFAULT_DB_ALIAS] is main))
        connection.close()

    main = connections[DEFAULT_DB_ALIAS]
    named(client.reference)
    thread = Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [([client], False)]


def test_without_its_place_a_value_would_be_lost(written_here, monkeypatch):
    """The negative control: what was written for one value must not answer for another."""
    clients = ClientFactory.create_batch(2)
    monkeypatch.setattr(module, "filled", lambda parameters, values, connection: (clients[0].reference,))

    @written_here
    def named(reference):
        return Client.objects.filter(reference=reference)

    assert named(clients[1].reference) != list(named.plainly(clients[1].reference))
