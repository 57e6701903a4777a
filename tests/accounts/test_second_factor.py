"""Recovery codes, and what happens when somebody has lost their second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions import deactivate
from accounts.models import Notice, NoticeKind, SecondFactorReset, User
from accounts.roles import Role
from accounts.sign_in_actions import NoSecondFactor, OwnSecondFactor, reset_second_factor
from audit.models import AuditEvent
from tests.accounts.ground import AGAIN, CODE, device, is_signed_in, right_code, try_password, with_app
from tests.factories.accounts import PASSWORD, UserFactory
from ui.models import Draft

CODES = "/account/2fa/recovery-codes/"
REASON = "Phone stolen; I know her voice and rang the number we have"


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


def codes_of(person):
    return RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()


def with_codes_left(person, left):
    """Uses up recovery codes until so many are left; gives the next one."""
    with_app(person)
    codes = codes_of(person)
    found = Authenticator.objects.get(user=person, type="recovery_codes")
    found.data["used_mask"] = (1 << (len(codes) - left)) - 1
    found.save()
    return codes_of(person)


def test_the_codes_are_shown_counted_and_downloaded_after_showing_who_it_is(case_manager):
    secret = with_app(case_manager)
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"code": right_code(secret)})
    for page in (CODES, f"{CODES}download/"):
        assert browser.get(page)["Location"].startswith(AGAIN)
    browser.post(AGAIN, {"password": PASSWORD})

    page, file = browser.get(CODES), browser.get(f"{CODES}download/")

    assert "10 of 10 codes are left" in page.content.decode()
    assert "Few codes are left" not in page.content.decode()
    assert file["Content-Type"].startswith("text/plain")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert file["Cache-Control"].startswith("max-age=0") or "no-store" in file["Cache-Control"]
    assert all(code in file.content.decode() and code in page.content.decode() for code in codes_of(case_manager))


@pytest.mark.parametrize(("left", "warned"), [(4, True), (5, False)])
def test_whoever_uses_one_of_the_last_codes_is_warned(case_manager, left, warned):
    code = with_codes_left(case_manager, left)[0]
    browser, _ = try_password(case_manager)
    browser.post(CODE, {"code": code})
    assert is_signed_in(browser)
    assert (f"You have {left - 1} recovery codes left" in browser.get("/").content.decode()) is warned
    browser.post(AGAIN, {"password": PASSWORD})
    assert ("Few codes are left" in browser.get(CODES).content.decode()) is warned


def test_a_code_works_once(case_manager):
    code = with_codes_left(case_manager, 10)[0]
    for expected in (True, False):
        browser, _ = try_password(case_manager)
        browser.post(CODE, {"code": code})
        assert is_signed_in(browser) is expected
    assert Notice.objects.filter(kind=NoticeKind.CODE_USED, person=case_manager).count() == 1


def test_an_admin_resets_a_lost_second_factor(case_manager, admin, sole_practitioner, signed_in, settings):
    settings.REQUIRE_MFA = True
    secret = with_app(case_manager)
    theirs = signed_in(case_manager)
    before = codes_of(case_manager)

    reset_second_factor(case_manager, reason=REASON, by=admin, now=timezone.now())

    assert theirs.get("/clients/")["Location"].startswith("/account/login/")
    browser, _ = try_password(case_manager)
    assert is_signed_in(browser), "the old factor is asked for no more"
    assert browser.get("/clients/")["Location"] == "/account/2fa/", "a new one is"
    assert not is_signed_in(device())
    event = AuditEvent.objects.get(verb="second_factor.reset")
    assert (event.actor_id, event.target_id) == (str(admin.pk), str(case_manager.pk))
    texts = str(list(AuditEvent.objects.values())) + str(list(Notice.objects.values()))
    assert not [word for word in (secret, REASON, *before) if word in texts]
    assert SecondFactorReset.objects.get().reason == REASON


def test_the_person_and_every_admin_are_told(case_manager, admin, sole_practitioner, outsider):
    with_app(case_manager)
    reset_second_factor(case_manager, reason=REASON, by=admin, now=timezone.now())
    told = set(Notice.objects.values_list("person__name", "kind", "what"))
    assert told == {
        ("Priya Kaur", NoticeKind.FACTOR_RESET, "Amara Okafor"),
        ("Amara Okafor", NoticeKind.COLLEAGUE_RESET, "Priya Kaur by Amara Okafor"),
        ("Sam Price", NoticeKind.COLLEAGUE_RESET, "Priya Kaur by Amara Okafor"),
    }


def test_nobody_resets_their_own(admin):
    with_app(admin)
    with pytest.raises(OwnSecondFactor):
        reset_second_factor(admin, reason=REASON, by=admin, now=timezone.now())
    assert Authenticator.objects.filter(user=admin).exists()


def test_there_must_be_something_to_reset(case_manager, admin):
    with pytest.raises(NoSecondFactor):
        reset_second_factor(case_manager, reason=REASON, by=admin, now=timezone.now())
    assert not Notice.objects.exists()


def test_the_page_asks_the_admin_who_they_are_and_keeps_the_reason(case_manager, admin, signed_in):
    with_app(case_manager)
    browser, page = signed_in(admin), reverse("accounts:reset_second_factor", args=[case_manager.pk])
    form = browser.get(page).context["form"]
    typed = {"reason": REASON, "sure": "on", "form_token": form.token.signed(), "once_key": form.once_key}

    response = browser.post(page, typed)

    assert response["Location"] == f"{AGAIN}?next={page}"
    assert Authenticator.objects.filter(user=case_manager).exists()
    assert Draft.objects.get(author=admin).values["reason"] == [REASON]
    assert browser.post(response["Location"], {"password": PASSWORD, "next": page})["Location"] == page
    assert REASON in browser.get(page).content.decode()
    assert browser.post(page, typed).status_code == 303
    assert not Authenticator.objects.filter(user=case_manager).exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_the_page_wants_a_reason_and_a_look_at_the_person(case_manager, admin, missing):
    with_app(case_manager)
    browser, _ = try_password(admin)
    given = {"reason": REASON, "sure": "on"}
    del given[missing]
    page = reverse("accounts:reset_second_factor", args=[case_manager.pk])
    assert browser.post(page, given).status_code == 422
    assert Authenticator.objects.filter(user=case_manager).exists()


def test_the_only_admin_is_helped_at_the_server(admin):
    with_app(admin)
    call_command("reset_second_factor", admin.email, REASON)
    assert not Authenticator.objects.filter(user=admin).exists()
    with pytest.raises(CommandError, match="no second step"):
        call_command("reset_second_factor", admin.email, REASON)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_second_factor", "stranger@practice.example", REASON)


def test_the_staff_list_says_who_has_a_second_factor(admin, case_manager, outsider, signed_in):
    with_app(case_manager)
    rows = signed_in(admin).get("/practice/team/").context["rows"]
    assert {person.name: factors for person, _, factors, _ in rows} == {
        "Amara Okafor": "",
        "Daniel Owens": "",
        "Priya Kaur": "authenticator app",
    }


def test_somebody_who_was_deactivated_can_be_let_in_again(admin, case_manager):
    deactivate(case_manager, by=admin, now=timezone.now())
    assert not is_signed_in(try_password(case_manager)[0])
    browser, _ = try_password(admin)
    page = reverse("accounts:reinstate_staff", args=[case_manager.pk])

    assert browser.post(page, {"sure": "on"}).status_code == 303

    assert is_signed_in(try_password(case_manager)[0])
    assert AuditEvent.objects.filter(verb="staff.reinstated", target_id=str(case_manager.pk)).exists()
    assert User.objects.get(pk=case_manager.pk).deactivated_at is None
    assert browser.get(page).status_code == 404


def test_two_admins_are_both_told_when_one_is_reset(admin):
    other = UserFactory(roles=[Role.PRACTICE_ADMIN])
    with_app(other)
    reset_second_factor(other, reason=REASON, by=admin, now=timezone.now())
    assert set(Notice.objects.values_list("person", "kind")) == {
        (other.pk, NoticeKind.FACTOR_RESET),
        (admin.pk, NoticeKind.COLLEAGUE_RESET),
    }
