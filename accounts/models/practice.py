"""The practice's own decisions."""

from django.db import models
from django.db.models import Q


class PracticeSettings(models.Model):
    """What the practice decides for itself. One row, made on first read; the defaults here are the visible ones."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("practice name", max_length=120, default="Your practice")
    telephone = models.CharField(max_length=40, blank=True)
    address = models.TextField(max_length=400, blank=True)
    late_entry_hours = models.PositiveSmallIntegerField(default=24)
    idle_minutes = models.PositiveSmallIntegerField(default=60)
    session_hours = models.PositiveSmallIntegerField(default=12)
    link_days = models.PositiveSmallIntegerField(default=14)
    answer_days = models.PositiveSmallIntegerField("days to answer a recommendation", default=21)
    remind_days_before = models.PositiveSmallIntegerField(default=7)
    escalate_days_after = models.PositiveSmallIntegerField(default=7)
    next_client_number = models.PositiveIntegerField(default=101, editable=False)
    reply_days = models.PositiveSmallIntegerField("days until a provider's reply is missed", default=14)
    review_weeks = models.PositiveSmallIntegerField("weeks between reviews", default=12)
    sign_in_days = models.PositiveSmallIntegerField("days that failed sign-ins and notices are kept", default=90)
    version = models.PositiveIntegerField(default=1, editable=False)
    safeguarding_hours = models.PositiveSmallIntegerField(
        "hours to decide on a safeguarding concern", default=24, db_default=24
    )
    complaint_days = models.PositiveSmallIntegerField("days to answer a complaint", default=28, db_default=28)
    risk_review_weeks = models.PositiveSmallIntegerField("weeks until a risk is reviewed", default=12, db_default=12)
    equality_smallest = models.PositiveSmallIntegerField(
        "smallest group shown in equality counts", default=10, db_default=10
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_settings_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "PracticeSettings":
        found = cls.objects.filter(pk=1).first()
        return found or cls.objects.get_or_create(pk=1)[0]
