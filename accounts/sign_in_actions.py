"""What staff and their admins do about signing in."""

from datetime import datetime

from django.db import transaction

from accounts.models import Session, User
from audit.actions import record


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


def forget_ended_sessions(*, now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()
