from datetime import date
from typing import Self

from django.db import models

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7
from ui.links import path_to


class Terms(models.TextChoices):
    """Whose law's words a record uses; kept on the record, for the client may move."""

    CAPACITY = "capacity", "Mental capacity"
    INCAPACITY = "incapacity", "Incapacity (Scotland)"


class Ability(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNCLEAR = "unclear", "Not clear"


class Conclusion(models.TextChoices):
    HAS = "has", "Can make this decision"
    LACKS = "lacks", "Cannot make this decision now"
    NOT_ESTABLISHED = "not_established", "Not established"


class CapacityQuerySet(FileQuerySet):
    def newest_for_each_decision(self) -> Self:
        """An assessment that a later one of the same decision takes over from falls out."""
        return self.filter(next_one=None)

    def to_review_by(self, until: date) -> Self:
        return self.newest_for_each_decision().filter(review_on__lte=until)


class CapacityAssessment(models.Model):
    """A signed assessment of whether the client can make one decision at one time. It never speaks of the client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="capacity_assessments")
    terms = models.CharField(max_length=12, choices=Terms.choices)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="next_one", null=True, blank=True, editable=False
    )
    decision = models.CharField("the decision", max_length=300)
    assessed_on = models.DateField()
    assessed_by = models.CharField("assessed by", max_length=160)
    why_now = models.TextField("why there is doubt", max_length=2000)
    support = models.TextField("support given to decide", max_length=4000)
    understand = models.CharField(max_length=8, choices=Ability.choices)
    retain = models.CharField(max_length=8, choices=Ability.choices)
    weigh = models.CharField("use or weigh; in Scotland: make a decision", max_length=8, choices=Ability.choices)
    communicate = models.CharField(max_length=8, choices=Ability.choices)
    act = models.CharField("act on it (Scotland)", max_length=8, choices=Ability.choices, blank=True)
    evidence = models.TextField("what shows each ability", max_length=8000)
    everyday = models.TextField("seen in everyday life", max_length=4000)
    cause = models.TextField("the impairment, and how it causes the inability", max_length=4000, blank=True)
    conclusion = models.CharField(max_length=16, choices=Conclusion.choices)
    reasons = models.TextField("reasons for the conclusion", max_length=4000)
    review_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = CapacityQuerySet.as_manager()

    def __str__(self) -> str:
        return self.decision

    def get_absolute_url(self) -> str:
        return path_to("clients:capacity_assessment", self.pk)


class DecisionMaker(models.TextChoices):
    CASE_MANAGER = "case_manager", "Case manager"
    DEPUTY = "deputy", "Deputy"
    ATTORNEY = "attorney", "Attorney"
    GUARDIAN = "guardian", "Guardian (Scotland)"
    COURT = "court", "Court"
    CLINICIAN = "clinician", "Treating clinician"
    AUTHORITY = "authority", "Local authority or NHS"


class DecisionForClient(models.Model):
    """A signed decision made for a client who could not make it: in best interests; in Scotland an intervention."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(CapacityAssessment, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    maker = models.CharField("decision maker", max_length=14, choices=DecisionMaker.choices)
    maker_name = models.CharField("name of the decision maker", max_length=160)
    wishes = models.TextField("the client's wishes, feelings and values", max_length=4000)
    consulted = models.TextField("who was consulted, and what they said", max_length=4000)
    options = models.TextField("options considered", max_length=4000)
    least_restrictive = models.TextField("why this restricts least", max_length=4000)
    benefit = models.TextField("the benefit", max_length=4000)
    decided = models.TextField("what was decided", max_length=4000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Decision {self.pk}"


class CapacityAddendum(models.Model):
    """What was added to a signed assessment, or to a decision that rests on it; both stay as they were signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(CapacityAssessment, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=8000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="capacity_addenda_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Addendum {self.number}"
