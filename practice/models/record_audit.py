"""Sample audits: some of a person's signed records, drawn at random, looked at against the practice's checklist."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from clients.access import FileQuerySet
from clients.models import Client
from records.models import ContactRecord
from ui.ids import uuid7


class Verdict(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    DOES_NOT_APPLY = "n/a", "Does not apply"


class RecordAuditQuerySet(models.QuerySet["RecordAudit"]):
    def of_person(self, user: User) -> Self:
        """Those that the person makes, and those of their own records once they are finished."""
        return self.filter(Q(supervisor=user) | Q(supervisee=user, finished_at__isnull=False))

    def finished(self) -> Self:
        return self.exclude(finished_at=None)


class RecordAudit(models.Model):
    """A sample of a supervisee's records in a period. The seed is kept, so that the draw can be shown again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    seed = models.CharField(max_length=32)
    drawn_from = models.PositiveIntegerField(help_text="how many records the sample was drawn from")
    drawn_at = models.DateTimeField()
    items = models.JSONField(help_text="the checklist as it was on that day")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RecordAuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=F("supervisee")), name="nobody_audits_themselves"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="an_audit_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["supervisee", "-drawn_at"], name="audits_of_a_supervisee")]

    def __str__(self) -> str:
        return f"Audit {self.drawn_at}"

    def get_absolute_url(self) -> str:
        return reverse("practice:record_audit", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class AuditedRecordQuerySet(FileQuerySet):
    def not_judged(self) -> Self:
        return self.filter(judged_on=None)


class AuditedRecord(models.Model):
    """A record that was drawn for an audit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audit = models.ForeignKey(RecordAudit, on_delete=models.PROTECT, related_name="records")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(ContactRecord, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    judged_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AuditedRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "record"], name="a_record_is_drawn_once"),
            models.UniqueConstraint(fields=["audit", "position"], name="drawn_records_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Record {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("practice:judge_record", args=[self.pk])

    @property
    def is_judged(self) -> bool:
        return self.judged_on is not None


class AuditAnswer(models.Model):
    """What one record came to on one item of the checklist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audited = models.ForeignKey(AuditedRecord, on_delete=models.PROTECT, related_name="answers")
    item = models.PositiveSmallIntegerField(help_text="its place in the audit's checklist, from 0")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audited", "item"], name="one_answer_per_record_and_item")]

    def __str__(self) -> str:
        return f"Item {self.item}: {self.verdict}"


class AuditComment(models.Model):
    """What one of the two says about a finished audit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    audit = models.ForeignKey(RecordAudit, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Comment {self.at}"
