"""What the tests of signing in share: browsers with a name and an address, codes, and the link of a reset."""

import re
import time

from allauth.account.internal.flows import login
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from reminders.notice_actions import send_notices
from tests.factories.accounts import PASSWORD

LOGIN, CODE, RESET = "/account/login/", "/account/2fa/authenticate/", "/account/password/reset/"
AGAIN = "/account/reauthenticate/"
NEW = "another four unrelated words"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


def device(agent=FIREFOX, address="198.51.100.7"):
    return Browser(REMOTE_ADDR=address, headers={"user-agent": agent})


def try_password(person, password=PASSWORD, browser=None):
    """The browser after the first step, and what it was answered."""
    browser = browser or device()
    return browser, browser.post(LOGIN, {"login": person.email, "password": password})


def just_signed_in(browser, person):
    """As if the person had shown a moment ago who they are, which some pages ask for."""
    session = browser.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()


def with_app(person):
    """Gives a person an authenticator app and recovery codes; returns the app's secret."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def right_code(secret):
    """The code of this half minute, good once more although an earlier test or step has used it."""
    cache.clear()
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def reset_link(person):
    """Asks for a reset; gives the path of the link that was mailed."""
    device().post(RESET, {"email": person.email})
    mail.outbox.clear()
    send_notices(now=timezone.now())
    return re.search(r"/account/password/reset/key/\S+", mail.outbox[0].body)[0]


def reset_password(person, browser):
    form = browser.get(reset_link(person))["Location"]
    return browser.post(form, {"password1": NEW, "password2": NEW})
