"""Files that came from outside. What they belong to points at them; who may open one is asked at that record's door."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, Sum

from files.kinds import CONTENT_TYPE, LABELS, Kind
from ui.ids import uuid7


class State(models.TextChoices):
    QUARANTINED = "quarantined", "Being checked for viruses"
    CLEAN = "clean", "Checked"
    REFUSED = "refused", "Refused"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def waiting(self, now: datetime) -> Self:
        """In quarantine, and nobody is scanning it just now."""
        return self.filter(state=State.QUARANTINED).filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def with_bytes(self) -> Self:
        return self.exclude(state=State.REFUSED)

    def bytes_used(self) -> int:
        return int(self.with_bytes().aggregate(used=Sum("size"))["used"] or 0)


class StoredFile(models.Model):
    """A file as it was taken in: checked, named by us on the disk, and never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160, help_text="the name it had, made harmless")
    kind = models.CharField(max_length=10, choices=[(kind.value, LABELS[kind]) for kind in Kind])
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True)
    stored_name = models.CharField(max_length=40, unique=True, help_text="the name on our disk")
    state = models.CharField(max_length=20, choices=State.choices)
    refusal = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=160, help_text="name of the person, or of the job")
    uploaded_by_id = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True, help_text="its bytes were not found on the disk")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.REFUSED) & ~Q(refusal="") | ~Q(state=State.REFUSED) & Q(refusal=""),
                name="a_refused_file_says_why",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="files_to_scan")]

    def __str__(self) -> str:
        return f"File {self.pk}"

    @property
    def may_be_opened(self) -> bool:
        return self.state == State.CLEAN

    @property
    def content_type(self) -> str:
        return CONTENT_TYPE[Kind(self.kind)]
