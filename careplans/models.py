"""From a need to a goal, to a recommendation, to the funder's decision."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery

from accounts.models import User
from assessments.models import Domain, Need
from careplans.attainment import Level, score_words
from clients.access import FileQuerySet
from clients.models import Client, Party
from records.models import ContactRecord
from ui.ids import uuid7
from ui.links import path_to

EVIDENCE_KINDS = [("fact", "Seen or measured"), ("reported", "Told to us"), ("opinion", "My opinion")]
SCORES = [(level.value, level.words) for level in Level]


class PlanAgreementQuerySet(FileQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-agreed_on", "-pk")


class PlanAgreement(models.Model):
    """The plan and the rhythm of reviews were agreed with the client, or with who acts for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="plan_agreements")
    agreed_on = models.DateField()
    agreed_with = models.CharField(max_length=160, help_text="The client, or who acts for them and as what")
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = PlanAgreementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Agreed {self.agreed_on}"


class GoalQuerySet(FileQuerySet):
    def of(self, client: Client) -> Self:
        return self.filter(client=client)

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def closed(self) -> Self:
        return self.exclude(closed_on=None)

    def with_chain(self) -> Self:
        """With the need above, and below it the referrals and records (by name: referrals live higher up)."""
        found = self.select_related("client", "need__finding__assessment")
        return found.prefetch_related("referrals__provider", "record_links__record")

    def with_latest_rating(self) -> Self:
        """Each goal with its newest rating, in one more query: see `Goal.latest`."""
        ratings = GoalRating.objects.latest_of_each().select_related("source", "by")
        return self.prefetch_related(Prefetch("ratings", queryset=ratings, to_attr="latest_ratings"))


class Goal(models.Model):
    """Something the client wants to be able to do, with five levels written down before the work begins."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="goals")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    domain = models.CharField(max_length=20, choices=Domain.choices)
    title = models.CharField(max_length=160)
    own_words = models.TextField("in the client's own words", max_length=2000, blank=True)
    measured_by = models.CharField("how we will measure it", max_length=255)
    target_on = models.DateField("target date")
    much_less = models.CharField(max_length=500)
    less = models.CharField(max_length=500)
    as_expected = models.CharField(max_length=500)
    better = models.CharField(max_length=500)
    much_better = models.CharField(max_length=500)
    baseline = models.SmallIntegerField(choices=[(-1, "Less than expected"), (-2, "Much less than expected")])
    importance = models.PositiveSmallIntegerField(default=1)
    set_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="from then on the five levels are fixed")
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    latest_ratings: "list[GoalRating]"
    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="goals_of_a_client_are_numbered_once"),
            models.CheckConstraint(condition=Q(baseline__in=[-1, -2]), name="goal_baseline_is_minus_1_or_minus_2"),
            models.CheckConstraint(condition=Q(importance__lte=3), name="goal_importance_is_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"Goal {self.number}"

    def get_absolute_url(self) -> str:
        return path_to("careplans:goal", self.pk)

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def latest(self) -> "GoalRating | None":
        """The newest rating; only on goals loaded with `with_latest_rating`."""
        return self.latest_ratings[0] if self.latest_ratings else None

    @property
    def named(self) -> str:
        """The goal as lists and choices name it: Goal 2: Cook a meal alone."""
        return f"Goal {self.number}: {self.title}"

    @property
    def referrals_by_date(self) -> list[Any]:
        """Referrals made for this goal, newest first; on goals loaded with `with_chain`."""
        return sorted(self.referrals.all(), key=lambda referral: referral.pk, reverse=True)

    @property
    def records_about(self) -> list[ContactRecord]:
        """Contact records about this goal, newest first; on goals loaded with `with_chain`."""
        return sorted((link.record for link in self.record_links.all()), key=lambda one: one.happened_at, reverse=True)

    @property
    def levels(self) -> list[tuple[Level, str]]:
        """The five levels and what each looks like, from the lowest up."""
        columns = {Level.MUCH_LESS: self.much_less, Level.LESS: self.less, Level.AS_EXPECTED: self.as_expected}
        columns |= {Level.BETTER: self.better, Level.MUCH_BETTER: self.much_better}
        return sorted(columns.items())


class GoalRatingQuerySet(FileQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-rated_on", "-pk")

    def latest_of_each(self) -> Self:
        """The newest rating of each goal: by the day it speaks of, then by entry."""
        newest = GoalRating.objects.filter(goal=OuterRef("goal")).newest_first()
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class GoalRating(models.Model):
    """How far a goal had come on a day, with the sentence that shows it and, where there is one, its record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    rated_on = models.DateField()
    score = models.DecimalField(
        max_digits=3, decimal_places=1, help_text="-2, -1, -0.5 (partially achieved), 0, 1 or 2"
    )
    evidence = models.CharField(max_length=1000)
    evidence_kind = models.CharField(max_length=10, choices=EVIDENCE_KINDS)
    source = models.ForeignKey(ContactRecord, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = GoalRatingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["goal", "-rated_on", "-id"], name="ratings_of_a_goal")]

    def __str__(self) -> str:
        return f"Rated {self.score} on {self.rated_on}"

    @property
    def words(self) -> str:
        return score_words(self.score)


class RecordGoal(models.Model):
    """A contact record is about a goal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(ContactRecord, on_delete=models.PROTECT, related_name="goal_links")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="record_links")

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "goal"], name="one_link_per_record_and_goal")]

    def __str__(self) -> str:
        return f"{self.record_id} about {self.goal_id}"


class Category(models.TextChoices):
    THERAPY = "therapy", "Therapy and treatment"
    SUPPORT = "support", "Care and support"
    EQUIPMENT = "equipment", "Equipment and technology"
    ACCOMMODATION = "accommodation", "Accommodation"
    TRANSPORT = "transport", "Transport"
    EDUCATION = "education", "Work and education"
    CASE_MANAGEMENT = "case_management", "Case management"
    OTHER = "other", "Other"


class RecommendationQuerySet(FileQuerySet):
    def of(self, client: Client) -> Self:
        return self.filter(client=client)

    def with_chain(self) -> Self:
        """With goals and their needs above, and the referrals below (by name: referrals live higher up)."""
        found = self.select_related("client", "asked__instruction", "by", "decision__by")
        return found.prefetch_related("goals__need", "referrals__provider")

    def with_answer(self) -> Self:
        """The newest first, each with whom was asked and the decision."""
        return self.select_related("asked", "decision").order_by("-number")

    def undecided(self) -> Self:
        return self.filter(decision=None)

    def answer_late(self, today: date) -> Self:
        return self.undecided().filter(answer_due_on__lt=today)


class Recommendation(models.Model):
    """What the practice recommends to the funder for one or more goals, with the options considered and the cost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="recommendations")
    goals = models.ManyToManyField(Goal, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    action = models.CharField("what we recommend", max_length=255)
    why = models.TextField("why", max_length=4000)
    options_considered = models.TextField(max_length=4000)
    expected_outcome = models.TextField(max_length=2000)
    category = models.CharField(max_length=20, choices=Category.choices)
    cost_pence = models.PositiveIntegerField("cost")
    cost_basis = models.CharField("how the cost is made up", max_length=255, blank=True)
    recommended_on = models.DateField()
    asked = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="who decides")
    answer_due_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="recommendations_of_a_client_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number}"

    def get_absolute_url(self) -> str:
        return path_to("careplans:recommendation", self.pk)

    @property
    def named(self) -> str:
        return f"Recommendation {self.number}: {self.action}"

    @property
    def goals_by_number(self) -> list[Goal]:
        """On recommendations loaded with `with_chain`."""
        return sorted(self.goals.all(), key=lambda goal: goal.number)

    @property
    def referrals_by_date(self) -> list[Any]:
        """Newest first; on recommendations loaded with `with_chain`."""
        return sorted(self.referrals.all(), key=lambda referral: referral.pk, reverse=True)

    @property
    def decided(self) -> "FundingDecision | None":
        """The decision, if there is one; on recommendations loaded with `select_related("decision")`."""
        return getattr(self, "decision", None)


class Answer(models.TextChoices):
    APPROVED = "approved", "Approved"
    PART_APPROVED = "part", "Approved in part"
    REFUSED = "refused", "Refused"


class FundingDecision(models.Model):
    """The funder's answer to a recommendation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="decision")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    amount_pence = models.PositiveIntegerField("amount agreed", default=0)
    decided_on = models.DateField()
    decided_by = models.CharField("who answered", max_length=160)
    reason = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.decided_on}"
