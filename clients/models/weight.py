"""What staff have set about a client's weight, and whom the client chose."""

from typing import Self

from django.db import models

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class Travel(models.TextChoices):
    NEAR = "near", "Near"
    MIDDLE = "middle", "Middle"
    FAR = "far", "Far"


class WeightOverrideQuerySet(FileQuerySet):
    def in_order(self) -> Self:
        """Oldest first: in a mapping by client, the one that holds stands last."""
        return self.order_by("at", "pk")


class WeightOverride(models.Model):
    """How far a client is and, where the sum misses, the points that stand in its place. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="weight_overrides")
    travel = models.CharField(max_length=10, choices=Travel.choices, default=Travel.NEAR)
    points = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in place of the sum; empty: the sum")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WeightOverrideQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Weight of {self.client_id}"


class CaseManagerChoice(models.Model):
    """Which case managers a client was offered, whom they chose, and why in whose words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="choices_of_case_manager")
    offered = models.ManyToManyField(User, related_name="+")
    chosen = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    said_by = models.CharField(max_length=160, help_text="the client, or who speaks for them and as what")
    words = models.CharField("why, in their words", max_length=1000)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Choice of {self.client_id}"
