from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from clients.models.instruction import Instruction
from clients.models.people import PersonAround
from files.models import StoredFile
from ui.ids import uuid7


class Shows(models.TextChoices):
    TERMS = "terms", "Signed terms"
    FEES = "fees", "Fee schedule"
    AUTHORITY = "authority", "Authority to decide"


class Evidence(models.Model):
    """A file that shows what an instruction or somebody's authority rests on. It stays, whatever is added later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="evidence")
    shows = models.CharField(max_length=10, choices=Shows.choices)
    instruction = models.ForeignKey(
        Instruction, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    person = models.ForeignKey(PersonAround, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shows=Shows.AUTHORITY, instruction=None, person__isnull=False)
                | ~Q(shows=Shows.AUTHORITY) & Q(instruction__isnull=False, person=None),
                name="evidence_hangs_on_what_it_shows",
            )
        ]

    def __str__(self) -> str:
        return self.get_shows_display()
