import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Invitation, Notice, NoticeKind, PracticeSettings, Session, Supervision, User
from accounts.roles import Role
from audit.actions import record
from ui.open_work import open_work_of_person
from ui.versions import swap

INVITATION_DAYS = 7


class EmailInUse(Exception): ...


class InvitationEnded(Exception): ...


class LastAdmin(Exception): ...


class WorkStillOpen(Exception): ...


@transaction.atomic
def add_staff(
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    password: str | None,
    by: object,
    job_title: str = "",
    registration: str = "",
) -> User:
    """Adds a member of staff. Without a password nobody can sign in as them yet."""
    if User.objects.filter(email__iexact=email).exists():
        raise EmailInUse("Somebody on the staff already has this e-mail address.")
    person = User(email=email.lower(), name=name, job_title=job_title, registration=registration)
    person.set_roles(roles)
    person.set_password(password)
    person.save(force_insert=True)
    record("staff.added", person, by=by, fields=["roles"])
    return person


@transaction.atomic
def invite(
    *, email: str, name: str, roles: Iterable[str], by: User, now: datetime, job_title: str = "", registration: str = ""
) -> Invitation:
    """Invites somebody; the mail with the link is a notice, which the worker sends."""
    if User.objects.filter(email__iexact=email).exists():
        raise EmailInUse("Somebody on the staff already has this e-mail address.")
    words = User()
    words.set_roles(roles)
    invitation = Invitation(
        email=email.lower(),
        name=name,
        job_title=job_title,
        registration=registration,
        role_words=words.role_words,
        invited_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    invitation.token_digest = _digest(invitation.token)
    invitation.save(force_insert=True)
    kind = NoticeKind.INVITATION
    Notice.objects.create(invitation=invitation, kind=kind, to=invitation.email, what=by.name, at=now, send_after=now)
    record("invitation.sent", invitation, by=by)
    return invitation


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation a link names. Raises InvitationEnded when it was used, ran out or never was."""
    found = Invitation.objects.still_open(now).filter(token_digest=_digest(token)).first()
    if found is None:
        raise InvitationEnded("This invitation has ended. Ask your practice admin for a new one.")
    return found


@transaction.atomic
def accept_invitation(token: str, *, password: str, now: datetime) -> User:
    invitation = open_invitation(token, now=now)
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now):
        raise InvitationEnded("This invitation has already been used.")
    return add_staff(
        email=invitation.email,
        name=invitation.name,
        roles=[word for word in invitation.role_words.split("|") if word],
        password=password,
        by=invitation.name,
        job_title=invitation.job_title,
        registration=invitation.registration,
    )


@transaction.atomic
def deactivate(person: User, *, by: User, now: datetime) -> None:
    """Ends a person's access: every session of theirs, and every invitation they sent, ends when this commits.

    Raises WorkStillOpen while anything waits for a new owner: that is the leaver's page (docs/adr/0014).
    """
    # Whoever gives the person a client locks their row too, so that none comes in between.
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))
    if open_work_of_person(person.pk, now=now):
        # No number: an admin behind a wall must not learn from it of a client whom they may not know.
        raise WorkStillOpen(f"{person.name} still has work that needs a new owner. Hand it over first.")
    # The lock lines up two admins who deactivate each other: the second finds nobody left.
    admins = User.objects.holding(Role.PRACTICE_ADMIN).select_for_update().order_by("pk")
    others = [admin for admin in admins if admin.pk != person.pk]
    if person.holds(Role.PRACTICE_ADMIN) and not others:
        raise LastAdmin("This is the only practice admin. Make somebody else an admin first.")
    person.is_active, person.deactivated_at = False, now
    person.save(update_fields=["is_active", "deactivated_at"])
    Session.objects.of(person).delete()
    Invitation.objects.still_open(now).filter(invited_by=person).update(expires_at=now)
    record("staff.deactivated", person, by=by, fields=["is_active"])


@transaction.atomic
def reinstate(person: User, *, by: User) -> None:
    """Somebody who was deactivated may sign in again, with the password and second factor they had."""
    person.is_active, person.deactivated_at = True, None
    person.save(update_fields=["is_active", "deactivated_at"])
    record("staff.reinstated", person, by=by, fields=["is_active"])


@transaction.atomic
def start_supervision(supervisor: User, *, supervisee: User, on: date, by: object) -> Supervision:
    supervision = Supervision.objects.create(supervisor=supervisor, supervisee=supervisee, starts_on=on)
    record("supervision.started", supervision, by=by)
    return supervision


@transaction.atomic
def change_practice(practice: PracticeSettings, *, by: object, version: int | None = None, **values: object) -> None:
    """Raises ui.versions.Stale when somebody saved the settings after `version`, or else after they were read."""
    changed = swap(practice, version=practice.version if version is None else version, **values)
    record("practice.changed", practice, by=by, fields=changed)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
