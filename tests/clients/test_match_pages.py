"""Before a client is added, and what admins decide afterwards."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients.access import ClientQuerySet
from clients.match_actions import AlreadyDecided, NoSuchDecision, decide, index_matches, note_added, note_look
from clients.matching import Firm, Sought
from clients.models import Client, MatchDecision, MatchLook, PossibleMatch
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory
from tests.factories.matching import PossibleMatchFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NEW, MATCHES = "/clients/new/", "/practice/matches/"
BODY = {
    "given_name": "Jonathan",
    "family_name": "Ashby",
    "born_on": "14 Mar 1984",
    "nation": "ENG",
    "injury_kind": "brain",
    "instruction_kind": "single",
    "instructed_on": "today",
    "party_role": "claimant_solicitor",
    "party_firm": "Pike & Rowe",
    "party_pays": "on",
    "once_key": "one key",
}
ASHBY = Sought("Jonathan", "Ashby", born_on=date(1984, 3, 14))
HIDDEN = "A possible match exists. An admin will decide."


@pytest.fixture
def foreign():
    """A file of the same person, which somebody else leads."""
    client = ClientFactory(given_name="Jonathan", family_name="Ashby", born_on=date(1984, 3, 14))
    AssignmentFactory(client=client)
    index_matches(client)
    return client


def ticked(page):
    return {"matches_for": re.search(r'name="matches_for" value="(\w+)"', page)[1], "somebody_else": "on"}


def test_who_is_found_is_shown_beside_the_name_and_a_tick_goes_on(signed_in, case_manager, client_file):
    browser = signed_in(case_manager)

    refused = browser.post(NEW, BODY)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert f"Jonathan Ashby, {client_file.reference}" in page
    assert "Same date of birth; same name." in page
    assert HIDDEN not in page
    assert Client.objects.count() == 1
    assert browser.post(NEW, BODY | ticked(page)).status_code == 303
    added = Client.objects.exclude(pk=client_file.pk).get()
    match = PossibleMatch.objects.get()
    assert (match.look.client, match.client, match.for_admins) == (added, client_file, False)
    assert (match.decision, match.decided_by) == (MatchDecision.NOT_SAME, case_manager)
    verbs = AuditEvent.objects.order_by("number").values_list("verb", "client")
    assert ("match.found", "") in verbs
    assert ("match.gone_on", added.reference) in verbs


def test_a_tick_counts_for_the_name_it_was_put_to(signed_in, case_manager, client_file):
    browser = signed_in(case_manager)
    tick = ticked(browser.post(NEW, BODY).content.decode())

    again = browser.post(NEW, BODY | tick | {"given_name": "Jon"})

    assert again.status_code == 422
    assert "checked" not in re.search(r'<input[^>]*name="somebody_else"[^>]*>', again.content.decode())[0]
    assert browser.post(NEW, BODY | {"given_name": "Jon"} | ticked(again.content.decode())).status_code == 303
    decided = PossibleMatch.objects.order_by("look__at").values_list("decision", flat=True)
    assert list(decided) == [MatchDecision.ASKED_AGAIN, MatchDecision.NOT_SAME]


def test_nothing_is_asked_or_kept_where_nothing_is_found(signed_in, case_manager):
    assert signed_in(case_manager).post(NEW, BODY).status_code == 303
    assert not MatchLook.objects.exists()


def without_keys(response):
    """The page without what differs on every page."""
    page = re.sub(r'name="(csrfmiddlewaretoken|form_token|once_key)" value="[^"]*"', "", response.content.decode())
    return re.sub(r'nonce="[^"]*"|hx-headers=\S+', "", page)


def answers(browser, person, client):
    """What the person meets for a foreign file, behind a wall, and behind a wall around what was theirs."""
    yield without_keys(browser.post(NEW, BODY))
    ConflictWallFactory(client=client, staff=person)
    yield without_keys(browser.post(NEW, BODY))
    AssignmentFactory(client=client, staff=person, kind="cover")
    yield without_keys(browser.post(NEW, BODY))


def test_a_foreign_and_a_walled_file_give_the_same_bytes(signed_in, case_manager, foreign):
    first, *others = answers(signed_in(case_manager), case_manager, foreign)

    assert HIDDEN in first
    assert foreign.reference not in first
    assert others == [first, first]


def test_an_admin_behind_a_wall_meets_the_same_bytes_as_a_stranger_would(signed_in, admin, foreign):
    second = UserFactory(name=admin.name, roles=[Role.PRACTICE_ADMIN])
    ConflictWallFactory(client=foreign, staff=admin)
    page = without_keys(signed_in(admin).post(NEW, BODY))
    assert HIDDEN in page
    assert foreign.reference not in page
    assert foreign.reference in without_keys(signed_in(second).post(NEW, BODY))


def test_a_page_that_forgot_the_door_is_caught(monkeypatch, signed_in, case_manager, foreign):
    """The negative control: without the door the reference stands on the page, and the bytes differ."""
    before = without_keys(signed_in(case_manager).post(NEW, BODY))
    monkeypatch.setattr(ClientQuerySet, "known_to", lambda clients, user, now=None: clients)
    page = without_keys(signed_in(case_manager).post(NEW, BODY))
    assert foreign.reference in page
    assert page != before


def test_what_somebody_may_not_see_waits_for_an_admin_and_is_kept_once(signed_in, case_manager, admin, foreign):
    browser = signed_in(case_manager)
    page = browser.post(NEW, BODY).content.decode()
    browser.post(NEW, BODY | {"once_key": "another"})
    match = PossibleMatch.objects.get()
    assert (match.client, match.for_admins, match.look.client) == (foreign, True, None)

    assert browser.post(NEW, BODY | ticked(page)).status_code == 303

    match.refresh_from_db()
    assert match.look.client.family_name == "Ashby"
    shown = signed_in(admin).get(MATCHES).content.decode()
    assert foreign.reference in shown
    assert match.look.client.reference in shown
    decide_page = reverse("clients:decide_match", args=[match.pk])
    answer = signed_in(admin).post(decide_page, {"decision": "same", "reason": "Same NHS number", "once_key": "k"})
    assert answer.status_code == 303
    match.refresh_from_db()
    assert (match.decision, match.decided_by, match.reason) == ("same", admin, "Same NHS number")
    told = AuditEvent.objects.filter(verb="match.decided").values_list("client", flat=True)
    assert set(told) == {foreign.reference, match.look.client.reference}
    assert "Same NHS number" not in " ".join(AuditEvent.objects.values_list("text", flat=True))


@pytest.mark.parametrize("side", ["found", "added"])
def test_an_admin_walled_off_from_either_side_does_not_know_of_the_match(signed_in, admin, foreign, side):
    added = ClientFactory()
    match = PossibleMatchFactory(client=foreign, look__client=added)
    walled = {"found": foreign, "added": added}[side]
    second = UserFactory(roles=[Role.PRACTICE_ADMIN])
    wall = ConflictWallFactory(client=walled, staff=admin)
    page = reverse("clients:decide_match", args=[match.pk])

    browser = signed_in(admin)
    assert walled.reference not in browser.get(MATCHES).content.decode()
    assert browser.get(page).status_code == 404
    assert browser.post(page, {"decision": "same", "reason": "x", "once_key": "k"}).status_code == 404
    assert PossibleMatch.objects.shown_to(second, now=NOW).waiting().count() == 1
    wall.delete()  # the negative control: it is the wall that hides it
    assert walled.reference in browser.get(MATCHES).content.decode()


def test_nobody_decides_whether_they_are_in_conflict_themselves(admin):
    PossibleMatchFactory(client=None, staff=admin, named=admin.name, finding="conflict")
    second = UserFactory(roles=[Role.PRACTICE_ADMIN])
    assert not PossibleMatch.objects.shown_to(admin, now=NOW).exists()
    assert PossibleMatch.objects.shown_to(second, now=NOW).exists()


def test_a_conflict_waits_for_an_admin_although_the_asker_saw_it(case_manager, admin, outsider):
    sought = Sought("Daniel", "Owens", firms=(Firm("Any"),))
    client = ClientFactory(given_name="Daniel", family_name="Owens")

    note_added(client, sought, by=case_manager, now=NOW)

    match = PossibleMatch.objects.shown_to(admin, now=NOW).waiting().get()
    assert (match.staff, match.finding, match.client) == (outsider, "conflict", None)
    with pytest.raises(NoSuchDecision):
        decide(match, decision="same", reason="x", by=admin, now=NOW)
    decide(match, decision="no_conflict", reason="Only the name", by=admin, now=NOW)
    with pytest.raises(AlreadyDecided):
        decide(match, decision="conflict", reason="y", by=admin, now=NOW)
    match.refresh_from_db()
    assert match.reason == "Only the name"


def test_of_a_name_that_many_have_some_are_kept_and_the_rest_is_counted(case_manager):
    for _ in range(13):
        index_matches(ClientFactory(given_name="Jonathan", family_name="Ashby", born_on=None))

    note_look(ASHBY, by=case_manager, now=NOW)

    assert PossibleMatch.objects.count() == 10
    assert PossibleMatch.objects.filter(reasons__endswith="3 more like this").count() == 1
