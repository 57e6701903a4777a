"""Staff, who supervises whom, and invitations."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from accounts.roles import PERMISSIONS_OF, Permission, Role, permissions_of
from ui.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def holding(self, role: Role) -> Self:
        """Active staff who hold a role. Roles are stored as words between bars, so one LIKE serves both databases."""
        return self.active().filter(role_words__contains=f"|{role}|")

    def who_may(self, permission: Permission) -> Self:
        """Active staff one of whose roles carries a permission."""
        roles = [role for role, permissions in PERMISSIONS_OF.items() if permission in permissions]
        return self.active().filter(reduce(or_, (Q(role_words__contains=f"|{role}|") for role in roles), Q(pk=None)))

    def supervising(self, supervisee: UUID, *, today: date) -> Self:
        return (
            self.active()
            .filter(
                supervisions__supervisee_id=supervisee,
                supervisions__starts_on__lte=today,
            )
            .filter(Q(supervisions__ends_on=None) | Q(supervisions__ends_on__gt=today))
        )


class User(AbstractBaseUser):
    """A member of staff, who signs in by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    registration = models.CharField(max_length=80, blank=True, help_text="Body and number, for reports: HCPC OT123456")
    role_words = models.CharField(max_length=200, default="|", editable=False)
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(word for word in self.role_words.split("|") if word)

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:1] + self.name.split()[1:][-1:]).upper()

    @property
    def role_label(self) -> str:
        """The roles in words, lower case, for the foot of the page."""
        words = [Role(role).label.lower() for role in Role.values if role in self.roles]
        return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

    def holds(self, role: Role) -> bool:
        return role in self.roles

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)

    def set_roles(self, roles: Any) -> None:
        """Puts roles on the instance; the action that calls this saves it."""
        self.role_words = "|" + "".join(f"{Role(role)}|" for role in sorted(roles))


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def live(self, today: date) -> Self:
        """Those that hold on a day; the end is not part of them."""
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def not_ended(self, today: date) -> Self:
        """Those that hold, or are still to begin."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today))


class Supervision(models.Model):
    """Whose clinical supervisor somebody is, from a day until another (not included)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervisions")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervised_by")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=F("supervisee")), name="nobody_supervises_themselves"),
            models.UniqueConstraint(
                fields=["supervisor", "supervisee"], condition=Q(ends_on=None), name="one_open_supervision_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="supervision_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} supervises {self.supervisee}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def still_open(self, now: datetime) -> Self:
        return self.filter(accepted_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An admin's invitation to join the practice; its link is good once and for seven days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    registration = models.CharField(max_length=80, blank=True)
    role_words = models.CharField(max_length=200)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def token(self) -> str:
        """What the link carries: worked out when it is shown or mailed, so that it lies in no table."""
        return salted_hmac("accounts.invitation", str(self.pk), algorithm="sha256").hexdigest()
