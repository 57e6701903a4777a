"""What a person sees when the database is away, when it is busy, and when something broke."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory
from django.urls import reverse

from ui import outage

ROOT = Path(settings.BASE_DIR)
REFUSED = "postgresql://nobody:none@127.0.0.1:1/none"  # nobody listens there
ASK = """
import django, json, os, sys
django.setup()
from django.conf import settings
from django.test import Client
if "without" in sys.argv:  # the negative control: Django's own page for what nobody caught
    from casemgmt import urls
    del urls.handler500
browser = Client(raise_request_exception=False)
browser.cookies[settings.SESSION_COOKIE_NAME] = "a session of somebody"
told = {}
for path in ("/", "/clients/", "/account/login/", "/no-such-page/", "/healthz"):
    answer = browser.get(path)
    told[path] = [answer.status_code, answer.get("Retry-After"), "Back in a few minutes" in answer.content.decode()]
answer = browser.post("/clients/new/", {"form_token": "t", "once_key": "k", "family_name": "Zebra <b>"})
told["POST"] = [answer.status_code, answer.get("Retry-After"), 'value="Zebra &lt;b&gt;"' in answer.content.decode()]
print(json.dumps(told))
"""


def asked_while_the_database_is_away(*arguments):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "casemgmt.settings",
        "SECRET_KEY": "tests only",
        "SECURE": "false",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": REFUSED,
    }
    command = [sys.executable, "-c", ASK, *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout), answer.stderr


def test_every_page_is_a_calm_503_and_a_sent_form_comes_back():
    told, log = asked_while_the_database_is_away()

    assert told == {path: [503, "30", True] for path in told}
    assert "Zebra" not in log


def test_without_the_handler_they_would_be_500():
    told, _ = asked_while_the_database_is_away("without")

    assert {status for status, *_ in told.values()} == {500}


def sent(posted, path="/clients/new/?from=list"):
    return outage.out_of_reach(RequestFactory().post(path, posted)).content.decode()


def test_what_was_typed_is_shown_to_copy_and_goes_to_the_same_place_with_the_same_key():
    html = sent({"form_token": "signed", "once_key": "key-1", "text": "First line\nSecond </textarea> line"})

    assert 'action="/clients/new/?from=list"' in html
    assert 'name="once_key" value="key-1"' in html
    assert re.search(r'<textarea name="text"[^>]*>\nFirst line\s+Second &lt;/textarea&gt; line</textarea>', html)
    assert "Reload this page" not in html


@pytest.mark.parametrize(
    "posted",
    [
        {"login": "priya@practice.example", "password": "zebra"},
        {"form_token": "signed", "passcode": "zebra"},
        {"form_token": "signed", "new_password": "zebra"},
    ],
)
def test_passwords_and_passcodes_are_not_repeated(posted):
    html = sent(posted)

    assert "zebra" not in html
    assert "Reload this page" in html


def test_the_page_needs_nothing_but_itself_and_its_policy_lets_its_style_through():
    html = outage.PAGE.read_text()
    policy = outage.content_security_policy(html)

    assert not re.search(r'(?:src|href)="|url\(|<script|{%', html)
    assert policy in (ROOT / "casemgmt" / "deployment" / "Caddyfile").read_text(), "the proxy shows the same page"


@pytest.mark.parametrize(
    ("problem", "away"),
    [
        (OperationalError("connection refused"), True),
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("no such table: clients_client"), False),
        (ValueError("zebra"), False),
        (None, False),
    ],
)
def test_what_counts_as_away(problem, away):
    assert outage.database_is_away(problem) is away


def test_an_outage_below_another_error_counts_too():
    above = KeyError("practice")
    above.__context__ = OperationalError("server closed the connection unexpectedly")

    assert outage.database_is_away(above)


def test_an_outage_while_the_session_is_saved_is_no_mistake_of_the_browser(db, signed_in, case_manager):
    def gone(execute, sql, *more):
        if sql.startswith('UPDATE "accounts_session"'):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *more)

    browser = signed_in(case_manager)
    with connection.execute_wrapper(gone):
        answer = browser.post(reverse("ui:stay_signed_in"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_request_that_is_bad_stays_400(db, signed_in, case_manager):
    browser = signed_in(case_manager)

    assert browser.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_our_own_mistakes_stay_500_and_name_the_request(db, signed_in, case_manager, monkeypatch, settings):
    def broken(*_):
        raise RuntimeError("a mistake of ours")

    browser = signed_in(case_manager)
    browser.raise_request_exception = False
    monkeypatch.setattr(connection.ops, "quote_name", broken)

    answer = browser.get("/")

    assert answer.status_code == 500
    assert f"<strong>{answer['X-Request-ID']}</strong>" in answer.content.decode()
    assert "Back in a few minutes" not in answer.content.decode()


def test_a_request_has_our_own_number_unless_a_proxy_of_ours_gave_it_one(client, db, settings):
    given = {"HTTP_X_REQUEST_ID": "0c1d7a3e-5b1e-4a43-9a53-0a6dd0fb3a25"}

    assert client.get("/healthz", **given)["X-Request-ID"] != given["HTTP_X_REQUEST_ID"]

    settings.PROXY_COUNT = 1
    assert client.get("/healthz", **given)["X-Request-ID"] == given["HTTP_X_REQUEST_ID"]
    assert "zebra" not in client.get("/healthz", HTTP_X_REQUEST_ID="zebra zebra zebra")["X-Request-ID"]
