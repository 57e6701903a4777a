"""Made-up answers of an authenticator are refused in the same words, whoever sends them, and never break a page."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client as Browser

from accounts.devices import device_of
from tests.factories.accounts import PASSWORD

SIGN_IN, ADD, AGAIN = "/account/2fa/passkeys/sign-in/", "/account/2fa/passkeys/add/", "/account/reauthenticate/"
PLAUSIBLE = {
    "id": "aaaa",
    "rawId": "aaaa",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "e30",
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "attestationObject": "oA",
        "userHandle": "AAAA",
    },
}
MADE_UP = [
    "",
    "no JSON",
    "[]",
    "null",
    "7",
    "{}",
    '{"response": []}',
    '{"id": "\\u0000"}',
    '{"id": "\\ud800"}',
    "[" * 5000,
    "x" * 30_000,
    json.dumps(PLAUSIBLE),
    json.dumps(PLAUSIBLE | {"response": {"userHandle": None}}),
    json.dumps(PLAUSIBLE | {"response": "text"}),
    json.dumps(PLAUSIBLE | {"rawId": 7}),
    json.dumps(PLAUSIBLE | {"response": PLAUSIBLE["response"] | {"clientDataJSON": "/w"}}),
    json.dumps(PLAUSIBLE | {"response": PLAUSIBLE["response"] | {"attestationObject": "////"}}),
]


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("answer", MADE_UP)
def test_a_made_up_answer_signs_nobody_in(db, answer):
    browser = Browser()
    browser.get(SIGN_IN, headers={"accept": "application/json"})
    response = browser.post(SIGN_IN, {"credential": answer}, follow=True)
    assert response.status_code == 200
    assert "The passkey was not accepted" in response.content.decode()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("answer", MADE_UP)
def test_a_made_up_answer_adds_no_passkey(case_manager, signed_in, answer):
    browser = signed_in(case_manager)
    browser.post(AGAIN, {"password": PASSWORD})
    assert "creation_options" in browser.get(ADD).context["js_data"]
    response = browser.post(ADD, {"name": "x", "credential": answer})
    assert response.status_code == 200
    assert "The passkey was not accepted" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_a_key_must_store_the_account_and_check_its_owner(case_manager, signed_in):
    browser = signed_in(case_manager)
    browser.post(AGAIN, {"password": PASSWORD})
    options = browser.get(ADD).context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
    assert (options["residentKey"], options["userVerification"]) == ("required", "required")


def test_nobody_renames_or_removes_the_passkey_of_another(case_manager, outsider, signed_in):
    key = Authenticator.objects.create(user=case_manager, type="webauthn", data={"name": "Mine", "credential": {}})
    browser = signed_in(outsider)
    browser.post(AGAIN, {"password": PASSWORD})
    for page in ("name", "remove"):
        assert browser.post(f"/account/2fa/passkeys/{key.pk}/{page}/", {"name": "Theirs"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Mine"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/27 Chrome/125 Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
            "Chrome on Mac",
        ),
        ("<b>Your bank</b>", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_in_words(agent, words):
    assert device_of(agent) == words
