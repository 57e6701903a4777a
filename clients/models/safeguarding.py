from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from clients.access import FileQuerySet, supervised_by
from clients.models.assignment import Assignment
from clients.models.client import Client
from ui.ids import uuid7
from ui.links import path_to


class ConcernQuerySet(FileQuerySet):
    """Behind the door of the file stands a narrower one: who is named, the lead now, and the lead's supervisor."""

    def visible_to(self, user: User, *, now: datetime | None = None) -> Self:
        return super().visible_to(user, now=now).filter(_narrow(user, now or timezone.now()))

    def workable_by(self, user: User, *, now: datetime | None = None) -> Self:
        return super().workable_by(user, now=now).filter(_narrow(user, now or timezone.now()))

    def told_to(self, user: User, *, now: datetime) -> Self:
        """Behind the narrower door alone: no look-up for a person ends here."""
        return self.filter(_narrow(user, now))

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def undecided(self) -> Self:
        return self.open().filter(decided_at=None)


def _narrow(user: User, now: datetime) -> Q:
    leads = Assignment.objects.live(now).leads().filter(client=OuterRef("client"))
    named = Concern.named.through.objects.filter(concern=OuterRef("pk"), user=user)
    door = Q(Exists(named)) | Q(Exists(leads.filter(staff=user)))
    if user.holds(Role.SUPERVISOR):
        door |= Q(Exists(leads.filter(staff__in=supervised_by(user, now))))
    return door


class Concern(models.Model):
    """A safeguarding concern: kept apart from the file's story, read by few, with a clock until it is decided.

    `decide_by` is reckoned when it is raised, so that a later change of the setting moves no old clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="concerns")
    noticed_on = models.DateField()
    what = models.TextField("what was seen or said, and by whom", max_length=8000)
    at_once = models.TextField("what was done at once", max_length=4000, blank=True)
    client_wish = models.TextField("what the client wants to happen", max_length=2000, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decide_by = models.DateTimeField()
    named = models.ManyToManyField(User, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    referred_to = models.CharField(max_length=160, blank=True, help_text="Empty once decided: not referred")
    referred_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("why it was, or was not, referred", max_length=4000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.TextField(max_length=4000, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_concern_names_its_moment_and_person",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(decided_at__isnull=False, closed_by__isnull=False),
                name="a_concern_is_decided_before_it_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"Concern {self.pk}"

    def get_absolute_url(self) -> str:
        return path_to("clients:concern", self.pk)


class ConcernStep(models.Model):
    """One dated step in a safeguarding concern; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Step of {self.concern_id}"
