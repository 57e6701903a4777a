"""Second factors are unreadable in the database, and survive a change of SECRET_KEY."""

import importlib
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command

from accounts import encryption
from tests.accounts.ground import CODE, is_signed_in, right_code, try_password, with_app

migration = importlib.import_module("accounts.migrations.0006_encrypt_second_factors")


@pytest.fixture(autouse=True)
def counts_start_at_nothing():
    cache.clear()
    yield
    cache.clear()


def stored(person):
    return json.dumps(list(Authenticator.objects.filter(user=person).order_by("type").values_list("data", flat=True)))


def enters(person, secret):
    browser, _ = try_password(person)
    browser.post(CODE, {"code": right_code(secret)})
    return is_signed_in(browser)


def test_the_database_holds_no_readable_secret(case_manager):
    secret = with_app(case_manager)
    codes = RecoveryCodes(Authenticator.objects.get(user=case_manager, type="recovery_codes"))
    seed = encryption.decrypt(codes.instance.data["seed"])
    assert secret not in stored(case_manager)
    assert seed not in stored(case_manager)
    assert enters(case_manager, secret)


def test_control_as_the_library_stores_it_the_secret_is_there(case_manager, settings):
    settings.MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
    assert with_app(case_manager) in stored(case_manager)


def test_a_changed_key_reads_what_the_earlier_one_wrote_until_all_is_written_anew(case_manager, settings, capsys):
    secret, old = with_app(case_manager), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key", [old]
    assert enters(case_manager, secret)
    before = stored(case_manager)

    call_command("rotate_second_factors")

    assert "2 encrypted anew" in capsys.readouterr().out
    assert stored(case_manager) != before
    settings.SECRET_KEY_FALLBACKS = []
    assert enters(case_manager, secret)


def test_without_the_earlier_key_nobody_comes_in_and_the_page_says_what_helps(case_manager, settings, capsys):
    secret = with_app(case_manager)
    settings.SECRET_KEY = "a key that has forgotten the last"
    browser, _ = try_password(case_manager)

    response = browser.post(CODE, {"code": right_code(secret)})

    assert not is_signed_in(browser)
    assert "Ask your practice admin to reset it" in response.content.decode()
    call_command("rotate_second_factors")
    assert f"an admin has to reset them: {case_manager.email}" in capsys.readouterr().out


def test_a_secret_planted_in_the_database_opens_nothing(case_manager):
    secret = with_app(case_manager)
    Authenticator.objects.filter(user=case_manager, type="totp").update(data={"secret": secret})
    assert not enters(case_manager, secret)


def test_secrets_from_before_are_encrypted_by_the_migration_and_back(case_manager):
    Authenticator.objects.create(user=case_manager, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    Authenticator.objects.create(user=case_manager, type="recovery_codes", data={"seed": "abc", "used_mask": 5})
    Authenticator.objects.create(user=case_manager, type="webauthn", data={"name": "Laptop", "credential": {}})
    before = stored(case_manager)

    migration.encrypt(apps, None)
    migration.encrypt(apps, None)  # it had broken off half-way

    assert "JBSWY3DPEHPK3PXP" not in stored(case_manager)
    assert enters(case_manager, "JBSWY3DPEHPK3PXP")
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 5
    migration.decrypt(apps, None)
    assert stored(case_manager) == before
