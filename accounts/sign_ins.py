"""The sign-in log: what the audit log holds about staff and their accounts, in words."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from accounts.devices import MARK
from accounts.models import User
from audit.models import AuditEvent

OF_STAFF = User._meta.label
FAILURES = ("sign_in.failed", "sign_in.locked", "second_factor.failed")
SUCCESSES = ("sign_in.succeeded", "sign_in.succeeded_after_failures")
RESULTS = {"in": ("Signed in", SUCCESSES), "failed": ("Failed or locked", FAILURES)}
CHANGES = "changed", "Changed how to sign in"
WORDS = {
    "opening.refused": "Tried to open a file with a reason: nothing was opened",
    "password.changed": "Changed the password",
    "password.reset": "Reset the password",
    "password.reset_asked": "Asked for a link to reset the password",
    "recovery_code.used": "Used a recovery code",
    "second_factor.added": "Added a second step",
    "second_factor.failed": "Second step failed",
    "second_factor.removed": "Removed a second step",
    "second_factor.renewed": "Made new recovery codes",
    "second_factor.reset": "Second step reset by an admin",
    "session.ended": "Signed out one device",
    "session.others_ended": "Signed out all other devices",
    "sign_in.failed": "Sign-in failed",
    "sign_in.locked": "Locked for 15 minutes after too many failures",
    "sign_in.succeeded": "Signed in",
    "sign_in.succeeded_after_failures": "Signed in after failures",
    "staff.added": "Account opened",
    "staff.deactivated": "Account deactivated",
    "staff.reinstated": "Account opened again",
}
WAYS = {
    "password": "password",
    "recovery_codes": "recovery codes",
    "totp": "authenticator app",
    "webauthn": "passkey",
}


def events(*, person: str = "", result: str = "") -> Any:
    """Newest first; of one member of staff, or of all and of accounts that do not exist."""
    found = AuditEvent.objects.filter(target_kind=OF_STAFF).order_by("-number")
    if person:
        found = found.filter(target_id=person)
    if result in RESULTS:
        found = found.filter(verb__in=RESULTS[result][1])
    elif result == CHANGES[0]:
        found = found.exclude(verb__in=FAILURES + SUCCESSES)
    return found


def failed_since_last_time(person: User) -> bool:
    last = events(person=str(person.pk)).filter(verb__in=FAILURES + SUCCESSES).first()
    return last is not None and last.verb in FAILURES


def row(event: AuditEvent) -> dict[str, Any]:
    """One line in ready strings. A verb without words of its own is shown as it is stored: the log hides nothing."""
    ways = [WAYS[field] for field in event.fields if field in WAYS]
    return {
        "at": event.at,
        "what": WORDS.get(event.verb, event.verb.replace(".", ": ").replace("_", " ")),
        "how": ", ".join(ways),
        "late": event.verb in FAILURES,
        "by": "" if event.actor_id in ("", event.target_id) else event.actor,
        "device": next((field.removeprefix(MARK) for field in event.fields if field.startswith(MARK)), ""),
        "address": event.origin,
    }


def second_factors() -> dict[UUID, list[str]]:
    """Which second factors each member of staff has set up, in words."""
    found: dict[UUID, list[str]] = {}
    kinds = Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    for person, kind in kinds.order_by("type").values_list("user_id", "type").distinct():
        found.setdefault(person, []).append(WAYS[kind])
    return found
