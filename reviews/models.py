from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from careplans.models import GoalRating
from clients.access import FileQuerySet
from clients.models import Client
from providers.models import Effect, Service
from ui.ids import uuid7


class RhythmQuerySet(FileQuerySet):
    def newest_of(self, client: Client) -> "ReviewRhythm | None":
        return self.filter(client=client).order_by("-entered_at", "-pk").first()


class ReviewRhythm(models.Model):
    """How often a client is reviewed, and with whom that was agreed. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="review_rhythms")
    weeks = models.PositiveSmallIntegerField()
    agreed_with = models.CharField(max_length=160)
    agreed_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = RhythmQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Every {self.weeks} weeks"


class ReviewQuerySet(FileQuerySet):
    def planned(self) -> Self:
        return self.filter(finished_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None)

    def due_by(self, until: date) -> Self:
        return self.planned().filter(due_on__lte=until)


class Review(models.Model):
    """A review that falls due on a day and, once finished, what it found. A client has at most one planned review."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    present = models.CharField("who took part", max_length=255, blank=True)
    with_client = models.BooleanField("the client took part", default=True)
    changed = models.TextField("what changed", max_length=4000, blank=True)
    unchanged = models.TextField("what did not", max_length=4000, blank=True)
    next_steps = models.TextField("what next", max_length=4000, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(finished_at=None), name="one_planned_review_per_client"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(held_on__isnull=False, by__isnull=False),
                name="a_finished_review_names_its_day_and_person",
            ),
        ]
        indexes = [models.Index(fields=["finished_at", "due_on"], name="reviews_due")]

    def __str__(self) -> str:
        return f"Review {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class ReviewedGoal(models.Model):
    """A goal's rating as it was given at a review."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reviewed_goals")
    rating = models.OneToOneField(GoalRating, on_delete=models.PROTECT, related_name="reviewed")

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.rating_id} at {self.review_id}"


class Outlook(models.TextChoices):
    CONTINUE = "continue", "Continue"
    CHANGE = "change", "Change"
    STOP = "stop", "Stop"


class ServiceEffect(models.Model):
    """What a service has done for its goals, as judged at a review."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="service_effects")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="effects")
    effect = models.CharField(max_length=12, choices=Effect.choices)
    outlook = models.CharField("what next", max_length=10, choices=Outlook.choices)
    comment = models.CharField(max_length=500, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "service"], name="one_effect_per_review_and_service")]

    def __str__(self) -> str:
        return self.get_effect_display()
