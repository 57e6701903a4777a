"""What a practice is asked before there is a client."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from clients.access import FileQuerySet
from clients.models import Client, Nation
from ui.ids import uuid7


class Source(models.TextChoices):
    SOLICITOR = "solicitor", "Solicitor"
    INSURER = "insurer", "Insurer"
    DEPUTY = "deputy", "Deputy"
    STATUTORY = "statutory", "NHS or local authority"
    SELF = "self", "The person or their family"
    OTHER = "other", "Somebody else"


class AcknowledgedHow(models.TextChoices):
    EMAIL = "email", "By e-mail"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    IN_PERSON = "in_person", "In person"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    WAITING = "waiting", "Waiting"
    DECLINED = "declined", "Declined"


UNDECIDED = Q(answer="") | Q(answer=Answer.WAITING)


class EnquiryQuerySet(FileQuerySet):
    """Until there is a file, whoever adds clients knows an enquiry; from then on, whoever knows the client."""

    def known_to(self, user: User, *, now: datetime | None = None) -> Self:
        if not user.may(Permission.ADD_CLIENT):
            return self.none()
        return self.filter(Q(client=None) | Q(client__in=Client.objects.known_to(user, now=now)))

    def visible_to(self, user: User, *, now: datetime | None = None) -> Self:
        """Those of which the person may read what is asked and what happened."""
        if not (user.may(Permission.ADD_CLIENT) and user.may(Permission.READ_FILE)):
            return self.none()
        return self.filter(Q(client=None) | Q(client__in=Client.objects.visible_to(user, now=now)))

    def open(self) -> Self:
        """Nobody has accepted or declined it yet."""
        return self.filter(UNDECIDED)

    def with_due(self) -> Self:
        """`due` is the day of the next step, where one has a day: to acknowledge it, or to look at it again."""
        waits, unanswered = Q(answer=Answer.WAITING), Q(acknowledged_at=None)
        due = Case(
            When(waits & unanswered, then=Least("acknowledge_by", "look_again_on")),
            When(waits, then=F("look_again_on")),
            When(unanswered, then=F("acknowledge_by")),
            output_field=models.DateField(),
        )
        return self.annotate(due=due)

    def due_by(self, until: date) -> Self:
        return self.open().with_due().filter(due__lte=until)

    def late(self, today: date) -> Self:
        """Not acknowledged in time, or put off until a day that has passed."""
        return self.due_by(today - timedelta(days=1))

    def most_urgent_first(self) -> Self:
        """By the day of the next step; what is decided comes last, and of two alike the newer first."""
        decided = Case(When(UNDECIDED, then=Value(0)), default=Value(1))
        return (
            self.with_due()
            .alias(decided=decided)
            .order_by("decided", F("due").asc(nulls_last=True), "-received_at", "pk")
        )


class Enquiry(models.Model):
    """An instruction or a question that reached the practice, who it is about, and what the practice answered.

    `acknowledge_by` is reckoned when it is logged, so that a later change of the setting moves no old clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=12, choices=Source.choices)
    firm = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    their_reference = models.CharField(max_length=80, blank=True)
    given_name = models.CharField("first names", max_length=120)
    family_name = models.CharField("last name", max_length=120, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    area = models.CharField("where they live", max_length=160, blank=True)
    nation = models.CharField(max_length=3, choices=Nation.choices, default=Nation.ENGLAND)
    asked = models.TextField("what is asked", max_length=4000, blank=True)
    injury = models.TextField("the injury, as far as told", max_length=4000, blank=True)
    received_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    acknowledge_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    acknowledged_how = models.CharField(max_length=10, choices=AcknowledgedHow.choices, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="an_acknowledged_enquiry_names_its_person",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, look_again_on__isnull=False)
                | (~Q(answer=Answer.WAITING) & Q(look_again_on=None)),
                name="a_waiting_enquiry_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(client=None) | Q(answer=Answer.ACCEPTED), name="only_an_accepted_enquiry_has_a_file"
            ),
        ]
        indexes = [models.Index(fields=["answer", "received_at"], name="enquiries_by_answer")]

    def __str__(self) -> str:
        return f"Enquiry {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("practice:enquiry", args=[self.pk])

    @property
    def name(self) -> str:
        """Who it is about."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def sender(self) -> str:
        """Who asks: firm and contact as far as known."""
        return ", ".join(filter(None, [self.contact_name, self.firm])) or self.get_source_display()

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.received_at, timezone.get_default_timezone())

    @property
    def is_open(self) -> bool:
        return self.answer in ("", Answer.WAITING)

    @property
    def may_be_decided(self) -> bool:
        """What was accepted is decided for good; what was declined may be thought over."""
        return self.answer != Answer.ACCEPTED

    @property
    def waits_for_acknowledgement(self) -> bool:
        return self.is_open and self.acknowledged_at is None


class EnquiryDecision(models.Model):
    """What was decided on an enquiry, and why; a later decision stands beside it, and the newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.TextField(max_length=1000, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.enquiry_id}"
