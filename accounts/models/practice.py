"""The practice's own decisions."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models.people import User
from accounts.models.points import WeightPoints
from files.limits import Limits
from ui.ids import uuid7
from ui.working_days import add_working_days

CHECKLIST = """\
Written within the late-entry hours
Says who was present
Keeps what was seen apart from what is thought
Says what the client wanted or said
Names the next step, and who takes it
Is linked to a goal
Can be followed by somebody who does not know the client"""


def given(value: Any) -> dict[str, Any]:
    """The visible default, which the database knows too: an older release may still write the row."""
    return {"default": value, "db_default": value}


class TermsGate(models.TextChoices):
    WARN = "warn", "Warn: the work is recorded, and the page says what is missing"
    STOP = "stop", "Stop: no minutes and no service before they are signed"


class DaysAre(models.TextChoices):
    CALENDAR = "calendar", "Calendar days"
    WORKING = "working", "Working days of the client's nation"


class PracticeSettings(WeightPoints):
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
    acknowledge_days = models.PositiveSmallIntegerField("working days to acknowledge an enquiry", **given(1))
    reply_days = models.PositiveSmallIntegerField("days until a provider's reply is missed", default=14)
    review_weeks = models.PositiveSmallIntegerField("weeks between reviews", default=12)
    sign_in_days = models.PositiveSmallIntegerField("days that failed sign-ins and notices are kept", default=90)
    opening_minutes = models.PositiveSmallIntegerField(
        "minutes a file stays open that was opened with a reason", default=60, db_default=60
    )
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
    safeguarding_hours = models.PositiveSmallIntegerField(
        "hours to decide on a safeguarding concern", default=24, db_default=24
    )
    complaint_days = models.PositiveSmallIntegerField("days to answer a complaint", default=28, db_default=28)
    risk_review_weeks = models.PositiveSmallIntegerField("weeks until a risk is reviewed", default=12, db_default=12)
    equality_smallest = models.PositiveSmallIntegerField(
        "smallest group shown in equality counts", default=10, db_default=10
    )
    silent_days = models.PositiveSmallIntegerField(
        "days without contact until a client is silent", default=28, db_default=28
    )
    draft_days = models.PositiveSmallIntegerField("days until an unsigned draft is old", default=3, db_default=3)
    expiry_first_days = models.PositiveSmallIntegerField("days before a check ends: first notice", **given(60))
    expiry_second_days = models.PositiveSmallIntegerField("second notice", **given(30))
    expiry_last_days = models.PositiveSmallIntegerField("last notice", **given(7))
    dbs_years = models.PositiveSmallIntegerField("years a DBS check may be old", **given(3))
    cpd_hours = models.PositiveSmallIntegerField("CPD hours a year, at least; 0 for none", **given(0))
    complaints_procedure = models.TextField(max_length=4000, blank=True, **given(""))
    insurance = models.TextField("the practice's insurance", max_length=2000, blank=True, **given(""))
    cqc_status = models.CharField("CQC registration", max_length=300, blank=True, **given(""))
    supervision_weeks = models.PositiveSmallIntegerField("weeks between supervision sessions", default=6, db_default=6)
    stale_goal_days = models.PositiveSmallIntegerField("days until a goal needs an update", default=30, db_default=30)
    unopened_days = models.PositiveSmallIntegerField("days until a file counts as unopened", default=30, db_default=30)
    record_checklist = models.TextField(
        "checklist for sample audits", max_length=4000, default=CHECKLIST, db_default=CHECKLIST
    )
    file_megabytes = models.PositiveSmallIntegerField("megabytes of a file", default=20, db_default=20)
    file_pages = models.PositiveSmallIntegerField("pages of a file", default=500, db_default=500)
    file_megapixels = models.PositiveSmallIntegerField("million pixels of a picture", default=50, db_default=50)
    answer_days_are = models.CharField(
        "days to answer a recommendation are", max_length=10, choices=DaysAre.choices, **given(DaysAre.CALENDAR)
    )
    complaint_days_are = models.CharField(
        "days to answer a complaint are", max_length=10, choices=DaysAre.choices, **given(DaysAre.CALENDAR)
    )
    file_gigabytes = models.PositiveSmallIntegerField("gigabytes of all files together", default=20, db_default=20)
    import_rows = models.PositiveSmallIntegerField("rows of a table that is imported", **given(2000))
    import_days = models.PositiveSmallIntegerField("days that a table that was imported is kept", **given(30))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_practice_settings_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def file_limits(self) -> Limits:
        return Limits(self.file_megabytes, self.file_pages, self.file_megapixels, self.file_gigabytes)

    def silent_after(self, style: str) -> int:
        """Days without contact until a client is silent: by the style of the work, where one was agreed."""
        return int(getattr(self, f"contact_days_{style}", self.silent_days))

    def answer_due_on(self, start: date, *, nation: str) -> date:
        """The last day of a funder who was asked on `start`; `nation` is the client's."""
        return _last_day(start, self.answer_days, self.answer_days_are, nation)

    def complaint_due_on(self, start: date, *, nation: str) -> date:
        return _last_day(start, self.complaint_days, self.complaint_days_are, nation)

    @classmethod
    def current(cls) -> "PracticeSettings":
        found = cls.objects.filter(pk=1).first()
        return found or cls.objects.get_or_create(pk=1)[0]


def _last_day(start: date, days: int, days_are: str, nation: str) -> date:
    working = days_are == DaysAre.WORKING
    return add_working_days(start, days, nation=nation) if working else start + timedelta(days=days)


class SettingsChange(models.Model):
    """One setting that somebody changed: from what, to what, and when. Never altered afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    field = models.CharField(max_length=60)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="settings_changes_newest_first")]

    def __str__(self) -> str:
        return f"{self.field} {self.at}"
