"""Passwords and sessions: what may be chosen, what is refused, and what nobody learns."""

import logging
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from audit.actions import digest_of
from tests.access.routes import every_route
from tests.factories.accounts import PASSWORD, InvitationFactory, UserFactory
from tests.factories.clients import ConflictWallFactory
from tests.test_bad_input import query_names
from ui.logs import Line

pytestmark = pytest.mark.django_db

INVITED = "/invitations/a-token/"
GOOD = "four unrelated plain words"


@pytest.fixture
def invitation(db):
    return InvitationFactory(token_digest=digest_of("a-token"), name="Priya Kaur", email="priya.kaur@practice.example")


def refused(password, person=None):
    try:
        validate_password(password, person)
    except ValidationError:
        return True
    return False


@pytest.mark.asvs("6.2.1", "6.2.5", "6.2.9")
@pytest.mark.parametrize(
    "password",
    [
        "qzv bkwjp xhtuy",
        "ονειροπαγίδα κάτι",
        "🙂🙃 fjord bank glyph",
        "only lower case words",
        "".join(map(chr, range(33, 126))) * 2,
    ],
)
def test_any_letters_will_do_if_there_are_fifteen(password):
    assert len(password) >= 15
    assert refused(password[:14])
    assert not refused(password)


@pytest.mark.asvs("6.2.4", "6.2.11", "6.2.12")
@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "password123456789",
        "123456789012345",
        "qwertyuiopqwertyuiop",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "letmeinletmein1!",
        "P@ssw0rdP@ssw0rd",
        "case management 1",
        "CaseManager2026!",
        "rehabilitation-2026",
    ],
)
def test_what_everybody_would_guess_is_refused(password):
    assert refused(password)


@pytest.mark.asvs("6.2.11")
def test_ones_own_name_and_the_practices_name_do_not_make_a_password(invitation):
    person = UserFactory(name="Persephone Montgomery", email="persephone@practice.example")
    assert refused("persephonemontgomery", person)
    assert refused("Montgomery-2026!!!", person)
    assert not refused(GOOD, person)


@pytest.mark.asvs("6.2.8")
def test_a_password_counts_to_the_letter(db):
    """Neither case, nor a space at its end, nor what comes after the seventieth letter is lost."""
    password = "  Ünïcode ends with a space " + "x" * 90 + "y "
    person = UserFactory()
    person.set_password(password)
    person.save(update_fields=["password"])
    for other in (password.strip(), password.lower(), password[:-2], password[:72]):
        assert not signs_in(person, other)
    assert signs_in(person, password)


def signs_in(person, password):
    browser = Browser()
    browser.post("/account/login/", {"login": person.email, "password": password})
    return "_auth_user_id" in browser.session


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_every_password_field_hides_what_is_typed_and_takes_a_managers(signed_in, case_manager, invitation):
    for browser, address, fields in (
        (Browser(), "/account/login/", 1),
        (Browser(), INVITED, 1),
        (signed_in(case_manager), "/account/password/change/", 2),
    ):
        page = browser.get(address).content.decode()
        assert page.count('type="password"') >= fields, address
        assert "onpaste" not in page
        assert 'autocomplete="off"' not in page.split('type="password"')[1][:200]


@pytest.mark.asvs("6.2.2", "6.2.3")
def test_changing_a_password_asks_for_the_one_that_holds(signed_in, case_manager):
    browser, address = signed_in(case_manager), "/account/password/change/"
    browser.post(address, {"oldpassword": "not this one at all", "password1": GOOD, "password2": GOOD})
    assert signs_in(case_manager, PASSWORD)
    browser.post(address, {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD})
    assert signs_in(case_manager, GOOD)


@pytest.mark.asvs("6.2.10")
def test_no_password_gets_too_old(case_manager):
    columns = {column.name for column in type(case_manager)._meta.fields}
    assert not [name for name in columns if "expire" in name or "changed" in name]


@pytest.mark.asvs("6.4.2")
def test_nobody_is_asked_a_secret_question(db):
    for address in ("/account/login/", "/account/password/reset/"):
        page = Browser().get(address).content.decode().lower()
        assert "hint" not in page.replace('class="hint"', "")
        assert "question" not in page


@pytest.mark.asvs("6.3.8")
def test_answers_do_not_tell_whether_somebody_is_on_the_staff(case_manager):
    """The same page, but for the address that was typed."""

    def answer(address, email, **more):
        given = Browser().post(address, {"login": email, "email": email, **more})
        page = given.content.decode().replace(email, "…") if given.status_code == 200 else given["Location"]
        return given.status_code, page.split("<main")[-1].split("csrfmiddlewaretoken")[0]

    for address in ("/account/login/", "/account/password/reset/"):
        known = answer(address, case_manager.email, password="wrong")
        assert known == answer(address, "nobody@practice.example", password="wrong"), address


@pytest.mark.asvs("6.4.1")
def test_an_invitation_is_no_password_and_is_gone_once_it_was_used(invitation):
    assert refused("short")
    assert Browser().post(INVITED, {"password": "short"}).status_code == 422
    assert Browser().post(INVITED, {"password": GOOD}).status_code == 303
    assert Browser().get(INVITED).status_code == 410


@pytest.fixture
def secret(case_manager):
    cache.clear()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(case_manager, secret)
    RecoveryCodes.activate(case_manager)
    yield secret
    cache.clear()


def second_step(person, code):
    """Whether password and code together let somebody in."""
    browser = Browser()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    browser.post("/account/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in browser.session


@pytest.mark.asvs("6.5.1")
def test_a_code_works_once(case_manager, secret):
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert second_step(case_manager, code)
    assert not second_step(case_manager, code)


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_works_once(case_manager, secret):
    authenticator = Authenticator.objects.get(user=case_manager, type=Authenticator.Type.RECOVERY_CODES)
    code = RecoveryCodes(authenticator).get_unused_codes()[0]
    assert second_step(case_manager, code)
    assert not second_step(case_manager, code)


@pytest.mark.asvs("7.5.1")
def test_changing_the_second_factor_asks_again_who_it_is(case_manager, signed_in):
    answer = signed_in(case_manager).get("/account/2fa/totp/activate/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")


@pytest.mark.asvs("8.3.2")
def test_rights_that_were_taken_are_gone_at_the_next_request(signed_in, case_manager, client_file):
    browser, address = signed_in(case_manager), f"/clients/{client_file.reference}/summary/"
    assert browser.get(address).status_code == 200
    ConflictWallFactory(client=client_file, staff=case_manager)
    assert browser.get(address).status_code == 404
    case_manager.set_roles([])
    case_manager.save()
    assert browser.get("/clients/new/").status_code == 403


@pytest.mark.asvs("14.2.1")
def test_addresses_carry_neither_names_nor_keys(db):
    """Clients by reference, own passkeys by number, all else by UUID. Links that are keys themselves go by mail."""
    arguments = {name for route in every_route() for name in route.arguments}
    assert arguments - {"reference", "other", "token", "key", "kind", "waiting", "uidb36", "pk"} <= {
        name for name in arguments if name.endswith("_id")
    }
    session = Browser()
    session.get("/account/login/")
    assert not [name for name in query_names() if re.search("session|password|token|passcode|code", name)]


@pytest.mark.asvs("16.4.1", "16.2.5")
def test_nobody_writes_lines_of_their_own_into_a_log(db, caplog):
    """Line ends and control characters in an address or a header stay inside the line, the password stays out."""
    for logger in ("", "django.request", "axes"):
        caplog.set_level(logging.DEBUG, logger=logger)
    forged = "x\r\n2026-01-01 00:00:00 INFO audit all is well \x1b[2J"
    Browser(raise_request_exception=False).get("/" + quote(forged), headers={"user-agent": forged, "referer": forged})
    for _ in range(6):
        Browser().post("/account/login/", {"login": f"{forged}@x.example", "password": "zebra crossing at night"})
    lines = [Line("%(message)s").format(record) for record in caplog.records if not record.name.startswith("django.db")]
    assert lines
    assert not [line for line in lines if re.search(r"[\r\n]2026-01-01|\x1b", line)]
    assert "zebra crossing" not in " ".join(lines)
