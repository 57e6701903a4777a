"""What every form leans on: one-time keys, and drafts of what somebody typed."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from ui.ids import uuid7


class OnceKey(models.Model):
    """A form that was carried out: its key, what was posted, and where the answer led."""

    key = models.CharField(primary_key=True, max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body_digest = models.CharField(max_length=64)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Draft(models.Model):
    """What somebody has typed into a form and not yet saved; only its author ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    client = models.CharField(max_length=40, blank=True, help_text="reference of the client, where there is one")
    path = models.CharField(max_length=500, help_text="page on which the draft goes on")
    label = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(
        max_length=80, blank=True, db_default="", help_text="one-time key of the page that saved it last"
    )
    values = models.JSONField(default=dict, help_text="field name to the list of what was typed, as posted")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "form", "subject"], name="one_draft_per_form_and_subject")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.label}"

    def initial(self) -> dict[str, str | list[str]]:
        """The values as a form's `initial`: a list where several were ticked, else the one string."""
        typed = {name: given for name, given in self.values.items() if given and name != "version"}
        return {name: given if len(given) > 1 else given[0] for name, given in typed.items()}

    @property
    def record_version(self) -> int | None:
        """The version of the record on which the draft was written, where it edits one."""
        return read_version("".join(self.values.get("version", [])[:1])) or None


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def offered_to(self, person: UUID, *, page: str) -> Self:
        """The person's own and those that colleagues share."""
        return self.filter(Q(owner=person) | Q(shared=True), page=page).order_by("name", "pk")


class SavedView(models.Model):
    """Filters of a list under a name: a person's own, or shared with everybody who may open the list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=80, help_text="name of the list's route")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300, blank=True)
    shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="one_saved_view_per_name")]

    def __str__(self) -> str:
        return self.name


def read_version(posted: str) -> int:
    """The number of a record's version as a form sends it; 0, which no record has, for anything else."""
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else 0
