"""Staff, who supervises whom, invitations, sessions, and the practice's settings record."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q

from accounts.roles import Permission, Role, permissions_of
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


class Supervision(models.Model):
    """Whose clinical supervisor somebody is, from a day until another (not included)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervisions")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervised_by")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

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

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def alive(self, practice: "PracticeSettings", *, now: datetime) -> Self:
        """Those whose next request would still be answered."""
        return self.filter(
            expire_date__gt=now,
            seen_at__gt=now - timedelta(minutes=practice.idle_minutes),
            signed_in_at__gt=now - timedelta(hours=practice.session_hours),
        )


class Session(AbstractBaseSession):
    """A browser's visit, and who is signed in there; `accounts.sessions` fills the columns."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="to the minute")

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SessionQuerySet)()

    def __str__(self) -> str:
        return f"Session on {self.device or 'an unknown device'}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """Names the session on a page: whoever holds the key itself is signed in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]


class KnownDevice(models.Model):
    """A browser in which somebody has signed in before; its cookie names it, and only the digest is kept."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    device = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="a_device_is_known_once_per_person")]

    def __str__(self) -> str:
        return self.device


class SecondFactorReset(models.Model):
    """An admin took away the second factor of somebody who had lost it, and says why and how they knew who asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    reason = models.TextField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Reset {self.at}"


class NoticeKind(models.TextChoices):
    RESET_LINK = "reset_link", "Link to reset the password"
    NEW_DEVICE = "new_device", "Sign-in from a new device"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET = "password_reset", "Password reset"
    FACTOR_ADDED = "factor_added", "Second step added"
    FACTOR_REMOVED = "factor_removed", "Second step removed"
    CODES_RENEWED = "codes_renewed", "New recovery codes"
    CODE_USED = "code_used", "Recovery code used"
    FACTOR_RESET = "factor_reset", "Second step reset by an admin"
    COLLEAGUE_RESET = "colleague_reset", "Second step of a colleague reset"


class NoticeState(models.TextChoices):
    DUE = "due", "Due"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Not known if sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to_send(self, now: datetime) -> Self:
        return self.filter(state=NoticeState.DUE, send_after__lte=now)


class Notice(models.Model):
    """A message to somebody about their own account, at most once; written with its cause, sent by the worker."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    to = models.EmailField(help_text="the address at the time of the cause")
    what = models.CharField(max_length=120, blank=True, help_text="kind of second step, or the colleague's name")
    device = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.DUE)
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "send_after"], name="notices_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"


class PracticeSettings(models.Model):
    """What the practice decides for itself. One row, made on first read; the defaults here are the visible ones."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("practice name", max_length=120, default="Your practice")
    telephone = models.CharField(max_length=40, blank=True)
    address = models.TextField(max_length=400, blank=True)
    late_entry_hours = models.PositiveSmallIntegerField(default=24)
    idle_minutes = models.PositiveSmallIntegerField(default=60)
    session_hours = models.PositiveSmallIntegerField(default=12)
    link_days = models.PositiveSmallIntegerField(default=14)
    answer_days = models.PositiveSmallIntegerField("days to answer a recommendation", default=21)
    remind_days_before = models.PositiveSmallIntegerField(default=7)
    escalate_days_after = models.PositiveSmallIntegerField(default=7)
    next_client_number = models.PositiveIntegerField(default=101, editable=False)
    reply_days = models.PositiveSmallIntegerField("days until a provider's reply is missed", default=14)
    review_weeks = models.PositiveSmallIntegerField("weeks between reviews", default=12)
    sign_in_days = models.PositiveSmallIntegerField("days that failed sign-ins and notices are kept", default=90)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_settings_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "PracticeSettings":
        found = cls.objects.filter(pk=1).first()
        return found or cls.objects.get_or_create(pk=1)[0]
