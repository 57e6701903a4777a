"""The practice's own decisions."""

from django.db import models
from django.db.models import Q

from files.limits import Limits


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
    file_megabytes = models.PositiveSmallIntegerField("megabytes of a file", default=20, db_default=20)
    file_pages = models.PositiveSmallIntegerField("pages of a file", default=500, db_default=500)
    file_megapixels = models.PositiveSmallIntegerField("million pixels of a picture", default=50, db_default=50)
    file_gigabytes = models.PositiveSmallIntegerField("gigabytes of all files together", default=20, db_default=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_settings_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def file_limits(self) -> Limits:
        return Limits(self.file_megabytes, self.file_pages, self.file_megapixels, self.file_gigabytes)

    @classmethod
    def current(cls) -> "PracticeSettings":
        found = cls.objects.filter(pk=1).first()
        return found or cls.objects.get_or_create(pk=1)[0]
