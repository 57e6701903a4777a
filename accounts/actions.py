import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import work_held
from accounts.models import (
    Invitation,
    Notice,
    NoticeKind,
    PracticeSettings,
    Session,
    SettingsChange,
    Supervision,
    User,
)
from accounts.roles import Role
from audit.actions import record
from ui.open_work import open_work_of_person
from ui.versions import swap

INVITATION_DAYS = 7
ONLY_ADMIN = "This is the only practice admin. Make somebody else an admin first."


class EmailInUse(Exception): ...


class InvitationEnded(Exception): ...


class LastAdmin(Exception): ...


class RoleInUse(Exception): ...


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
    if person.holds(Role.PRACTICE_ADMIN) and not _other_admins(person, admins):
        raise LastAdmin(ONLY_ADMIN)
    person.is_active, person.deactivated_at = False, now
    person.save(update_fields=["is_active", "deactivated_at"])
    Session.objects.of(person).delete()
    _end_invitations(person, now)
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
def end_supervision(supervision: Supervision, *, on: date, by: object) -> None:
    """The day of the end is the first without it; one that ended keeps its end."""
    ends_on = max(on, supervision.starts_on)
    not_ended = Supervision.objects.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on), pk=supervision.pk)
    if not_ended.update(ends_on=ends_on):
        record("supervision.ended", supervision, by=by, fields=["ends_on"])


@transaction.atomic
def change_roles(person: User, *, roles: Iterable[str], by: User, now: datetime) -> None:
    """From the next request on the person may do what the new roles give; whoever is signed in stays so.

    Raises LastAdmin, and RoleInUse where somebody still depends on the person in a role that is taken away.
    """
    admins = Q(pk__in=User.objects.holding(Role.PRACTICE_ADMIN))
    # One lock in one order: two admins who take the role from each other at once find each other's change.
    locked = {who.pk: who for who in User.objects.filter(admins | Q(pk=person.pk)).select_for_update().order_by("pk")}
    person = locked[person.pk]
    given, wanted = person.roles, frozenset(roles)
    if Role.PRACTICE_ADMIN in given - wanted and not _other_admins(person, locked.values()):
        raise LastAdmin(ONLY_ADMIN)
    held = work_held.reasons(person, given - wanted, now=now)
    if held:
        raise RoleInUse(" ".join(held))
    changes = [f"added {role}" for role in wanted - given] + [f"removed {role}" for role in given - wanted]
    if not changes:
        return
    person.set_roles(wanted)
    person.save(update_fields=["role_words"])
    if Role.PRACTICE_ADMIN in given - wanted:
        _end_invitations(person, now)
    record("staff.roles_changed", person, by=by, fields=changes, now=now)


def _end_invitations(person: User, now: datetime) -> None:
    """Nobody joins through the word of somebody who may no longer give it."""
    Invitation.objects.still_open(now).filter(invited_by=person).update(expires_at=now)


def _other_admins(person: User, locked: Iterable[User]) -> list[User]:
    return [who for who in locked if who.is_active and who.holds(Role.PRACTICE_ADMIN) and who.pk != person.pk]


@transaction.atomic
def change_practice(
    practice: PracticeSettings, *, by: object, version: int | None = None, now: datetime | None = None, **values: object
) -> None:
    """Raises ui.versions.Stale when somebody saved the settings after `version`, or else after they were read."""
    before = {name: getattr(practice, name) for name in values}
    changed = swap(practice, version=practice.version if version is None else version, **values)
    record("practice.changed", practice, by=by, fields=changed, now=now)
    SettingsChange.objects.bulk_create(
        SettingsChange(
            field=name,
            old=str(before[name]),
            new=str(values[name]),
            by=by if isinstance(by, User) else None,
            by_name=str(by),
            at=now or timezone.now(),
        )
        for name in changed
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
