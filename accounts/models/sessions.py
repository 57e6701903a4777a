"""Browsers in which somebody is or was signed in."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from accounts.models.people import User
from accounts.models.practice import PracticeSettings


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
