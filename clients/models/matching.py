"""Who is like whom: the keys by which files are found, and what was found and decided when somebody new came."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.likeness import Finding
from clients.models.client import Client
from ui.ids import uuid7


class MatchKey(models.Model):
    """One key by which a file is found when somebody like its client comes; made of the file, as search words are."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="match_keys")
    key = models.CharField(max_length=120)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="one_row_per_client_and_key")]
        indexes = [models.Index(fields=["key", "client"], name="clients_by_match_key")]

    def __str__(self) -> str:
        return self.key


class MatchLook(models.Model):
    """Somebody asked whether the practice knows a person, and something was found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    asked = models.JSONField(help_text="the question, as clients.sought.Sought holds it")
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="looks", help_text="whom they added then"
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "digest"], name="looks_by_question")]

    def __str__(self) -> str:
        return f"Look {self.pk}"


class MatchDecision(models.TextChoices):
    SAME = "same", "The same person"
    NOT_SAME = "not_same", "Not the same person"
    CONFLICT = "conflict", "A conflict of interest"
    NO_CONFLICT = "no_conflict", "No conflict of interest"
    ASKED_AGAIN = "asked_again", "Asked again"


class PossibleMatchQuerySet(FileQuerySet):
    def shown_to(self, user: User, *, now: datetime) -> Self:
        """Where both clients are known to the person, and nothing is about themselves."""
        known = Client.objects.known_to(user, now=now).values("pk")
        both = Q(client=None) | Q(client__in=known), Q(look__client=None) | Q(look__client__in=known)
        return self.filter(*both).filter(Q(staff=None) | ~Q(staff=user))

    def waiting(self) -> Self:
        """For an admin to decide: what the asker could not see, and every conflict of interest."""
        return self.filter(decision="", for_admins=True)


class PossibleMatch(models.Model):
    """One thing that a look found: another client, a member of staff or a provider, and what was decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(MatchLook, on_delete=models.PROTECT, related_name="matches")
    finding = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Finding])
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="possible_matches")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    named = models.CharField(max_length=200, blank=True, help_text="who it is, where it is no client")
    reasons = models.CharField(max_length=500)
    score = models.PositiveSmallIntegerField()
    for_admins = models.BooleanField(default=True)
    decision = models.CharField(max_length=12, choices=MatchDecision.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = PossibleMatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_decided_match_says_who_and_when",
            )
        ]
        indexes = [models.Index(fields=["decision", "-decided_at"], name="matches_by_decision")]

    def __str__(self) -> str:
        return f"Possible match {self.pk}"

    @property
    def is_conflict(self) -> bool:
        return self.finding == Finding.CONFLICT
