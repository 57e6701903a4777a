from datetime import datetime
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class MergeQuerySet(FileQuerySet):
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def told_since(self, moment: datetime) -> Self:
        """Made or undone since then."""
        return self.filter(Q(made_at__gte=moment) | Q(undone_at__gte=moment))


class Merge(models.Model):
    """Two files turned out to be one person's: what `earlier` held stands in the file of `client` until it is undone.

    While a merge stands, the earlier file is behind no door, and its reference leads to the other one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    earlier = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged_into")
    reason = models.CharField(max_length=500, help_text="read by everybody who may open the file")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    undone_why = models.CharField(max_length=500, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["earlier"], condition=Q(undone_at=None), name="a_file_is_merged_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(client=F("earlier")), name="no_file_is_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_at_and_by_together",
            ),
        ]
        indexes = [models.Index(fields=["-made_at"], name="merges_newest_first")]

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class RefiledRow(models.Model):
    """A row that a merge, or its undoing, put into another client's file, or changed for its sake. Never changed.

    The newest line about a row of an append-only table is what lets its client be changed (audit/triggers.py).
    `changed` holds other columns that had to change: for each, what it said before and afterwards.
    """

    number = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    table_name = models.CharField(max_length=80)
    row_key = models.CharField(max_length=36, help_text="its key: a number, or a UUID without hyphens")
    out_of = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", db_index=False)
    into = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed: Any = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_key", "-number"], name="refiled_rows_newest_first")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key}"
