from django.db import models
from django.urls import NoReverseMatch, reverse

from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class EntryKind(models.TextChoices):
    CONTACT = "contact", "Contacts"
    NOTE = "note", "Notes"
    ASSESSMENT = "assessment", "Assessments"
    PLAN = "plan", "Care plan"
    REFERRAL = "referral", "Referrals and services"
    REVIEW = "review", "Reviews"
    REPORT = "report", "Reports"
    SYSTEM = "system", "System"


class TimelineEntry(models.Model):
    """One line of a client's story, written by the action that made it happen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    has_time = models.BooleanField(default=True, help_text="False where only the day is known")
    entered_at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    icon = models.CharField(max_length=20, default="dot")
    title = models.CharField(max_length=200)
    excerpt = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    route = models.CharField(max_length=80, blank=True, help_text="name of the route that opens the source")
    target = models.CharField(max_length=60, blank=True, help_text="id of the source")
    sensitive = models.BooleanField(default=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-at", "-id"], name="timeline_of_a_client")]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Empty also where the route is gone: an entry outlives the page it led to."""
        try:
            return reverse(self.route, args=[self.target]) if self.route else ""
        except NoReverseMatch:
            return ""
