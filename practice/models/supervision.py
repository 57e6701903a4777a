"""What was said in supervision. It stands apart from the clients' files, and only the two of them read it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from clients.models import Client
from ui.ids import uuid7


class Meeting(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    TELEPHONE = "telephone", "By telephone"


class Competency(models.TextChoices):
    COMMUNICATION = "communication", "Talking, listening and writing"
    STRATEGY = "strategy", "Thinking ahead and planning"
    COORDINATION = "coordination", "Bringing people and services together"
    MONITORING = "monitoring", "Following what comes of it"
    DUTY_OF_CARE = "duty_of_care", "Keeping people safe, within the law"
    PROFESSIONALISM = "professionalism", "Ethics, boundaries and own learning"
    PERSONAL = "personal", "Own strengths and resilience"


class SessionQuerySet(models.QuerySet["SupervisionSession"]):
    def of_person(self, user: User) -> Self:
        """Those that the person took part in, as the one or the other."""
        return self.filter(Q(supervisor=user) | Q(supervisee=user))


class SupervisionSession(models.Model):
    """A session of supervision as its supervisor signed it; afterwards it is only agreed to and added to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=10, choices=Meeting.choices)
    clients = models.ManyToManyField(Client, related_name="+", blank=True)
    discussed = models.TextField("what was discussed", max_length=20_000)
    boundaries = models.TextField("limits of the role", max_length=10_000, blank=True)
    wellbeing = models.TextField("wellbeing and what the work asks of the person", max_length=10_000, blank=True)
    competencies = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=F("supervisee")), name="nobody_meets_themselves"),
        ]
        indexes = [
            models.Index(fields=["supervisee", "-on"], name="sessions_of_a_supervisee"),
            models.Index(fields=["supervisor", "-on"], name="sessions_of_a_supervisor"),
        ]

    def __str__(self) -> str:
        return f"Supervision {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("practice:session", args=[self.pk])

    @property
    def competency_words(self) -> list[str]:
        return [Competency(word).label for word in self.competencies if word in Competency.values]


class OfASession(models.QuerySet[Any]):
    """Base of what hangs on a session: theirs whose session it is."""

    def of_person(self, user: User) -> Self:
        return self.filter(Q(session__supervisor=user) | Q(session__supervisee=user))


class SupervisionAddendum(models.Model):
    """What one of the two added to a signed session."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(SupervisionSession, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20_000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = OfASession.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="addenda_of_a_session_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Addendum {self.number}"


class SupervisionAgreement(models.Model):
    """The supervisee agrees that the session is written down as it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.OneToOneField(SupervisionSession, on_delete=models.PROTECT, related_name="agreement")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfASession.as_manager()

    def __str__(self) -> str:
        return f"Agreed {self.at}"


class ActionQuerySet(OfASession):
    def open(self) -> Self:
        return self.filter(done_on=None)

    def due_by(self, until: date) -> Self:
        return self.open().filter(due_on__lte=until)


class SupervisionAction(models.Model):
    """Something that one of the two took on in a session."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(SupervisionSession, on_delete=models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=500)
    who = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="actions_of_a_session_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="done_on_and_done_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.position}"
