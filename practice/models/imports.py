"""Tables of clients that a practice brings along from elsewhere."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from files.models import State, StoredFile
from ui.ids import uuid7
from ui.links import path_to


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being looked through"
    CHECKED = "checked", "Looked through"
    IMPORTING = "importing", "Being imported"
    IMPORTED = "imported", "Imported"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Discarded"


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, person: User) -> Self:
        """Only who sent a table reads of it: it may name people whom a wall keeps from a colleague."""
        return self.filter(by=person)

    def waiting(self) -> Self:
        """What a worker has to do. A table in quarantine is not read before it is known to be clean."""
        readable = ~Q(file__state=State.QUARANTINED)
        return self.filter(Q(state=ImportState.CHECKING) & readable | Q(state=ImportState.IMPORTING))

    def run_out(self, before: datetime) -> Self:
        return self.filter(sent_at__lt=before, file__isnull=False).exclude(state=ImportState.IMPORTING)


class Import(models.Model):
    """A table of new clients that an admin sent: looked through first, then brought in at one stroke, or not at all.

    `file` goes when the practice's days for it are over; what stays says who brought in whom, and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=160, help_text="of the file")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    read_as = models.CharField(max_length=40, help_text="how its letters and cells were read")
    left_out = models.TextField(blank=True, help_text="columns that nobody here knows")
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, help_text="rows the present step has looked at")
    good = models.PositiveIntegerField(default=0, help_text="rows that are in order")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="of the present step")
    note = models.CharField(max_length=300, blank=True, help_text="what became of the last step, where it failed")
    checked_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)
    first_reference = models.CharField(max_length=20, blank=True)
    last_reference = models.CharField(max_length=20, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.IMPORTED, imported_at__isnull=False, added__gt=0)
                | (~Q(state=ImportState.IMPORTED) & Q(imported_at=None, added=0)),
                name="imported_tables_say_when_and_how_many",
            )
        ]
        indexes = [
            models.Index(fields=["by", "-sent_at"], name="imports_of_a_person"),
            models.Index(fields=["state", "sent_at"], name="imports_to_work_on"),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return path_to("practice:client_import", self.pk)

    @property
    def is_under_way(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.IMPORTING)

    @property
    def can_be_imported(self) -> bool:
        return self.state == ImportState.CHECKED and self.good > 0

    @property
    def can_be_discarded(self) -> bool:
        return self.state == ImportState.CHECKED


class ImportProblem(models.Model):
    """What is wrong with one cell of a table, or with a whole row. Never what stands in it."""

    id = models.BigAutoField(primary_key=True)
    table = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="problems")
    row = models.PositiveIntegerField(help_text="as a spreadsheet numbers it")
    column = models.CharField(max_length=160, blank=True)
    words = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["table", "row", "id"], name="problems_of_a_table")]

    def __str__(self) -> str:
        return f"Row {self.row} of {self.table_id}"
