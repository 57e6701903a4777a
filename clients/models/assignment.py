from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class AssignmentKind(models.TextChoices):
    LEAD = "lead", "Case manager"
    ASSISTANT = "assistant", "Assistant"
    COVER = "cover", "Cover"
    OPENED_WITH_REASON = "opened", "Opened with a reason"


WORKING_KINDS = (AssignmentKind.LEAD, AssignmentKind.ASSISTANT, AssignmentKind.COVER)


class AssignmentQuerySet(FileQuerySet):
    def live(self, now: datetime) -> Self:
        """Spells that hold at a moment; the end is not part of a spell."""
        return self.filter(starts_at__lte=now).filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def working(self) -> Self:
        return self.filter(kind__in=WORKING_KINDS)

    def leads(self) -> Self:
        return self.filter(kind=AssignmentKind.LEAD)


class Assignment(models.Model):
    """A spell in which somebody carries, helps with, covers or has opened a file: the one source of access."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=20, choices=AssignmentKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    WORKING = WORKING_KINDS
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(kind=AssignmentKind.LEAD, ends_at=None), name="one_live_lead_per_client"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="assignment_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "client", "kind", "starts_at", "ends_at"], name="assignments_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.client_id}"


class WallQuerySet(FileQuerySet):
    def standing(self, now: datetime) -> Self:
        """Walls that hold at a moment; the end is not part of a wall."""
        return self.filter(starts_at__lte=now).filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def shown_to(self, user: User) -> Self:
        """Nobody meets a wall around themselves, nor one about a client whom they may not know of."""
        return self.known_to(user).exclude(staff=user)


class ConflictWall(models.Model):
    """Keeps a member of staff from every trace of a client, whatever their roles."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="walls")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="walls")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True, db_default="")

    objects = WallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="wall_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["staff", "client"], name="walls_of_a_person")]

    def __str__(self) -> str:
        return f"Wall around {self.client_id}"
