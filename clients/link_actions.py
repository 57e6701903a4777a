"""Links by which an outside reader opens one thing."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from audit.actions import digest_of, record
from clients.consent import ask_consent, to_party
from clients.models import Client, LinkOpening, OutsideLink, Party
from clients.models.link import WRONG_TRIES_ALLOWED


@dataclass(frozen=True)
class NewLink:
    """A link as it is shown this once: token and passcode are stored as digests only."""

    link: OutsideLink
    token: str
    passcode: str


@transaction.atomic
def share_by_link(client: Client, *, party: Party, target: models.Model, by: User, now: datetime, days: int) -> NewLink:
    """Makes a link for one reader to one thing. Raises ConsentMissing when consent to share does not hold now."""
    ask_consent(to_party(party), on=timezone.localdate(now))
    token, passcode = secrets.token_urlsafe(32), f"{secrets.randbelow(10**8):08d}"
    link = OutsideLink.objects.create(
        client=client,
        party=party,
        target_kind=target._meta.label,
        target_id=str(target.pk),
        token_digest=digest_of(token),
        passcode_hash=make_password(passcode),
        sent_by=by,
        sent_at=now,
        ends_at=now + timedelta(days=days),
    )
    record("link.made", link, by=by, client=client, now=now)
    return NewLink(link, token, passcode)


def try_passcode(link: OutsideLink, passcode: str, *, now: datetime) -> bool:
    """Whether the passcode opens the link. The fifth wrong one stops it.

    A try counts before it is looked at, so that many at once get no more than five either; and no lock is held while
    the passcode is hashed.
    """
    left = OutsideLink.objects.filter(pk=link.pk, stopped_at=None, wrong_tries__lt=WRONG_TRIES_ALLOWED)
    if not left.update(wrong_tries=F("wrong_tries") + 1):
        return False
    if check_password(passcode, link.passcode_hash):
        OutsideLink.objects.filter(pk=link.pk).update(wrong_tries=0)
        return True
    _note_wrong_passcode(link, now=now)
    return False


@transaction.atomic
def _note_wrong_passcode(link: OutsideLink, *, now: datetime) -> None:
    record("link.passcode_wrong", link, by=f"link {link.pk}", client=link.client, now=now)
    worn_out = OutsideLink.objects.filter(pk=link.pk, wrong_tries__gte=WRONG_TRIES_ALLOWED, stopped_at=None)
    if worn_out.update(stopped_at=now, stopped_why="Five wrong passcodes"):
        record("link.stopped", link, by=f"link {link.pk}", client=link.client, now=now)


@transaction.atomic
def note_opening(link: OutsideLink, *, what: str, now: datetime) -> LinkOpening:
    opening = LinkOpening.objects.create(link=link, what=what, at=now)
    record(f"link.{what}", link, by=f"link {link.pk}", client=link.client, now=now)
    return opening


@transaction.atomic
def stop_link(link: OutsideLink, *, by: User, now: datetime) -> None:
    if OutsideLink.objects.filter(pk=link.pk, stopped_at=None).update(stopped_at=now, stopped_why="Stopped by staff"):
        record("link.stopped", link, by=by, client=link.client, now=now)
