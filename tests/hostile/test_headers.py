"""What every answer tells the browser, with the settings that a practice runs on."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client as Browser
from django.urls import include, path

from accounts.sessions import SessionStore
from tests.factories.accounts import PASSWORD, UserFactory
from tests.hostile.production import production_settings

pytestmark = pytest.mark.django_db

YEAR = 31_536_000


@pytest.fixture
def in_production(settings):
    """HTTPS, as a practice serves it. Signing in needs no second step here: it is not what is looked at."""
    for name, value in production_settings().items():
        if name not in ("PASSWORD_HASHERS", "LOGGING", "INSTALLED_APPS", "REQUIRE_MFA"):
            setattr(settings, name, tuple(value) if name == "SECURE_PROXY_SSL_HEADER" else value)
    return settings


@pytest.fixture
def answers(in_production, case_manager, client_file):
    """One answer of each kind: pages, refusals, redirects, files, before and after signing in."""
    browser, refusing = Browser(), Browser(enforce_csrf_checks=True)
    browser.force_login(case_manager)
    found = {
        "sign-in page": browser.__class__().get("/account/login/", secure=True),
        "first page": browser.get("/", secure=True),
        "file": browser.get(f"/clients/{client_file.reference}/summary/", secure=True),
        "not found": browser.get("/clients/CM-0000/summary/", secure=True),
        "no such address": browser.get("/no/such/address/", secure=True),
        "not allowed": browser.get("/practice/team/", secure=True),
        "wrong method": browser.put("/", secure=True),
        "no token": refusing.post("/account/login/", {"login": "x"}, secure=True),
        "sent to sign in": Browser().get("/clients/", secure=True),
        "health": Browser().get("/healthz", secure=True),
        "script": Browser().get("/static/js/app.js", secure=True),
        "style": Browser().get("/static/css/app.css", secure=True),
        "nothing static": Browser().get("/static/js/", secure=True),
        "unreadable": browser.post("/clients/new/", "&".join(f"f{n}=x" for n in range(2000)), FORM, secure=True),
        "other host": Browser().get("/", secure=True, HTTP_HOST="evil.example"),
    }
    assert {answer.status_code for answer in found.values()} == {200, 302, 400, 403, 404, 405, 503}
    return {name: read(answer) for name, answer in found.items()}


@dataclass(frozen=True)
class Read:
    headers: dict
    body: bytes


def read(answer):
    """Static files come as open files: read, then closed."""
    body = b"".join(answer)
    answer.close()
    return Read(answer.headers, body)


FORM = "application/x-www-form-urlencoded"


def without(answers, fits):
    return [name for name, answer in answers.items() if not fits(answer.headers)]


@pytest.mark.asvs("3.4.1", "12.2.1")
def test_every_answer_keeps_the_browser_on_https_for_a_year(answers):
    assert not without(
        {name: answer for name, answer in answers.items() if name != "other host"},
        lambda headers: headers["Strict-Transport-Security"] == f"max-age={YEAR}; includeSubDomains; preload",
    )


@pytest.mark.asvs("3.4.3", "3.4.6")
def test_every_answer_has_the_policy_for_scripts_and_frames(answers):
    def holds(headers):
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        return (
            policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
            and policy["default-src"] == policy["form-action"] == "'self'"
            and "unsafe" not in headers["Content-Security-Policy"]
        )

    assert not without(answers, holds)


@pytest.mark.asvs("3.4.4")
def test_no_browser_guesses_what_an_answer_is(answers):
    assert not without(
        answers, lambda headers: headers.get("X-Content-Type-Options") == "nosniff" or is_refused(headers)
    )


def is_refused(headers):
    """The plain answer to a host that is not ours is made before anything else."""
    return "Strict-Transport-Security" not in headers


@pytest.mark.asvs("3.4.5", "3.4.8", "3.5.8")
def test_other_sites_learn_nothing_and_hold_nothing_of_ours(answers):
    pages = {name: answer for name, answer in answers.items() if name not in ("script", "style", "other host")}
    assert not without(pages, lambda headers: headers["Referrer-Policy"] in ("same-origin", "no-referrer"))
    assert not without(pages, lambda headers: headers["Cross-Origin-Opener-Policy"] == "same-origin")
    assert not without(pages, lambda headers: headers["Cross-Origin-Resource-Policy"] == "same-origin")


@pytest.mark.asvs("3.4.2", "3.5.6")
def test_no_other_site_may_read_an_answer(in_production, case_manager):
    browser = Browser(headers={"origin": "https://evil.example"})
    browser.force_login(case_manager)
    for address in ("/", "/?callback=steal", "/healthz", "/drafts/"):
        answer = browser.get(address, secure=True)
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
        assert not answer.content.startswith(b"steal")


@pytest.mark.asvs("14.2.2", "14.2.5", "14.3.2")
def test_nothing_but_our_own_files_is_kept_by_a_browser_or_a_proxy(answers):
    pages = {name: answer for name, answer in answers.items() if name not in ("script", "style", "other host")}
    assert not without(pages, lambda headers: "no-store" in headers["Cache-Control"])


@pytest.mark.asvs("4.1.1")
def test_every_body_says_what_it_is_and_in_which_alphabet(answers):
    kinds = {answer.headers["Content-Type"] for answer in answers.values() if answer.body}
    assert kinds <= {
        "text/html; charset=utf-8",
        'text/javascript; charset="utf-8"',
        'text/css; charset="utf-8"',
        "application/json",
    }


@pytest.mark.asvs("13.4.6")
def test_no_answer_names_what_it_was_made_with(answers):
    for answer in answers.values():
        told = f"{dict(answer.headers)} {answer.body}".lower()
        assert not re.search(r"django/|gunicorn|python/|whitenoise|x-powered-by|werkzeug", told)


@pytest.mark.asvs("4.1.2", "12.2.1")
def test_pages_move_to_https_and_nothing_sent_without_it_is_taken(in_production, case_manager):
    asked = Browser().get("/account/login/")
    assert (asked.status_code, asked["Location"]) == (301, "https://testserver/account/login/")
    browser = Browser()
    browser.post("/account/login/", {"login": case_manager.email, "password": PASSWORD})
    assert in_production.SESSION_COOKIE_NAME not in browser.cookies
    assert Browser().get("/healthz").status_code in (200, 503), "asked by machines: no redirect that hides a mistake"


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5")
def test_cookies_stay_on_this_host_on_https_and_away_from_scripts(in_production, case_manager):
    browser = Browser()
    browser.get("/account/login/", secure=True)
    browser.post("/account/login/", {"login": case_manager.email, "password": PASSWORD}, secure=True)
    assert {"__Host-session", "__Host-csrf"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert name.startswith("__Host-"), name
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", ""), name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert len(name) + len(cookie.value) < 4096, name
    assert browser.cookies["__Host-session"].value not in browser.get("/", secure=True).content.decode()


def test_without_https_the_cookie_would_be_seen(case_manager):
    """The negative control: the demo's settings on loopback, where there is no HTTPS."""
    browser = Browser()
    browser.post("/account/login/", {"login": case_manager.email, "password": PASSWORD})
    assert not browser.cookies["session"]["secure"]
    assert "Strict-Transport-Security" not in browser.get("/").headers


@pytest.mark.asvs("7.2.1", "7.2.2", "7.2.3", "7.2.4")
def test_signing_in_gives_a_new_session_that_cannot_be_guessed(db):
    person, browser = UserFactory(), Browser()
    session = SessionStore()
    session["planted"] = True
    session.save()
    browser.cookies["session"] = session.session_key

    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})

    given = browser.cookies["session"].value
    assert given != session.session_key
    assert re.fullmatch(r"[a-z0-9]{32}", given), "32 of 36 letters: 165 bits"
    assert not SessionStore(session.session_key).load()
    assert Browser(HTTP_COOKIE="session=" + "a" * 32).get("/clients/").status_code == 302


@pytest.mark.asvs("7.4.1", "14.3.1")
def test_signing_out_ends_the_session_and_clears_the_browser(signed_in, case_manager):
    browser, kept = signed_in(case_manager), Browser()
    kept.cookies = browser.cookies.copy()
    assert kept.get("/clients/").status_code == 200

    answer = browser.post("/account/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert kept.get("/clients/").status_code == 302
    assert "Clear-Site-Data" not in signed_in(case_manager).get("/clients/").headers


@pytest.mark.asvs("7.4.4")
def test_every_page_offers_to_sign_out(signed_in, case_manager, client_file):
    for address in ("/", "/clients/", f"/clients/{client_file.reference}/summary/", "/clients/new/", "/reports/"):
        assert 'action="/account/logout/"' in signed_in(case_manager).get(address).content.decode(), address


def broken(request):
    secret = "zebra"  # noqa: F841 - what a page with the details would show
    raise RuntimeError("SELECT zebra FROM clients")


urlpatterns = [path("broken/", broken, name="broken"), path("", include("casemgmt.urls"))]


@pytest.mark.asvs("13.4.2", "16.5.1", "16.5.4")
@pytest.mark.urls(__name__)
def test_an_error_tells_nothing_of_its_cause(in_production, signed_in, case_manager):
    browser = Browser(raise_request_exception=False)
    browser.force_login(case_manager)
    answer = browser.get("/broken/", secure=True)
    assert answer.status_code == 500
    assert "zebra" not in answer.content.decode()
    assert "Sorry, something went wrong" in answer.content.decode()
    assert browser.get("/clients/", secure=True).status_code == 200, "and the next page is served"


@pytest.mark.urls(__name__)
def test_with_debugging_on_it_would(settings, case_manager):
    """The negative control."""
    settings.DEBUG = True
    browser = Browser(raise_request_exception=False)
    browser.force_login(case_manager)
    assert b"zebra" in browser.get("/broken/").content


@pytest.mark.asvs("13.4.1", "13.4.3", "13.4.7")
@pytest.mark.parametrize(
    "address",
    [
        *("/.git/HEAD", "/.env", "/manage.py", "/requirements.txt", "/var/db.sqlite3", "/media/", "/admin/"),
        *(
            "/static/",
            "/static/js/",
            "/static/../.env",
            "/static/%2e%2e/manage.py",
            "/static/..%2f.env",
            "/server-status",
        ),
    ],
)
def test_nothing_but_our_static_files_is_served(signed_in, case_manager, address):
    for browser in (Browser(), signed_in(case_manager)):
        assert browser.get(address).status_code in (302, 404)


def test_our_static_files_are(db):
    """The negative control."""
    answer = Browser().get("/static/js/app.js")
    assert (answer.status_code, b"fetch(" in read(answer).body) == (200, True)
