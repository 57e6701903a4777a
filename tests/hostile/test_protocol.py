"""Requests that no browser of ours sends: wrong methods, bodies, identifiers, tokens and headers."""

import gzip
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django import forms
from django.conf import settings
from django.test import Client as Browser

from tests.access.pages import ask, staff_pages
from tests.access.practice import NAMED
from tests.access.routes import every_route
from tests.access.table import DOORS, door_of
from tests.factories.accounts import PASSWORD
from tests.faults.bodies import OF_FILES
from tests.hostile import ground

pytestmark = pytest.mark.django_db

AWAY = [
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "/%0d%0aSet-Cookie:x=1",
    "\thttps://evil.example",
]


@pytest.mark.asvs("4.1.4", "13.4.4")
@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_only_reading_and_posting_are_answered(practice, method):
    for route in every_route():
        response = practice.browsers["lead"].generic(method, ground.where(practice, route), b"x=1")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST"), route


def test_asking_for_the_head_of_a_page_is_answered_like_the_page_without_its_body(practice):
    for route, person in staff_pages():
        response = ask(practice.browsers[person], "HEAD", ground.where(practice, route))
        assert response.status_code < 400 or response.status_code in (404, 405), route
        assert not response.content, route


BODIES = {
    "ten thousand fields": ("&".join(f"field{n}=x" for n in range(10_000)).encode(), ground.FORM),
    "more than fits": (b"text=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), ground.FORM),
    "json": (b'{"text": "\\ud800", "__proto__": {"x": 1}, "reason": ["a"]}', "application/json"),
    "xml": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "text/xml"),
    "a form that says it is zipped": (gzip.compress(b"words=zipped" * 1000), ground.FORM),
    "many parts without a boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "parts that never end": (
        b"--x\r\nContent-Disposition: form-data; name=words\r\n\r\nbegun",
        "multipart/form-data; boundary=x",
    ),
    "a file for text": (
        b'--x\r\nContent-Disposition: form-data; name="words"; filename="../../a.sh"\r\n\r\nx\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "no such alphabet": (b"words=x", "application/x-www-form-urlencoded; charset=klingon"),
    "no content type": (b"words=x", ""),
}


@pytest.mark.asvs("1.5.1", "2.2.2")
@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_no_form_of_ours_changes_nothing(practice, pages, kind):
    body, content_type = BODIES[kind]
    for page in [page for page in pages if any(field.required for field in page.form.fields.values())][::4]:
        browser, headers = practice.browsers[page.person], {}
        if "zipped" in kind:
            headers["HTTP_CONTENT_ENCODING"] = "gzip"
        with ground.taken_back(browser), ground.written() as tables:
            response = browser.generic("POST", page.where, body, content_type=content_type, **headers)
        assert response.status_code in (400, 422), f"{page}: {response.status_code}"
        assert not tables - {"ui_oncekey"}, f"{page}: {tables}"


@pytest.mark.asvs("15.3.7")
def test_of_a_parameter_sent_twice_one_counts(practice, pages):
    """A second value neither slips past the form nor breaks it."""
    for page in pages:
        browser, values = practice.browsers[page.person], ground.filled(page.form)
        twice = {name: ["\x00<script>", value] for name, value in values.items() if isinstance(value, str)}
        with ground.taken_back(browser):
            answer = ground.send(practice, page, values | twice)
        assert answer.response.status_code in (303, 422), page
        assert not [text for text in answer.written if "<script>" in text], page


@pytest.mark.asvs("8.2.2")
def test_an_identifier_of_another_kind_is_not_found(practice):
    """A goal's identifier in place of a referral's, and the like, in each route."""
    for route in every_route():
        taken = [name for name in route.arguments if name in NAMED]
        for name in taken:
            other = next(key for key in NAMED if key != name and NAMED[key].split(".")[0] != NAMED[name].split(".")[0])
            values = practice.values("own") | {name: practice.own.values[other]}
            for method in ("GET", "POST"):
                door = DOORS[door_of(route.name, method)]
                person = next(one for one in ("lead", "own supervisor", "admin") if door[one] != "403")
                response = ask(practice.browsers[person], method, route.path(values))
                assert response.status_code in (404, 405), f"{route}, {method}: {response.status_code}"


@pytest.mark.asvs("8.2.2", "8.2.3", "15.3.3")
def test_no_choice_takes_a_record_of_another_file(practice, pages):
    """Identifiers in a body: each row of the foreign file put into each choice of each form."""
    rows = [row for label, row in practice.foreign.rows.items() if label != "providers.Provider"]
    foreign = {str(row.pk) for row in rows if isinstance(row.pk, UUID)}
    assert len(foreign) > 15
    taken = []
    for page in pages:
        if page.person == "admin":  # knows every client; what a wall keeps from them is tested with the walls
            continue
        for name, field in page.form.fields.items():
            if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
                several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
                taken += [f"{page}: {name}" for key in foreign if ground.accepted(field, [key] if several else key)]
    assert not taken


@pytest.mark.asvs("15.3.3")
def test_fields_that_a_form_does_not_have_are_ignored(practice, pages):
    """Mass assignment: names of columns beside the form's own."""
    more = {"id": str(practice.foreign.client.pk), "client": str(practice.foreign.client.pk), "client_id": "1"}
    more |= {"by": str(practice.people["admin"].pk), "reference": "CM-6666", "is_active": "on", "is_superuser": "on"}
    for page in (page for page in pages if page.route not in OF_FILES):
        names = {name: value for name, value in more.items() if name not in page.form.fields}
        with ground.taken_back(practice.browsers[page.person]):
            answer = ground.send(practice, page, ground.filled(page.form) | names)
        assert answer.response.status_code == 303, page
        assert not answer.written & {"CM-6666", str(practice.people["admin"].pk)} or page.person == "admin", page


@pytest.mark.asvs("3.5.1")
def test_a_post_without_the_token_of_its_browser_does_nothing(practice):
    """No token, and one that was given to another browser, on every route."""
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = practice.browsers["lead"].cookies.copy()
    other = Browser().get("/account/login/").context["csrf_token"]
    strict.get("/")  # notes that the session is in use, as any request does once in a while
    for route in every_route():
        for values in ({}, {"csrfmiddlewaretoken": str(other)}):
            with ground.taken_back(strict), ground.written() as tables:
                response = strict.post(ground.where(practice, route), values)
            assert response.status_code in (403, 404, 405), f"{route}: {response.status_code}"
            assert not tables, f"{route}: {tables}"


@pytest.mark.asvs("3.5.1")
def test_with_its_token_the_same_post_is_taken(practice, pages):
    """The negative control of the test above."""
    page, strict = pages[0], Browser(enforce_csrf_checks=True)
    strict.cookies = practice.browsers["lead"].cookies.copy()
    token = str(strict.get(page.where).context["csrf_token"])
    with ground.taken_back(strict):
        body = urlencode(page.sent | ground.filled(page.form) | {"csrfmiddlewaretoken": token}, doseq=True)
        assert strict.post(page.where, body, content_type=ground.FORM).status_code == 303


@pytest.mark.asvs("3.5.3")
def test_reading_changes_nothing(opened):
    """A page that is asked for writes traces and sessions only."""
    wrong = {str(page.route): page.tables for page in opened if page.tables - {"audit_auditevent"}}
    assert not wrong


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("away", AWAY, ids=ascii)
def test_signing_in_and_out_leads_nowhere_else(practice, away):
    browser = Browser()
    signed_in = browser.post(
        f"/account/login/?{urlencode({'next': away})}",
        {"login": practice.people["lead"].email, "password": PASSWORD, "next": away},
    )
    assert signed_in.status_code == 302
    assert stays_here(signed_in["Location"])
    assert stays_here(browser.post("/drafts/discard/", {"back": away})["Location"])
    signed_out = browser.post("/account/logout/", {"next": away})
    assert stays_here(signed_out["Location"])


def stays_here(address):
    return address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address


@pytest.mark.asvs("4.1.3", "13.4.5")
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80:80", "test server", "a" * 300]
)
def test_another_host_is_refused_and_what_a_proxy_might_say_is_not_believed(practice, settings, host):
    """The address of links comes from SITE_URL, never from the request."""
    assert Browser().get("/account/login/", HTTP_HOST=host).status_code == 400
    page = Browser().get("/account/login/", HTTP_X_FORWARDED_HOST=host, HTTP_X_FORWARDED_PROTO="https")
    assert page.status_code == 200
    assert host not in page.content.decode()


def test_a_request_that_cannot_be_read_is_answered_calmly(practice):
    response = practice.browsers["lead"].post("/clients/new/", BODIES["ten thousand fields"][0], ground.FORM)
    assert response.status_code == 400
    assert "what you typed is still on the page before" in response.content.decode()


def test_pages_before_signing_in_take_the_same_abuse(practice):
    for route in every_route():
        if door_of(route.name, "POST") in ("public", "steps of signing in", "outside link"):
            for body, content_type in BODIES.values():
                response = Browser().generic("POST", ground.where(practice, route), body, content_type=content_type)
                assert response.status_code < 500, route
