"""Passkeys in Chromium with a virtual authenticator: added, named, used to sign in, used as second step, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOGIN, LIST, ADD = "/account/login/", "/account/2fa/passkeys/", "/account/2fa/passkeys/add/"


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def device(new_context):
    """A browser with a platform authenticator: its page, and the switch of its fingerprint reader."""
    page = new_context().new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def recognises(owner):
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": owner})

    return page, recognises


def sign_in(page, person):
    page.goto(LOGIN)
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page, name):
    page.goto(ADD)
    if page.get_by_role("heading", name="Sign in again").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add the passkey").click()


def sign_out(page):
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


@pytest.fixture
def with_passkey(device, case_manager, settings):
    """The device after its owner has added a passkey where the practice asks for a second factor, and signed out."""
    settings.REQUIRE_MFA = True
    page, recognises = device
    sign_in(page, case_manager)
    expect(page.get_by_text("Set up one of these to go on.")).to_be_visible()
    add_passkey(page, "Work laptop")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    return page, recognises


def test_a_passkey_signs_in_by_itself_where_a_second_factor_is_asked_for(with_passkey, case_manager):
    page, _ = with_passkey
    page.goto(f"{LOGIN}?next=/clients/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    assert Authenticator.objects.get(user=case_manager, type="webauthn").last_used_at


def test_control_a_device_that_does_not_recognise_its_owner_signs_nobody_in(with_passkey):
    page, recognises = with_passkey
    recognises(False)
    page.goto(LOGIN)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    assert page.goto("/clients/").url.endswith("/account/login/?next=/clients/")


def test_a_passkey_is_the_second_step_after_the_password(with_passkey, case_manager):
    page, _ = with_passkey
    sign_in(page, case_manager)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()

    page.get_by_role("button", name="Use your passkey").click()

    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def test_a_passkey_shows_again_who_it_is(with_passkey):
    page, _ = with_passkey
    page.goto(LOGIN)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()

    page.goto(ADD)
    page.get_by_role("link", name="Use your passkey").click()
    page.get_by_role("button", name="Use your passkey").click()

    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()


def test_a_device_holds_one_passkey_of_an_account(with_passkey, case_manager):
    page, _ = with_passkey
    page.goto(LOGIN)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()

    add_passkey(page, "The same again")

    expect(page.get_by_text("This device already holds a passkey for your account.")).to_be_visible()
    assert Authenticator.objects.filter(user=case_manager, type="webauthn").count() == 1


def test_a_passkey_is_renamed_and_removed_and_then_signs_nobody_in(with_passkey, case_manager):
    page, _ = with_passkey
    sign_in(page, case_manager)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    add_passkey(page, "")  # shows who it is; the device then refuses a second key
    expect(page.get_by_text("This device already holds")).to_be_visible()
    page.goto(LIST)
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()

    page.get_by_role("link", name="Rename Work laptop").click()
    page.get_by_label("Name").fill("Laptop at home")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("link", name="Remove Laptop at home").click()
    page.get_by_role("button", name="Remove the passkey").click()

    expect(page.get_by_text("No passkeys yet.")).to_be_visible()
    assert not Authenticator.objects.filter(user=case_manager).exists(), "recovery codes open nothing by themselves"
    sign_out(page)
    page.goto(LOGIN)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not accepted.")).to_be_visible()


def test_a_deactivated_persons_passkey_opens_nothing(with_passkey, case_manager):
    page, _ = with_passkey
    type(case_manager).objects.filter(pk=case_manager.pk).update(is_active=False)
    page.goto(LOGIN)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="This account is closed")).to_be_visible()


def test_without_scripts_the_page_says_what_to_use_instead(new_context, live_server):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(LOGIN)
    expect(page.get_by_text("They need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_at_an_ip_address_the_page_says_so(new_context, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = new_context().new_page()
    page.goto(f"{live_server.url.replace('localhost', '127.0.0.1')}{LOGIN}")
    expect(page.get_by_text("Passkeys do not work here.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
