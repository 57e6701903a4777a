from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.measures import MEASURES, Measure
from clients.access import FileQuerySet
from clients.models import Client
from ui.ids import uuid7
from ui.written import written


class Domain(models.TextChoices):
    INDEPENDENCE = "independence", "Independence"
    SAFETY = "safety", "Safety"
    FINANCE = "finance", "Finance"
    FAMILY = "family", "Family"
    SOCIAL = "social", "Social life"
    WORK = "work", "Work and education"
    ACCOMMODATION = "accommodation", "Accommodation"
    CARE = "care", "Care"


class Teller(models.TextChoices):
    CLIENT = "client", "The client"
    FAMILY = "family", "Family"
    PRACTITIONER = "practitioner", "A practitioner"
    DOCUMENT = "document", "A document"


class AssessmentQuerySet(FileQuerySet):
    def of(self, client: Client) -> Self:
        return self.filter(client=client)

    def whole(self) -> Self:
        """With findings, needs, and the goals that were set for them (by name: goals live higher up)."""
        needs = models.Prefetch("findings__needs", queryset=Need.objects.order_by("pk"))
        return self.select_related("client", "author").prefetch_related("findings", needs, "findings__needs__goals")

    def newest_first(self) -> Self:
        return self.order_by("-assessed_on", "-pk")

    def with_counts(self) -> Self:
        """Each with how many domains and how many needs it holds."""
        return self.annotate(
            domain_count=models.Count("findings", distinct=True),
            need_count=models.Count("findings__needs", distinct=True),
        )


class Assessment(models.Model):
    """A signed needs assessment over the life domains."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assessments")
    assessed_on = models.DateField()
    present = models.CharField("who was present", max_length=255, blank=True)
    summary = models.TextField(blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Assessment {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment", args=[self.pk])

    @property
    def findings_in_order(self) -> list["Finding"]:
        """The findings in the order of the domains; only on assessments loaded with `whole`."""
        return sorted(self.findings.all(), key=lambda finding: Domain.values.index(finding.domain))


class Finding(models.Model):
    """What an assessment found in one domain, who said so, and the strengths there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    domain = models.CharField(max_length=20, choices=Domain.choices)
    found = models.TextField("what was found")
    told_by = models.CharField("who said so", max_length=20, choices=Teller.choices)
    told_by_detail = models.CharField(max_length=160, blank=True)
    strengths = models.TextField(blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "domain"], name="one_finding_per_domain")]

    def __str__(self) -> str:
        return self.get_domain_display()


class Need(models.Model):
    """A need that an assessment identified: the first link of the chain from need to report."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="needs")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="needs")
    domain = models.CharField(max_length=20, choices=Domain.choices)
    text = models.CharField(max_length=500)
    identified_on = models.DateField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class MeasureResultQuerySet(FileQuerySet):
    def of(self, client: Client) -> Self:
        return self.filter(client=client)

    def alerts_open(self) -> Self:
        """Results whose alert nobody has answered yet."""
        return self.exclude(alert="").filter(alert_seen_at=None)

    def oldest_first(self) -> Self:
        return self.order_by("taken_on", "pk")

    def with_people(self) -> Self:
        return self.select_related("client", "entered_by", "alert_seen_by")


class MeasureResult(models.Model):
    """One administration of an outcome measure: the answers as entered, and the score worked out from them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="measure_results")
    measure = models.CharField(max_length=20, help_text="key of assessments.measures.MEASURES")
    taken_on = models.DateField()
    rater = models.CharField("who answered", max_length=20, choices=Teller.choices)
    answers = models.JSONField(default=list, help_text="one whole number or null per item, in the measure's order")
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    band = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    alert = models.CharField(max_length=300, blank=True)
    alert_seen_at = models.DateTimeField(null=True, blank=True)
    alert_seen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    alert_action = models.TextField("what was done about the alert", blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = MeasureResultQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "measure", "-taken_on"], name="measures_of_a_client"),
            models.Index(fields=["client"], condition=Q(alert_seen_at=None) & ~Q(alert=""), name="alerts_not_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.taken_on}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:measure_result", args=[self.pk])

    @property
    def has_open_alert(self) -> bool:
        return bool(self.alert) and self.alert_seen_at is None

    @property
    def definition(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each item's label and its answer in words."""
        answers = zip(self.definition.items, self.answers, strict=True)
        return [(item.label, "Not answered" if given is None else f"{given} of {item.high}") for item, given in answers]

    @property
    def answered_words(self) -> str:
        return f"{sum(given is not None for given in self.answers)} of {len(self.answers)}"

    @property
    def score_words(self) -> str:
        """The total out of the highest possible: 17 of 40, or that there is none."""
        if self.total is None:
            return "No score"
        return f"{plain_number(self.total)} of {self.definition.highest}"


@written
def open_alerts(client: UUID) -> Any:
    return MeasureResult.objects.filter(client=client).alerts_open().oldest_first()


def plain_number(value: Decimal) -> str:
    """Without the zeros that say nothing: 17, 21.25."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
