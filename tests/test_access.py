"""Every route, for every person, read and changed, on their own, a foreign and an unknown record.

The same answers are looked through for the words of files that the person may not read (tests/access/canaries.py).
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client as Browser
from django.urls import include, path
from django.utils import timezone

from clients.models import Client, OutsideLink
from tests.access.canaries import leaks, with_words
from tests.access.pages import ask
from tests.access.routes import every_route
from tests.access.table import DOORS, PEOPLE, ROUTES, door_of
from tests.laid_down import laid_down

pytestmark = pytest.mark.django_db

OBJECTS = ("own", "foreign", "unknown")
# Comes in, and may then be told that the form is refused, or that what it asks is done already.
COMES_IN = {200, 204, 301, 302, 303, 409, 422}
ALIKE = {"ok", "404", "403", "shut", "login"}


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_down(with_words) as practice:
        practice.browsers = {name: browser_of(practice, name) for name in PEOPLE}
        practice.people["deactivated"].__class__.objects.filter(pk=practice.people["deactivated"].pk).update(
            is_active=False
        )
        yield practice


def browser_of(practice, name):
    browser = Browser(raise_request_exception=True)
    if name != "signed out":
        browser.force_login(practice.people[name])
        settle(browser)
    return browser


def settle(browser):
    """Notes when the session began, which each request would else do anew, for each is taken back."""
    session = browser.session
    session["started_at"] = timezone.now().timestamp()
    session["seen_at"] = session["started_at"] + 3600  # however long the tests of this practice take
    session.save()


def met(response):
    """What a person met, in the words of the table."""
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return "login"
    return "comes in" if response.status_code in COMES_IN else str(response.status_code)


def fits(response, cell, which):
    """A page that is only read refuses every POST alike (405), before it looks for anything."""
    if cell == "any" or (response.status_code == 405 and cell != "login"):
        return True
    return met(response) == expected(cell, which)


def expected(cell, which):
    here = {"all": "comes in", "in": "comes in", "ok": "comes in", "shut": "403"}.get(cell, cell)
    if which == "own" or cell in ("404", "403", "login", "in"):
        return here
    return here if which == "foreign" and cell == "all" else "404"


def wrong_cells(practice, route, method):
    door = DOORS[door_of(route.name, method)]
    for person in PEOPLE:
        seen = {}
        for which in OBJECTS if route.arguments else OBJECTS[:1]:
            response = ask(practice.browsers[person], method, where(practice, route, which))
            seen[which] = response
            yield from (f"{person}, {which}: {leak}" for leak in leaks(practice, person, response))
            if not fits(response, door[person], which):
                yield f"{person}, {which}: {met(response)}, not {expected(door[person], which)}"
            if response.status_code == 405:
                break  # the page is only read: nothing was looked for
        if (
            door[person] in ALIKE
            and len(seen) == 3
            and told(practice, route, seen, "foreign") != told(practice, route, seen, "unknown")
        ):
            yield f"{person}: a foreign record answers otherwise than an unknown one"


def told(practice, route, seen, which):
    """Status and bytes of an answer, without the address that was asked for."""
    response = seen[which]
    page = response.content.decode(errors="replace") + response.headers.get("Location", "")
    for value in (practice.values(which) | practice.particulars(which, route.name)).values():
        page = page.replace(str(value), "…")
    return response.status_code, page


def where(practice, route, which):
    return route.path(practice.values(which) | practice.particulars(which, route.name))


@pytest.mark.asvs("8.2.1", "8.2.2", "8.2.3", "8.3.1", "15.3.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("route", every_route(), ids=str)
def test_the_route_answers_each_person_as_the_table_says(practice, route, method):
    assert door_of(route.name, method), f"{route.name} has no row in tests/access/table.py"
    wrong = list(wrong_cells(practice, route, method))
    assert not wrong, "\n".join(wrong)


ENDED = {
    "ended": {"ends_at": timezone.now() - timedelta(seconds=1)},
    "stopped": {"stopped_at": timezone.now() - timedelta(seconds=1)},
    "five wrong passcodes": {"wrong_tries": 5, "stopped_at": timezone.now()},
}


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("how", ENDED)
@pytest.mark.parametrize(
    "route", [route for route in every_route() if door_of(route.name, "GET") == "outside link"], ids=str
)
def test_a_link_that_ended_opens_nothing_for_anybody(practice, route, how):
    with transaction.atomic():
        OutsideLink.objects.filter(client=practice.own.client).update(**ENDED[how])
        for person in PEOPLE:
            for method in ("GET", "POST"):
                response = ask(practice.browsers[person], method, where(practice, route, "own"))
                assert response.status_code == 410, f"{person}, {method}"
        transaction.set_rollback(True)


def test_the_table_has_no_row_without_a_route():
    assert not set(ROUTES) - {route.name for route in every_route()}


def test_every_door_is_used():
    used = {door_of(name, method) for name in ROUTES for method in ("GET", "POST")}
    assert used == set(DOORS)


def forgot_the_door(request, reference):
    return HttpResponse(get_object_or_404(Client, reference=reference).name)


urlpatterns = [
    path("forgotten/<str:reference>/", forgot_the_door, name="forgotten"),
    path("", include("casemgmt.urls")),
]


@pytest.mark.urls(__name__)
def test_a_view_that_forgot_its_door_is_caught(practice, monkeypatch):
    """The negative control of this net."""
    route = next(route for route in every_route() if route.name == "forgotten")
    assert door_of(route.name, "GET") is None
    monkeypatch.setitem(ROUTES, "forgotten", "reads the file")
    wrong = list(wrong_cells(practice, route, "GET"))
    assert any(line.startswith("other case manager, own: comes in") for line in wrong)
    assert any(line.startswith("other case manager, foreign: comes in") for line in wrong)
