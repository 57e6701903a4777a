"""Signs a case manager of the load data in, and says as JSON what a page of theirs is asked with.

    DATABASE_URL=… python -m tests.bench.sign_in [PEOPLE]

The password is not used: checking one costs as much as a hundred pages, and is no part of any page.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402 - Django has to be set up first
from allauth.mfa.utils import is_mfa_enabled  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.sessions import SessionStore  # noqa: E402
from clients.models import Client  # noqa: E402
from practice.contacts import ContactForm  # noqa: E402
from ui.tokens import FormToken  # noqa: E402

CSRF = "b" * 32


def person(number):
    manager = User.objects.get(email=f"manager{number}@load.example")
    if settings.REQUIRE_MFA and not is_mfa_enabled(manager):
        TOTP.activate(manager, generate_totp_secret())
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "bench"}
    request.session = SessionStore()
    login(request, manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    cookies = {settings.SESSION_COOKIE_NAME: request.session.session_key, settings.CSRF_COOKIE_NAME: CSRF}
    clients = Client.objects.workable_by(manager).open().order_by("reference")
    return {
        "name": manager.name,
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "csrf": CSRF,
        "clients": [client(manager, one) for one in clients],
    }


def client(manager, one):
    path = reverse("practice:add_contact", args=[one.reference])
    kind = f"{ContactForm.__module__}.{ContactForm.__name__}"
    token = FormToken(str(manager.pk), kind, one.reference, one.reference, path, ContactForm.label)
    return {
        "reference": one.reference,
        "family_name": one.family_name,
        "token": token.signed(),
        "goals": [str(pk) for pk in one.goals.open().order_by("number").values_list("pk", flat=True)[:2]],
    }


if __name__ == "__main__":
    people = [person(number) for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1)]
    print(json.dumps({"today": timezone.localdate().isoformat(), "people": people}))
