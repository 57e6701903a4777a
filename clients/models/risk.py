from datetime import date
from typing import Self

from django.db import models

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class Severity(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Likelihood(models.TextChoices):
    UNLIKELY = "unlikely", "Unlikely"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely"


class RiskQuerySet(FileQuerySet):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def to_review_by(self, until: date) -> Self:
        return self.open().filter(review_on__lte=until)


class Risk(models.Model):
    """A hazard to the client or to those who visit, how likely and severe, what is in place and what they say of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="risks")
    hazard = models.CharField(max_length=160)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.MEDIUM)
    in_place = models.TextField("what is in place", max_length=2000, blank=True)
    for_readers = models.BooleanField("may stand in reports", default=False)
    raised_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at_risk = models.CharField("who is at risk", max_length=160, blank=True, default="", db_default="")
    likelihood = models.CharField(
        max_length=10, choices=Likelihood.choices, blank=True, default="", db_default="", help_text="Empty: not judged"
    )
    client_view = models.TextField("the client's own view", max_length=2000, blank=True, default="", db_default="")
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    objects = RiskQuerySet.as_manager()

    def __str__(self) -> str:
        return self.hazard
