"""A file that somebody is setting up: not yet a client."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from clients.access import FileQuerySet
from clients.models import Client
from practice.models.enquiry import Enquiry
from ui.ids import uuid7


class Step(models.TextChoices):
    """In the order of the list; any order will do."""

    PERSON = "person", "Person"
    CONTACT = "contact", "Contact and communication needs"
    INJURY = "injury", "Injury and circumstances"
    PARTY = "party", "Instructing party and funder"
    CONSENT = "consent", "Consent"
    RISKS = "risks", "Risks"
    ALLOCATION = "allocation", "Allocation"
    REVIEW = "review", "First review"


class IntakeQuerySet(FileQuerySet):
    """An intake is known to who works on it and to practice admins; once there is a file, to who knows the client."""

    def known_to(self, user: User, *, now: datetime | None = None) -> Self:
        if not user.may(Permission.ADD_CLIENT):
            return self.none()
        own = Q(client=None) if user.holds(Role.PRACTICE_ADMIN) else Q(client=None, worker=user)
        return self.filter(own | Q(client__in=Client.objects.known_to(user, now=now)))

    def unfinished(self) -> Self:
        return self.filter(client=None, given_up_at=None)


class Intake(models.Model):
    """The task list of a new client, and how far it is. The file is opened at its end, in one step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="intakes", null=True, blank=True)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_up_reason = models.CharField(max_length=500, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(given_up_at=None), name="one_intake_in_hand_per_enquiry"
            )
        ]

    def __str__(self) -> str:
        return f"Intake {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("practice:intake", args=[self.pk])

    @property
    def is_unfinished(self) -> bool:
        return self.client_id is None and self.given_up_at is None


class IntakeStep(models.Model):
    """What was typed into one step: field name to text, as its form takes it again. Gone once the file is opened.

    Without `saved_at` it was filled in from the enquiry, and nobody has confirmed it yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "step"], name="one_row_per_intake_and_step")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} of {self.intake_id}"
