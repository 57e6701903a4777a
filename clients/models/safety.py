"""What keeps people safe besides the risks themselves: warnings in the banner, the way in, complaints, promises."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class AlertKind(models.TextChoices):
    LONE_WORKER = "lone_worker", "Lone worker"
    NO_CONTACT = "no_contact", "No contact with"
    ALLERGY = "allergy", "Allergy"
    OTHER = "other", "Take care"


class AlertQuerySet(FileQuerySet):
    def live(self) -> Self:
        return self.filter(ended_on=None)


class Alert(models.Model):
    """A warning that stands in the banner of a file until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    words = models.CharField(max_length=160)
    raised_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = AlertQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"


class WayIn(models.Model):
    """How to get into the client's home (key safe, code, neighbour): a page of its own, each opening of it noted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="way_in")
    text = models.TextField(max_length=1000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Way in of {self.client_id}"


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", "Complaint"
    DISAGREEMENT = "disagreement", "Disagreement"


class ComplaintQuerySet(FileQuerySet):
    def open(self) -> Self:
        return self.filter(resolved_on=None)

    def to_answer_by(self, until: date) -> Self:
        return self.open().filter(answer_due_on__lte=until)


class Complaint(models.Model):
    """A complaint, or a disagreement about the work, and how it was resolved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(max_length=12, choices=ComplaintKind.choices)
    received_on = models.DateField()
    from_whom = models.CharField(max_length=160)
    about = models.TextField(max_length=4000)
    answer_due_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resolved_on = models.DateField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    resolution = models.TextField(max_length=4000, blank=True)
    learning = models.TextField("what the practice learns from it", max_length=2000, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on=None, resolved_by=None)
                | Q(resolved_on__isnull=False, resolved_by__isnull=False),
                name="a_resolved_complaint_names_its_day_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.received_on}"


class PromiseQuerySet(FileQuerySet):
    def open(self) -> Self:
        return self.filter(settled_on=None)

    def due_by(self, until: date) -> Self:
        return self.open().filter(due_on__lte=until)


class Promise(models.Model):
    """What somebody of the practice promised to the client or to those around them, until it is kept or taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="promises")
    what = models.CharField(max_length=200)
    to_whom = models.CharField(max_length=160)
    made_on = models.DateField()
    due_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(null=True, blank=True)
    settled_how = models.CharField("how it was kept, or why it was taken back", max_length=300, blank=True)

    objects = PromiseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.what
