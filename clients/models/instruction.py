from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client, WorkingStyle
from files.models import StoredFile
from ui.ids import uuid7
from ui.links import path_to

TREATING_PROVIDERS = "Treating providers"


@dataclass(frozen=True)
class Recipient:
    """To whom something of a client's file goes; none of the three stands for all treating providers."""

    client: UUID
    party: UUID | None = None
    person: UUID | None = None
    provider: UUID | None = None

    @property
    def key(self) -> str:
        """As open work says where it goes, so that a list of it can be laid beside a consent."""
        named = {"party": self.party, "person": self.person, "provider": self.provider}
        return next((f"{kind} {pk}" for kind, pk in named.items() if pk), "provider")


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


class ClaimKind(models.TextChoices):
    INJURY = "injury", "Personal injury"
    CLINICAL = "clinical", "Clinical negligence"
    NONE = "none", "No claim"


class Track(models.TextChoices):
    FULL = "full", "Full"
    LOWER = "lower", "Lower value"


class Receives(models.TextChoices):
    AT_ONCE = "at_once", "As soon as it is issued"
    TOGETHER = "together", "At the same moment as the other readers"
    ON_REQUEST = "on_request", "Only when they ask for it"


class InstructionQuerySet(FileQuerySet):
    def open(self) -> Self:
        return self.filter(ends_on=None)


class Instruction(models.Model):
    """Who instructed the practice for a client, from when: apart from the client, for it can change over the years."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="instructions")
    kind = models.CharField(max_length=20, choices=InstructionKind.choices)
    claim = models.CharField(max_length=20, choices=ClaimKind.choices, blank=True, db_default="", default="")
    track = models.CharField(max_length=10, choices=Track.choices, db_default=Track.FULL, default=Track.FULL)
    style = models.CharField(max_length=20, choices=WorkingStyle.choices, blank=True, db_default="", default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True, db_default="", default="")
    terms_signed_on = models.DateField(null=True, blank=True)
    fees_agreed_on = models.DateField(null=True, blank=True)
    terms_signed_by = models.CharField(max_length=160, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends_on=None), name="one_open_instruction_per_client"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} instruction"

    @property
    def is_joint(self) -> bool:
        return self.kind == InstructionKind.JOINT

    def terms_hold(self, on: date) -> bool:
        """Both the terms and the fee schedule were signed by that day."""
        signed = [self.terms_signed_on, self.fees_agreed_on]
        return all(day is not None and day <= on for day in signed)


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
    share_percent = models.PositiveSmallIntegerField("share of the cost in per cent", null=True, blank=True)
    may_read_reports = models.BooleanField(default=False)
    receives_costs = models.BooleanField("may receive costs and invoices", default=False, db_default=False)
    receives_updates = models.BooleanField("may hear how things are going", default=False, db_default=False)
    receives = models.CharField(
        "when they receive it",
        max_length=20,
        choices=Receives.choices,
        default=Receives.AT_ONCE,
        db_default=Receives.AT_ONCE,
    )
    version = models.PositiveIntegerField(default=1)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.firm

    @property
    def addressee(self) -> str:
        """The reader as a letter names them: A. Rowe, Pike & Rowe Solicitors."""
        return f"{self.contact_name}, {self.firm}" if self.contact_name else self.firm


class Scope(models.TextChoices):
    EVERYTHING = "everything", "What the rehabilitation needs"
    REPORTS = "reports", "Reports only"
    REFERRALS = "referrals", "What a referral needs, only"
    UPDATES = "updates", "How things are going, in conversation only"


class How(models.TextChoices):
    WRITING = "writing", "In writing"
    SPOKEN = "spoken", "Spoken"
    OTHER = "other", "Shown in another way"


class GivenAs(models.TextChoices):
    CLIENT = "client", "The client"
    ATTORNEY = "attorney", "Attorney"
    DEPUTY = "deputy", "Deputy"
    GUARDIAN = "guardian", "Guardian or welfare attorney (Scotland)"
    PARENT = "parent", "Person with parental responsibility"
    BEST_INTERESTS = "best_interests", "Decided in the client's best interests"


class ConsentQuerySet(FileQuerySet):
    def holding(self, today: date) -> Self:
        return (
            self.filter(given_on__lte=today)
            .filter(Q(ends_on=None) | Q(ends_on__gte=today))
            .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=today))
        )

    def of(self, recipient: Recipient) -> Self:
        """Consents that name this recipient; treating providers in general include each provider."""
        if recipient.provider:
            return self.filter(
                Q(provider=recipient.provider) | Q(party=None, person=None, provider=None), client=recipient.client
            )
        return self.filter(party=recipient.party, person=recipient.person, provider=None, client=recipient.client)

    def covering(self, what: Scope) -> Self:
        return self.filter(scope__in=[Scope.EVERYTHING, what])

    def as_page(self) -> Self:
        return self.select_related("client", "party__instruction", "person", "recorded_by", "evidence")


class Consent(models.Model):
    """The client's consent that something leaves the practice: what, and to whom.

    To a party of the instruction, a person around the client, one provider, or (none of them) all treating providers.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents", null=True, blank=True)
    person = models.ForeignKey(
        "clients.PersonAround", on_delete=models.PROTECT, related_name="consents", null=True, blank=True, db_index=False
    )
    provider = models.UUIDField(null=True, blank=True, help_text="id of the one provider; that package stands above")
    provider_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    scope = models.CharField(
        max_length=20, choices=Scope.choices, default=Scope.EVERYTHING, db_default=Scope.EVERYTHING
    )
    how = models.CharField(
        "how it was given", max_length=20, choices=How.choices, blank=True, default="", db_default=""
    )
    given_as = models.CharField(
        "given by whom for the client", max_length=20, choices=GivenAs.choices, blank=True, default="", db_default=""
    )
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

    def get_absolute_url(self) -> str:
        return path_to("clients:consent", self.pk)

    @property
    def shared_with(self) -> str:
        """Needs the party and the person."""
        if self.party:
            return self.party.get_role_display()
        return self.person.name if self.person else self.provider_name or TREATING_PROVIDERS

    @property
    def named(self) -> str:
        """The recipient by name. Needs the party and the person."""
        return self.party.firm if self.party else self.shared_with

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.client_id, party=self.party_id, person=self.person_id, provider=self.provider)

    def reaches(self, goes_to: str) -> bool:
        """Whether what goes there rests on this consent; `goes_to` is a recipient's key."""
        key = self.recipient.key
        return goes_to == key or (key == "provider" and goes_to.startswith("provider "))
