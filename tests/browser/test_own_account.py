"""The pages of one's own account that the general net meets only as "Sign in again"; and signing out elsewhere."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.accounts.ground import FIREFOX, PHONE, with_app
from tests.browser.test_accessibility import faults_on
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown_again(page):
    page.goto("/account/reauthenticate/?next=/account/sessions/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


def test_the_pages_behind_sign_in_again_are_accessible_and_fit(signed_in_page, case_manager, outsider):
    with_app(case_manager)
    key = Authenticator.objects.create(user=case_manager, type="webauthn", data={"name": "Laptop", "credential": {}})
    page, bare = (signed_in_page(person, bypass_csp=True) for person in (case_manager, outsider))
    shown_again(page)
    shown_again(bare)
    passkeys = "/account/2fa/passkeys/"
    codes, app = "/account/2fa/recovery-codes/", "/account/2fa/totp/"
    faults = []
    for where in (codes, f"{codes}generate/", f"{app}deactivate/", f"{passkeys}{key.pk}/name/", passkeys):
        faults += faults_on(page, where)
    for where in (f"{app}activate/", f"{passkeys}add/", "/account/2fa/"):
        faults += faults_on(bare, where)
    assert not faults, "\n".join(faults)
    assert bare.url.endswith("/account/2fa/"), "the pages themselves were looked at, not the way to them"


@pytest.mark.parametrize("scripts", [True, False])
def test_another_device_is_signed_out(new_context, case_manager, scripts):
    laptop = new_context(java_script_enabled=scripts, user_agent=FIREFOX).new_page()
    phone = new_context(user_agent=PHONE).new_page()
    for page in (phone, laptop):
        page.goto("/account/login/")
        page.get_by_label("E-mail address").fill(case_manager.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="My day")).to_be_visible()

    laptop.goto("/account/sessions/")
    laptop.get_by_role("button", name="Sign out Safari on iPhone").click()

    expect(laptop.get_by_text("Signed out of that device.")).to_be_visible()
    phone.goto("/clients/")
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
