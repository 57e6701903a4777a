"""What staff and their admins do about signing in."""

import hashlib
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.db import transaction

from accounts.encryption import Unreadable, renewed
from accounts.models import (
    KnownDevice,
    Notice,
    NoticeKind,
    NoticeState,
    PracticeSettings,
    SecondFactorReset,
    Session,
    User,
)
from accounts.roles import Role
from audit.actions import record

DEVICE_KEPT_FOR = timedelta(days=400)  # as long as browsers keep a cookie


class OwnSecondFactor(Exception): ...


class NoSecondFactor(Exception): ...


@transaction.atomic
def end_session(person: User, *, handle: str, by: object, now: datetime) -> bool:
    """Signs a person out of one device; False when that session has ended already."""
    for session in Session.objects.of(person):
        if session.handle == handle:
            session.delete()
            record("session.ended", person, by=by, fields=[f"device: {session.device}"], now=now)
            return True
    return False


@transaction.atomic
def end_sessions(person: User, *, by: object, now: datetime, keep: str | None = None) -> int:
    """Signs a person out everywhere, except where the session's key is `keep`; gives how many that were."""
    ended = int(Session.objects.of(person).exclude(session_key=keep or "").delete()[0])
    if ended:
        record("session.others_ended", person, by=by, now=now)
    return ended


@transaction.atomic
def meet_device(person: User, *, token: str, device: str, address: str, now: datetime) -> None:
    """Notes that somebody has signed in on a device, and writes to them where they never had before."""
    known, is_new = KnownDevice.objects.get_or_create(
        person=person,
        digest=hashlib.sha256(token.encode()).hexdigest(),
        defaults={"device": device, "first_seen_at": now, "last_seen_at": now},
    )
    if is_new:
        notify(person, NoticeKind.NEW_DEVICE, device=device, address=address, now=now)
    else:
        known.last_seen_at = now
        known.save(update_fields=["last_seen_at"])


def notify(
    person: User, kind: NoticeKind, *, now: datetime, what: str = "", device: str = "", address: str = ""
) -> Notice:
    """Writes down what the worker will mail; nobody who signs in waits for a mail server."""
    return Notice.objects.create(
        person=person,
        kind=kind,
        to=person.email,
        what=what[:120],
        device=device,
        address=address[:60],
        at=now,
        send_after=now,
    )


@transaction.atomic
def reset_second_factor(person: User, *, reason: str, by: object, now: datetime, **whence: str) -> None:
    """For somebody who lost it: every factor and session goes, and they set it up again at their next sign-in.

    Nobody sees a secret in this. The person and all practice admins are written to, so that a trick is noticed.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise OwnSecondFactor("Another practice admin has to do this for you.")
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise NoSecondFactor(f"{person.name} has no second step set up.")
    SecondFactorReset.objects.create(person=person, by_name=str(by), reason=reason, at=now)
    Session.objects.of(person).delete()
    record("second_factor.reset", person, by=by, now=now)
    notify(person, NoticeKind.FACTOR_RESET, what=str(by), now=now, **whence)
    for admin in User.objects.holding(Role.PRACTICE_ADMIN).exclude(pk=person.pk):
        notify(admin, NoticeKind.COLLEAGUE_RESET, what=f"{person.name} by {by}", now=now, **whence)


@transaction.atomic
def rotate_second_factors() -> tuple[int, list[str]]:
    """Gives how many were encrypted under the newest key, and whose cannot be read with any."""
    done, unreadable = 0, []
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    for factor in Authenticator.objects.filter(type__in=kinds).select_for_update(of=("self",)).select_related("user"):
        try:
            factor.data |= {name: renewed(factor.data[name]) for name in ("secret", "seed") if name in factor.data}
        except Unreadable:
            unreadable.append(factor.user.email)
            continue
        factor.save(update_fields=["data"])
        done += 1
    return done, sorted(set(unreadable))


def forget_old_sign_ins(*, now: datetime) -> None:
    """What only signing in needs. The audit log keeps what happened."""
    kept_from = now - timedelta(days=PracticeSettings.current().sign_in_days)
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=1)).delete()
    AccessLog.objects.filter(attempt_time__lt=kept_from).delete()
    Notice.objects.filter(at__lt=kept_from).exclude(state__in=[NoticeState.DUE, NoticeState.SENDING]).delete()
    KnownDevice.objects.filter(last_seen_at__lt=now - DEVICE_KEPT_FOR).delete()
