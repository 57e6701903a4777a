"""What an instructing firm is given about the practice and its staff."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from ui.ids import uuid7


class PackState(models.TextChoices):
    QUEUED = "queued", "Queued"
    RENDERING = "rendering", "Being made"
    DONE = "done", "Made"
    FAILED = "failed", "Failed"


class PackQuerySet(models.QuerySet["DueDiligencePack"]):
    def to_render(self, now: datetime) -> Self:
        """Queued, or rendering for so long that its worker must be gone."""
        return self.filter(Q(state=PackState.QUEUED) | Q(state=PackState.RENDERING, lease_until__lt=now))

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def for_a_list(self) -> Self:
        """With who asked, and with what was made of it, without the large columns."""
        return self.select_related("asked_by", "made").defer("html", "made__pdf", "made__html")


class DueDiligencePack(models.Model):
    """A pack that an admin asked for: its content as the register stood then, and how far its PDF is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    firm = models.CharField(max_length=160)
    as_at = models.DateField()
    people = models.PositiveSmallIntegerField("number of staff in it")
    content = models.JSONField()
    html = models.TextField()
    to_look_at = models.JSONField(default=list, help_text="what had lapsed or was not recorded, in words")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.QUEUED)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="packs_to_render")]

    def __str__(self) -> str:
        return f"Due diligence pack {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("practice:pack", args=[self.pk])

    @property
    def is_being_made(self) -> bool:
        return self.state in (PackState.QUEUED, PackState.RENDERING)


class MadePack(models.Model):
    """A pack as it went out: page and PDF with their fingerprints. Never changed, never rendered again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pack = models.OneToOneField(DueDiligencePack, on_delete=models.PROTECT, related_name="made")
    html = models.TextField()
    pdf = models.BinaryField()
    html_digest = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Made {self.pk}"
