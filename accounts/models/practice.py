"""The practice's own decisions."""

from django.db import models
from django.db.models import Q


class TermsGate(models.TextChoices):
    WARN = "warn", "Warn: the work is recorded, and the page says what is missing"
    STOP = "stop", "Stop: no minutes and no service before they are signed"


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
    terms_gate = models.CharField(
        "before terms and fees are signed",
        max_length=10,
        choices=TermsGate.choices,
        default=TermsGate.WARN,
        db_default=TermsGate.WARN,
    )
    contact_days_brokerage = models.PositiveSmallIntegerField(default=42, db_default=42)
    contact_days_direct = models.PositiveSmallIntegerField(default=14, db_default=14)
    contact_days_strengths = models.PositiveSmallIntegerField(default=21, db_default=21)
    contact_days_intensive = models.PositiveSmallIntegerField(default=7, db_default=7)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_settings_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "PracticeSettings":
        found = cls.objects.filter(pk=1).first()
        return found or cls.objects.get_or_create(pk=1)[0]
