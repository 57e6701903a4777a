"""Who is away, from when, and until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models.people import User
from ui.ids import uuid7


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", "Leave"
    SICK = "sick", "Sick"
    OTHER = "other", "Other"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, today: date) -> Self:
        """Of people who are away on a day."""
        return self.filter(starts_on__lte=today).not_over(today)

    def not_over(self, today: date) -> Self:
        """Under way or still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), returned_at=None)


class Absence(models.Model):
    """Somebody on the staff is away, from a day until another (included), or until they say that they are back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="the last day away; empty while it is not known")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True, help_text="somebody noted the return, or that it is off")
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends_on=None, returned_at=None), name="one_open_absence_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="returned_at_and_returned_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Absence {self.pk}"
