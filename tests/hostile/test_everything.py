"""The whole list of bad values into every form and every route, as each role. Only with `--long`."""

from urllib.parse import urlencode

import pytest

from accounts.roles import Role
from clients.models import AssignmentKind
from tests.access.pages import ask
from tests.access.routes import every_route
from tests.bad_input import QUERIES, VALUES
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory
from tests.hostile import ground
from tests.hostile.trial import try_out

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ROLES = ("lead", "own supervisor", "admin", "cover during", "does everything", "reads everything", "signed out")
FIELDS = {"login", "password", "email", "passcode", "code", "once_key", "form_token", "version", "text", "back"}


@pytest.fixture(scope="module")
def people(practice):
    """Besides those of the shared practice: somebody with every role, and somebody who reads every file."""
    sole = UserFactory(roles=[Role.CASE_MANAGER, Role.SUPERVISOR, Role.PRACTICE_ADMIN])
    AssignmentFactory(client=practice.own.client, staff=sole, kind=AssignmentKind.ASSISTANT)
    practice.browsers["does everything"] = ground.browser_of(sole)
    practice.browsers["reads everything"] = ground.browser_of(UserFactory(roles=[Role.CLINICAL_READER]))
    return ROLES


@pytest.mark.asvs("1.2.1", "1.3.3", "2.2.2")
@pytest.mark.parametrize("number", range(len(VALUES)))
def test_each_value_in_each_form_comes_back_exact_and_harmless(practice, pages, number):
    value = VALUES[number]
    wrong = [line for page in pages for line in try_out(practice, page, value, everywhere="<" in value)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ROLES)
def test_no_value_on_any_route_answers_500(practice, pages, people, person):
    """As form and as query. The roles share the list between them: each sends a quarter of it, one beside the other."""
    ours = VALUES[ROLES.index(person) % 4 :: 4]
    names = FIELDS.union(*(page.form.fields for page in pages))
    for route in every_route():
        if route.name == "reminders:healthz":
            continue  # says 503 by itself when nothing was swept for three minutes, as in a test that takes longer
        where = ground.where(practice, route)
        refused = ask(practice.browsers[person], "POST", where).status_code in (403, 404, 405)
        for value in ours[::5] if refused else ours:
            body = urlencode(dict.fromkeys(names, value), errors="surrogatepass").encode()
            response = ask(practice.browsers[person], "POST", where, body)
            assert response.status_code < 500, f"{route}: {value[:40]!r}"
        for value in QUERIES:
            response = ask(practice.browsers[person], "GET", f"{where}?{urlencode(dict.fromkeys(names, value))}")
            assert response.status_code < 500, f"{route}: {value[:40]!r}"
