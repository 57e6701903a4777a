from datetime import datetime
from typing import Self

from django.db import models

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from clients.models.instruction import Party
from ui.ids import uuid7

WRONG_TRIES_ALLOWED = 5


class OutsideLinkQuerySet(FileQuerySet):
    def to(self, target_kind: str, target_id: object) -> Self:
        return self.filter(target_kind=target_kind, target_id=str(target_id))

    def holding_at(self, now: datetime) -> Self:
        return self.filter(stopped_at=None, ends_at__gt=now)


class OutsideLink(models.Model):
    """A link with a passcode by which one named reader of the instruction opens one thing, for some days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="outside_links")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="links")
    target_kind = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    passcode_hash = models.CharField(max_length=200)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        help_text="who answers for it since its sender left",
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=200, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    objects = OutsideLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Link {self.pk}"

    def holds_at(self, now: datetime) -> bool:
        return self.stopped_at is None and now < self.ends_at


class LinkOpening(models.Model):
    """An outside reader opened a link: viewed the page or downloaded the file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(OutsideLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=[("viewed", "Viewed"), ("downloaded", "Downloaded PDF")])

    def __str__(self) -> str:
        return f"{self.what} {self.at}"
