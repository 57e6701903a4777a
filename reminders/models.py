from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ui.ids import uuid7


class Kind(models.TextChoices):
    REVIEW = "review", "Review"
    DECISION = "decision", "Funding decision"
    REFERRAL = "referral", "Referral"
    RISK_ALERT = "risk_alert", "Risk alert"
    RISK_REVIEW = "risk_review", "Risk review"
    CAPACITY = "capacity", "Capacity review"
    COMPLAINT = "complaint", "Complaint"
    PROMISE = "promise", "Promise"
    ENQUIRY = "enquiry", "Enquiry to answer"
    REGISTRATION = "registration", "Professional registration"
    MEMBERSHIP = "membership", "Membership"
    DBS = "dbs", "DBS check"
    INDEMNITY = "indemnity", "Indemnity insurance"
    FITNESS = "fitness", "Fitness declaration"


class Stage(models.TextChoices):
    FIRST = "first", "First notice"
    SECOND = "second", "Second notice"
    BEFORE = "before", "Coming up"
    ON_THE_DAY = "on_the_day", "Due today"
    ESCALATED = "escalated", "Overdue, supervisor told"


class Channel(models.TextChoices):
    IN_APP = "in_app", "In the app"
    MAIL = "mail", "E-mail"


class State(models.TextChoices):
    DUE = "due", "Due"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Not known if sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def mail(self) -> Self:
        return self.filter(channel=Channel.MAIL)

    def unsent(self) -> Self:
        return self.filter(state=State.DUE)

    def to_send(self, now: datetime) -> Self:
        """Due mail that no worker holds. A worker that died before it began to send holds it until its lease ends."""
        nobody_holds_it = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(nobody_holds_it, channel=Channel.MAIL, state=State.DUE, send_after__lte=now)

    def held_by(self, worker: str) -> Self:
        return self.filter(state=State.DUE, claimed_by=worker)

    def being_sent_by(self, worker: str) -> Self:
        """Also what the end of its lease has made unknown: the worker that sent it does know."""
        # Said by what it is not, or PostgreSQL would go through all that has lately been `sending` to find a few ids.
        return self.filter(claimed_by=worker).exclude(state__in=set(State) - {State.SENDING, State.UNKNOWN})

    def run_out(self, now: datetime) -> Self:
        """Held by a worker that has not been heard of since its lease ended."""
        return self.filter(lease_until__lt=now)

    def undelivered(self) -> Self:
        return self.mail().filter(state__in=[State.UNKNOWN, State.FAILED])

    def of_message(self, reminder: "Reminder") -> Self:
        """Everything that one message lists."""
        if not reminder.message_id:
            return self.filter(pk=reminder.pk)
        return self.filter(person=reminder.person_id, message_id=reminder.message_id)


class Reminder(models.Model):
    """One message to one person about one thing that falls due, at one stage, by one channel. Made at most once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_id = models.UUIDField(help_text="the review, recommendation, referral or check that falls due")
    client_id = models.UUIDField(db_index=True, null=True, blank=True)
    client_reference = models.CharField(max_length=20, blank=True)
    staff_id = models.UUIDField(null=True, blank=True, help_text="whose check it is, where it is about no client")
    initials = models.CharField(max_length=8, blank=True, default="", db_default="")
    due_on = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    send_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "due_on", "stage", "person", "channel"],
                name="one_reminder_per_subject_stage_person_and_channel",
            )
        ]
        indexes = [models.Index(fields=["state", "send_after", "id"], name="reminders_to_send")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.whose} due {self.due_on}"

    @property
    def whose(self) -> str:
        """A client's reference or a colleague's initials: all that mail may say."""
        return self.client_reference or self.initials

    @property
    def reference(self) -> str:
        """What the audit log asks a client for."""
        return self.client_reference


class Sweep(models.Model):
    """When the sweep last ran through to its end; `/healthz` looks at it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    finished_at = models.DateTimeField()
    swept_through = models.DateField()

    def __str__(self) -> str:
        return f"Swept {self.finished_at}"
