from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from clients.access import FileQuerySet
from clients.models import Client, Party
from ui.ids import uuid7


class RenderState(models.TextChoices):
    NONE = "none", "Not asked for"
    QUEUED = "queued", "Queued"
    RENDERING = "rendering", "Rendering"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


BEING_MADE = (RenderState.QUEUED, RenderState.RENDERING)
LARGE = ("html", "pdf", "data")


class ReportQuerySet(FileQuerySet):
    def to_render(self, now: datetime) -> Self:
        """Queued, or rendering for so long that its worker must be gone."""
        return self.filter(
            Q(render_state=RenderState.QUEUED) | Q(render_state=RenderState.RENDERING, lease_until__lt=now)
        )

    def being_made(self) -> Self:
        return self.filter(render_state__in=BEING_MADE)

    def with_story(self) -> Self:
        """With its reader, and with what was issued before and after it, without the large columns."""
        found = self.select_related(
            "client", "author", "reader__instruction", "issued__issued_by", "replaces__issued", "replaced_by__issued"
        )
        reports = ("", "replaces__", "replaced_by__")
        return found.defer(
            *(f"{report}{kept}{name}" for report in reports for kept in ("", "issued__") for name in LARGE)
        )

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")


class Report(models.Model):
    """A progress report to one reader about one period, while it is written. Issuing it makes an IssuedReport."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reports")
    reader = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="reports")
    starts_on = models.DateField()
    ends_on = models.DateField()
    summary = models.TextField("in a sentence or two", max_length=2000, blank=True)
    changed = models.TextField("what changed", max_length=4000, blank=True)
    unchanged = models.TextField("what did not", max_length=4000, blank=True)
    next_steps = models.TextField("what next", max_length=4000, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    correction_reason = models.CharField("why it is corrected", max_length=500, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    issuing = models.BooleanField(default=False, help_text="the render in hand is the one to be issued")
    render_state = models.CharField(max_length=10, choices=RenderState.choices, default=RenderState.NONE)
    asked_to_render_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    render_attempts = models.PositiveSmallIntegerField(default=0)
    render_problem = models.CharField(max_length=300, blank=True)
    data = models.JSONField(null=True, blank=True, help_text="the report's content as it stood when it was rendered")
    html = models.TextField(blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="report_period_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["render_state", "lease_until"], name="reports_to_render")]

    def __str__(self) -> str:
        return f"Report {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return hasattr(self, "issued")

    @property
    def is_being_made(self) -> bool:
        return self.render_state in BEING_MADE

    @property
    def was_corrected(self) -> bool:
        """A correction of it has been issued too."""
        return hasattr(self, "replaced_by") and self.replaced_by.is_issued


class IssuedReportQuerySet(FileQuerySet):
    def as_page(self) -> Self:
        """With the report and its reader, and with the page, but without the PDF."""
        found = self.select_related("client", "report__reader__instruction", "report__replaced_by__issued")
        found = found.defer("pdf", "data")
        return found.defer(*(f"report__{name}" for name in LARGE), *(f"report__replaced_by__{name}" for name in LARGE))


class IssuedReport(models.Model):
    """A report as it went out: data, page and PDF with their fingerprints. Never changed, never rendered again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="issued_reports")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="issued")
    number = models.CharField("version", max_length=10)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    data = models.JSONField()
    html = models.TextField()
    pdf = models.BinaryField()
    data_digest = models.CharField(max_length=64)
    html_digest = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = IssuedReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def file_name(self) -> str:
        return f"progress-report-{self.client.reference}-{self.number}.pdf"
