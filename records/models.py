from django.db import models
from django.urls import reverse

from accounts.models import User
from clients.access import FileQuerySet
from clients.models import Client
from ui.ids import uuid7


class ContactKind(models.TextChoices):
    VISIT = "visit", "Visit"
    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Meeting"
    ADVOCACY = "advocacy", "Advocacy"
    NOTE = "note", "Note"


class ContactRecord(models.Model):
    """A signed record of a contact or a note. Before it is signed it is a draft; afterwards it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_records")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    happened_at = models.DateTimeField()
    has_time = models.BooleanField(default=True, help_text="False where only the day is known")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    with_whom = models.CharField("who was present", max_length=255, blank=True)
    with_client = models.BooleanField("the client took part", default=True)
    text = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=500, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-happened_at"], name="contacts_of_a_client")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("records:contact_record", args=[self.pk])

    @property
    def is_contact(self) -> bool:
        return self.kind != ContactKind.NOTE

    @property
    def title(self) -> str:
        """Kind and who was present: Call, Carol Ashby (mother)."""
        return f"{self.get_kind_display()}, {self.with_whom}" if self.with_whom else self.get_kind_display()


class Addendum(models.Model):
    """What was added to a signed record afterwards; the record itself stays as it was signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(ContactRecord, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="addenda_are_numbered_once")]

    def __str__(self) -> str:
        return f"Addendum {self.number}"
