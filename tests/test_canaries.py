"""Traces, titles, forms, search and links hold no word of a file for somebody who may not read it.

The pages themselves are looked through by the access matrix (`test_access.py`), for each person and each route.
"""

import logging
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client as Browser
from django.urls import include, path

from audit.models import AuditEvent
from clients.models import Client
from tests.access.canaries import NOT_OF_A_FILE, known_only, leaks, shown, text_of, unescaped, with_words
from tests.access.pages import ask
from tests.access.routes import every_route
from tests.access.table import door_of
from tests.laid_down import laid_down
from ui.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_down(with_words) as practice:
        yield practice


def browser_for(practice, person):
    browser = Browser()
    if person != "signed out":
        browser.force_login(practice.people[person])
    return browser


def own_pages(practice, person):
    """Each route with what came back to a person who asked for their own record."""
    browser = browser_for(practice, person)
    for route in every_route():
        where = route.path(practice.values("own") | practice.particulars("own", route.name))
        yield route, text_of(ask(browser, "GET", where))


@pytest.fixture(scope="module")
def pages(practice):
    """What the lead is shown of their own file."""
    return list(own_pages(practice, "lead"))


def staff_routes():
    """Without the pages of signing in and out, which end the session."""
    return [route for route in every_route() if ":" in route.name]


def test_the_lead_does_meet_the_words_of_their_own_file(practice, pages):
    """Else the net would hold nothing."""
    met = shown(practice, "own", " ".join(page for _, page in pages))
    assert len(met) > 0.6 * len(practice.words["own"]), set(practice.words["own"].values()) - set(met)


@pytest.mark.asvs("1.2.1")
def test_markup_in_any_text_is_shown_as_text(practice, pages):
    """A table for a spreadsheet is no page: browsers are told so, and save it."""
    shown_as_pages = [row for row in [*pages, *own_pages(practice, "admin")] if "text/csv" not in row[1]]
    wrong = [(route.name, unescaped(practice, page)) for route, page in shown_as_pages]
    assert not [(name, places) for name, places in wrong if places]


def test_markup_that_comes_through_is_caught(practice):
    """The negative control of the test above."""
    word, place = next(iter(practice.words["own"].items()))
    assert unescaped(practice, f"<p>{word}<b title='x'></p>") == [place]
    assert not unescaped(practice, f"<p>{word}&lt;b title=&#x27;x&#x27;&gt;</p>")


@pytest.mark.asvs("8.2.2", "15.3.1")
def test_no_form_offers_a_record_of_another_file(practice, pages):
    """Choices of forms start at a door: no identifier of the foreign file is in any page of the lead."""
    rows = [row for label, row in practice.foreign.rows.items() if label not in NOT_OF_A_FILE]
    foreign = {str(row.pk) for row in rows if isinstance(row.pk, UUID)}
    offered = [f"{route}: {identifier}" for route, page in pages for identifier in foreign if identifier in page]
    assert not offered


@pytest.mark.asvs("8.2.2")
def test_an_outside_link_shows_nothing_before_its_passcode(practice):
    for route in every_route():
        if door_of(route.name, "GET") == "outside link":
            for which in ("own", "foreign"):
                page = text_of(ask(browser_for(practice, "signed out"), "GET", route.path(practice.values(which))))
                assert not shown(practice, "own", page)
                assert not shown(practice, "foreign", page)


def test_search_finds_nothing_of_another_file(practice):
    browser = browser_for(practice, "lead")
    for word, (label, name) in practice.words["foreign"].items():
        if label in ("clients.Client", "clients.Party", "clients.SearchWord"):
            page = ask(browser, "GET", f"/clients/?status=all&q={word}").content.decode()
            assert practice.foreign.client.reference not in page, name


@pytest.mark.asvs("14.2.4", "16.2.5")
def test_traces_hold_no_words_of_a_file(practice, caplog):
    """Events, logs and mail name references, never what a file says."""
    caplog.set_level(logging.DEBUG)
    browser = browser_for(practice, "lead")
    with transaction.atomic():
        for route in staff_routes():
            for method in ("GET", "POST"):
                where = route.path(practice.values("own") | practice.particulars("own", route.name))
                browser.generic(method, where, content_type="application/x-www-form-urlencoded")
        events = " ".join(AuditEvent.objects.values_list("text", flat=True))
        labels = " ".join(Draft.objects.values_list("label", flat=True))
        transaction.set_rollback(True)
    lines = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    letters = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert len(events) > 1000
    assert not shown(practice, "own", f"{events} {labels} {lines} {letters}")


def test_titles_hold_no_words_but_the_name(practice, pages):
    for route, page in pages:
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert not shown(practice, "own", title, leave_out=known_only()), route


def forgot_the_door(request, reference):
    return HttpResponse(get_object_or_404(Client, reference=reference).injury)


urlpatterns = [
    path("forgotten/<str:reference>/", forgot_the_door, name="forgotten"),
    path("", include("casemgmt.urls")),
]


@pytest.mark.urls(__name__)
def test_a_view_that_forgot_its_door_is_caught(practice):
    """The negative control of this net."""
    response = ask(browser_for(practice, "lead"), "GET", f"/forgotten/{practice.foreign.client.reference}/")
    assert list(leaks(practice, "lead", response)) == ["shows clients.Client.injury of the foreign file"]
    response = ask(browser_for(practice, "admin"), "GET", f"/forgotten/{practice.own.client.reference}/")
    assert list(leaks(practice, "admin", response)) == ["shows clients.Client.injury of the own file"]
