from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from files.models import StoredFile
from ui.ids import uuid7

TREATING_PROVIDERS = "Treating providers"


class InstructionKind(models.TextChoices):
    SINGLE = "single", "Single (claimant's solicitor)"
    JOINT = "joint", "Joint (solicitor and insurer)"
    INSURER = "insurer", "Insurer"
    DEPUTY = "deputy", "Deputy"
    PRIVATE = "private", "Private"
    STATUTORY = "statutory", "Statutory"


class PartyRole(models.TextChoices):
    CLAIMANT_SOLICITOR = "claimant_solicitor", "Claimant's solicitor"
    DEFENDANT_SOLICITOR = "defendant_solicitor", "Defendant's solicitor"
    INSURER = "insurer", "Insurer"
    DEPUTY = "deputy", "Deputy"
    CLIENT = "client", "Client or family"
    STATUTORY_BODY = "statutory_body", "NHS or local authority"


class Instruction(models.Model):
    """Who instructed the practice for a client, from when: apart from the client, for it can change over the years."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="instructions")
    kind = models.CharField(max_length=20, choices=InstructionKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends_on=None), name="one_open_instruction_per_client"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} instruction"


class Party(models.Model):
    """A firm or person on an instruction: who instructs, who pays, who may read reports."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="parties")
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=30, choices=PartyRole.choices)
    firm = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    their_reference = models.CharField(max_length=80, blank=True)
    instructs = models.BooleanField(default=False)
    pays = models.BooleanField(default=False)
    may_read_reports = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.firm

    @property
    def addressee(self) -> str:
        """The reader as a letter names them: A. Rowe, Pike & Rowe Solicitors."""
        return f"{self.contact_name}, {self.firm}" if self.contact_name else self.firm


class ConsentQuerySet(FileQuerySet):
    def holding(self, today: date) -> Self:
        return (
            self.filter(given_on__lte=today)
            .filter(Q(ends_on=None) | Q(ends_on__gte=today))
            .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=today))
        )


class Consent(models.Model):
    """The client's consent to share: with one party of the instruction, or (no party) with treating providers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents", null=True, blank=True)
    given_on = models.DateField()
    given_by = models.CharField("given by", max_length=160, help_text="The client, or who acts for them")
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    objects = ConsentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Consent of {self.client_id}"

    @property
    def shared_with(self) -> str:
        return self.party.get_role_display() if self.party else TREATING_PROVIDERS
