"""A change of hands: who gives which client to whom, from when, and what the next one must know."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Absence, User
from clients.access import FileQuerySet
from clients.models.assignment import Assignment, ConflictWall
from clients.models.client import Client
from ui.ids import uuid7


class HandoverKind(models.TextChoices):
    REASSIGN = "reassign", "Reassigned"
    COVER = "cover", "Cover for an absence"
    LEAVER = "leaver", "Leaver"


class HandoverState(models.TextChoices):
    MOVING = "moving", "Under way"
    MOVED = "moved", "Done"
    UNDONE = "undone", "Undone"


class LineState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    MOVED = "moved", "Done"
    FAILED = "failed", "Could not be moved"
    UNDONE = "undone", "Undone"


class Handover(models.Model):
    """One decision by which clients change hands at one moment. Where that lies ahead it can be undone until then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=HandoverKind.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="for cover whose end is known")
    reason = models.CharField(max_length=500, blank=True)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="handovers", null=True, blank=True)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.MOVING)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="handover_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state=HandoverState.UNDONE, undone_at__isnull=False)
                | (~Q(state=HandoverState.UNDONE) & Q(undone_at=None)),
                name="undone_handovers_say_when",
            ),
        ]
        indexes = [models.Index(fields=["-made_at", "-id"], name="handovers_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.made_at}"

    def can_be_undone(self, now: datetime) -> bool:
        return self.state != HandoverState.UNDONE and now < self.starts_at

    @property
    def is_cover(self) -> bool:
        return self.kind == HandoverKind.COVER


class HandoverLineQuerySet(FileQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=LineState.WAITING, handover__undone_at=None)

    def moved(self) -> Self:
        return self.filter(state=LineState.MOVED)

    def concerning(self, user: User, *, now: datetime) -> Self:
        """What somebody gives away or takes on: so much they are told also before and after the file is theirs."""
        walls = ConflictWall.objects.filter(client=OuterRef("client"), staff=user, starts_at__lte=now)
        walled = Exists(walls.filter(Q(ends_at=None) | Q(ends_at__gt=now)))
        return self.moved().filter(Q(giver=user) | Q(receiver=user)).exclude(walled)

    def with_story(self) -> Self:
        return self.select_related("client", "giver", "receiver", "handover__by", "started")


class HandoverLine(models.Model):
    """One client of a change of hands. `started` and `ended` are the spells that it began and ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="handover_lines")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="given_lines", null=True, blank=True)
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="received_lines")
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    started = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="the receiver has read the note")

    objects = HandoverLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "client"], name="one_line_per_handover_and_client"),
            models.CheckConstraint(
                condition=~Q(state=LineState.MOVED) | Q(started__isnull=False), name="moved_lines_began_a_spell"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], condition=Q(state=LineState.WAITING), name="lines_to_move")]

    def __str__(self) -> str:
        return f"Handover of {self.client_id}"


class HandoverNote(models.Model):
    """What the receiver must know. Clinical text, so it lies apart from the line, which the practice's pages show.

    Confirmed by whoever knows the client, or else kept as it was collected from the record when it was read.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="handover_notes")
    line = models.OneToOneField(HandoverLine, on_delete=models.PROTECT, related_name="note")
    where_things_stand = models.TextField(max_length=20_000, blank=True)
    next_contact = models.TextField(max_length=20_000, blank=True)
    risks = models.TextField(max_length=20_000, blank=True)
    promises = models.TextField(max_length=20_000, blank=True)
    people_to_call = models.TextField(max_length=20_000, blank=True)
    written_at = models.DateTimeField(help_text="when it was confirmed, or else collected")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Note for {self.line_id}"
