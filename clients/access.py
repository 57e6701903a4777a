"""The three doors. Every look-up made for a person starts here.

`known_to`: identity, allocation, dates and money. `visible_to`: the content may be read. `workable_by`: the content may
be changed. A conflict wall is subtracted last, from every door and for every role.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.written_for import written_for
from clients.written_doors import WrittenDoor


class ClientQuerySet(models.QuerySet[Any]):
    def known_to(self, user: User, *, now: datetime | None = None) -> Self:
        return self._behind("known_to", user, now)

    def visible_to(self, user: User, *, now: datetime | None = None) -> Self:
        return self._behind("visible_to", user, now)

    def workable_by(self, user: User, *, now: datetime | None = None) -> Self:
        return self._behind("workable_by", user, now)

    def unwalled(self, user: User, *, now: datetime) -> Self:
        """Whom no wall keeps from the person. No door: only for who gives the exact reference and a reason."""
        return self.exclude(_walled(user, now)).exclude(_merged())

    def _behind(self, door: str, user: User, now: datetime | None) -> Self:
        """What the plain methods below say, in SQL that was written out before."""
        if not _has(user, door):
            return self.none()
        now = now or timezone.now()
        return self.filter(WrittenDoor(door, user.role_words, user.pk, now, timezone.localdate(now)))

    def plainly_known_to(self, user: User, now: datetime) -> Self:
        any_client = Q(pk__isnull=False)
        return self._through(user, any_client if user.holds(Role.PRACTICE_ADMIN) else self._readable(user, now), now)

    def plainly_visible_to(self, user: User, now: datetime) -> Self:
        return self._through(user, self._readable(user, now), now)

    def plainly_workable_by(self, user: User, now: datetime) -> Self:
        return self._through(user, Q(_assigned(user, now, working=True)), now)

    def _readable(self, user: User, now: datetime) -> Q:
        """One condition about assignments, never two with OR: that one the database answers from their index."""
        if user.holds(Role.CLINICAL_READER):
            return Q(pk__isnull=False)
        return Q(_assigned(user, now, working=False, supervised=user.holds(Role.SUPERVISOR)))

    def _through(self, user: User, door: Q, now: datetime) -> Self:
        return self.filter(door).exclude(_walled(user, now)).exclude(_merged())


class FileQuerySet(models.QuerySet[Any]):
    """Base of every queryset whose records belong to a client's file through a `client` column."""

    def known_to(self, user: User, *, now: datetime | None = None) -> Self:
        return self.filter(client__in=_clients().known_to(user, now=now))

    def visible_to(self, user: User, *, now: datetime | None = None) -> Self:
        return self.filter(client__in=_clients().visible_to(user, now=now))

    def workable_by(self, user: User, *, now: datetime | None = None) -> Self:
        return self.filter(client__in=_clients().workable_by(user, now=now))


class FileMoved(Http404):
    """The file was merged into one that the person may know of. `clients.middleware` leads there."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self.old, self.new = old, new


def find_known(kind: Any, user: User, **lookup: Any) -> Any:
    """The record, if its client is known to the person; else 404."""
    found = _records(kind).known_to(user).filter(**lookup).first() if _storable(lookup) else None
    if found is None:
        raise _not_there(kind, user, lookup)
    return found


def find_visible(kind: Any, user: User, **lookup: Any) -> Any:
    """The record, if its content may be read: 404 when its client is not known to the person, else 403.

    `kind` is a model, or a queryset that brings the `select_related` the page needs.
    """
    return _find("visible_to", kind, user, lookup)


def find_workable(kind: Any, user: User, **lookup: Any) -> Any:
    """The record, if its content may be changed: 404 when its client is not known to the person, else 403."""
    return _find("workable_by", kind, user, lookup)


def _find(door: str, kind: Any, user: User, lookup: dict[str, Any]) -> Any:
    if not _storable(lookup):
        raise Http404
    if kind is apps.get_model("clients", "Client") and lookup.keys() == {"reference"}:
        found = next(iter(CLIENT_BEHIND[door](user, str(lookup["reference"]))), None)
    else:
        found = getattr(_records(kind), door)(user).filter(**lookup).first()
    if found is not None:
        return found
    if _records(kind).known_to(user).filter(**lookup).exists():
        raise PermissionDenied
    raise _not_there(kind, user, lookup)


def _not_there(kind: Any, user: User, lookup: dict[str, Any]) -> Http404:
    """As for what does not exist; a file that was merged says where it is to those who may know of that one."""
    old = str(lookup.get("reference", ""))
    if kind is not apps.get_model("clients", "Client") or not old or not _storable(lookup):
        return Http404()
    survivor = merged_into(old)
    known = survivor is not None and _clients().known_to(user).filter(pk=survivor.pk).exists()
    return FileMoved(old, survivor.reference) if survivor is not None and known else Http404()


def merged_into(reference: str) -> Any:
    """The file in which a merged one goes on, through all merges that followed; None for a file that stands."""
    standing = apps.get_model("clients", "Merge").objects.filter(undone_at=None).select_related("client")
    found = standing.filter(earlier__reference=reference).first()
    passed = set()
    while found and found.pk not in passed and (later := standing.filter(earlier=found.client_id).first()):
        passed.add(found.pk)
        found = later
    return found.client if found else None


def written_behind(door: str) -> Callable[[Callable[..., Any]], Callable[..., list[Any]]]:
    """For a function that asks something of the clients behind a door: it is asked with the person in their place.

    Its SQL is written out once for each set of roles; values may follow the person (see `accounts.written_for`).
    """

    def decorate(plainly: Callable[..., Any]) -> Callable[..., list[Any]]:
        @written_for
        def query(user: User, now: datetime, *values: Any) -> Any:
            return plainly(getattr(_clients(), door)(user, now=now), *values)

        @wraps(plainly)
        def asked(user: User, *values: Any) -> list[Any]:
            return query(user, timezone.now(), *values)

        return asked

    return decorate


def _by_reference(clients: ClientQuerySet, reference: str) -> Any:
    return clients.filter(reference=reference)


CLIENT_BEHIND = {door: written_behind(door)(_by_reference) for door in ("visible_to", "workable_by")}


def may_work_on(client_id: UUID, user: User) -> bool:
    return bool(_clients().workable_by(user).filter(pk=client_id).exists())


def _storable(lookup: dict[str, Any]) -> bool:
    """False for an address that holds what no database can: nothing has it for a name."""
    return not any("\x00" in str(value) for value in lookup.values())


def _has(user: User, door: str) -> bool:
    """Whether somebody stands before a door at all, whatever lies behind it."""
    return user.is_active and bool(user.roles) and (door != "workable_by" or user.holds(Role.CASE_MANAGER))


def _records(kind: Any) -> Any:
    return kind if isinstance(kind, models.QuerySet) else kind.objects.all()


def supervised_by(user: User, now: datetime) -> Any:
    """Ids of the people whose clinical supervisor somebody is, as a query."""
    return _supervisions(user, now).values("supervisee")


def _clients() -> Any:
    return apps.get_model("clients", "Client").objects.all()


def _assigned(user: User, now: datetime, *, working: bool, supervised: bool = False) -> Exists:
    """A live spell of the person's own or, where asked for, a working one of somebody whom they supervise."""
    spells = apps.get_model("clients", "Assignment").objects.live(now)
    spells = spells.working() if working else spells
    carried = Q(staff=user)
    if supervised:
        carried |= Q(staff__in=supervised_by(user, now), kind__in=spells.model.WORKING)
    return Exists(spells.filter(carried, client=OuterRef("pk")))


def _supervisions(user: User, now: datetime) -> Any:
    today = timezone.localdate(now)
    held = apps.get_model("accounts", "Supervision").objects.filter(supervisor=user, starts_on__lte=today)
    return held.filter(Q(ends_on=None) | Q(ends_on__gt=today))


def _walled(user: User, now: datetime) -> Exists:
    walls = apps.get_model("clients", "ConflictWall").objects.filter(client=OuterRef("pk"), staff=user)
    return Exists(walls.filter(starts_at__lte=now).filter(Q(ends_at=None) | Q(ends_at__gt=now)))


def _merged() -> Exists:
    """Files that go on in another one: nobody meets them under their own name while that holds."""
    return Exists(apps.get_model("clients", "Merge").objects.filter(earlier=OuterRef("pk"), undone_at=None))
