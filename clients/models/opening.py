from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.assignment import Assignment
from clients.models.client import Client
from ui.ids import uuid7


class OpeningQuerySet(FileQuerySet):
    def unreviewed(self) -> Self:
        return self.filter(reviewed_at=None)

    def made_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(at__gte=start, at__lt=end)


class Opening(models.Model):
    """A file that somebody opened with a reason, for reading, and who has looked into it since.

    Reason and remark may speak of the client: they are for those who may read the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="openings")
    spell = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="opening")
    at = models.DateTimeField()
    reason = models.TextField(max_length=500)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    remark = models.TextField(max_length=1000, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="opening_reviewed_at_and_by_together",
            )
        ]
        indexes = [
            models.Index(fields=["-at"], name="openings_by_day"),
            models.Index(fields=["client"], condition=Q(reviewed_at=None), name="openings_to_review"),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.client_id}"


class OpeningNotice(models.Model):
    """Somebody was told of an opening; it stays on their My day until they say that they have seen it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "person"], name="told_once_of_an_opening"),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at=None), name="openings_not_seen")]

    def __str__(self) -> str:
        return f"Notice {self.pk}"
