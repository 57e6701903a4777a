"""Messages to somebody about their own account, and what an admin did to a second factor."""

from datetime import datetime
from typing import Self

from django.db import models

from accounts.models.people import Invitation, User
from ui.ids import uuid7


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
    INVITATION = "invitation", "Invitation to join the practice"
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
    """A message to somebody about their own account, at most once; written with its cause, sent by the worker.

    It goes to a member of staff or, with an invitation, to somebody who has no account yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="notices", null=True, db_index=False
    )
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
