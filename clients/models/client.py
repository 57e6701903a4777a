from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import PracticeSettings, User
from clients.access import ClientQuerySet as Doors
from clients.access import FileQuerySet
from ui.ids import uuid7
from ui.links import path_to
from ui.text import search_words


class Status(models.TextChoices):
    ENQUIRY = "enquiry", "Enquiry"
    ASSESSMENT = "assessment", "Assessment"
    ACTIVE = "active", "Active"
    MONITORING = "monitoring", "Monitoring"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class Nation(models.TextChoices):
    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


class InjuryKind(models.TextChoices):
    BRAIN = "brain", "Brain injury"
    SPINAL = "spinal", "Spinal cord injury"
    ORTHOPAEDIC = "orthopaedic", "Orthopaedic or multiple injuries"
    AMPUTATION = "amputation", "Amputation"
    BIRTH = "birth", "Birth injury"
    PSYCHOLOGICAL = "psychological", "Psychological injury"
    OTHER = "other", "Other"


class WorkingStyle(models.TextChoices):
    BROKERAGE = "brokerage", "Brokerage: finds and arranges services"
    DIRECT = "direct", "Direct service: does much of the work in person"
    STRENGTHS = "strengths", "Strengths-based: builds on what the client can do"
    INTENSIVE = "intensive", "Intensive: close contact for a time"


class ClientQuerySet(Doors):
    def open(self) -> Self:
        return self.exclude(status=Status.CLOSED)

    def silent(self, today: date, *, practice: PracticeSettings) -> Self:
        """Open files without a contact with the client for longer than the style of the work allows.

        At the start, since the file was opened.
        """
        silent = Q()
        for style in ("", *WorkingStyle.values):
            before = today - timedelta(days=practice.silent_after(style))
            opened = timezone.make_aware(datetime.combine(before, time.min), timezone.get_default_timezone())
            since = Q(last_contact_on__lt=before) | Q(last_contact_on=None, created_at__lt=opened)
            silent |= Q(working_style=style) & since
        return self.open().filter(silent)

    def matching(self, text: str) -> Self:
        """Clients for whom every word of the text begins one of their search words."""
        found = self
        for word in search_words(text):
            found = found.filter(pk__in=SearchWord.objects.filter(word__startswith=word).values("client"))
        return found


class Client(models.Model):
    """The injured person whom the practice works for, and the file about them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True, editable=False)
    given_name = models.CharField("first names", max_length=120)
    family_name = models.CharField("last name", max_length=120, blank=True)
    preferred_name = models.CharField("name they like to be called", max_length=120, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    nhs_number = models.CharField(
        "NHS or CHI number", max_length=10, blank=True, default="", db_default="", help_text="ten figures, no spaces"
    )
    nation = models.CharField(max_length=3, choices=Nation.choices, default=Nation.ENGLAND)
    address = models.TextField(max_length=500, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    communication = models.TextField("communication needs", max_length=1000, blank=True)
    what_matters = models.TextField("what matters to the client, in their own words", max_length=4000, blank=True)
    what_matters_on = models.DateField(null=True, blank=True)
    injury_kind = models.CharField("kind of injury", max_length=20, choices=InjuryKind.choices, blank=True)
    injured_on = models.DateField("date of injury", null=True, blank=True)
    injury = models.TextField("what happened and the injuries", max_length=4000, blank=True)
    pre_existing = models.TextField("conditions from before", max_length=4000, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ENQUIRY)
    status_since = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_contact_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    working_style = models.CharField(  # of the open instruction, kept here for lists
        max_length=20, choices=WorkingStyle.choices, blank=True, default="", db_default="", editable=False
    )
    version = models.PositiveIntegerField(default=1)

    objects = ClientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "given_name", "id"], name="clients_by_name"),
            models.Index(fields=["next_review_on", "id"], name="clients_by_next_review"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return path_to("practice:client_summary", self.reference)

    @property
    def called(self) -> str:
        """The name to use in a sentence: the one they like, else the first name."""
        return self.preferred_name or self.given_name.split()[0]

    @property
    def name(self) -> str:
        """Preferred or first name, then last name: for the banner and the heading of a report."""
        return f"{self.called} {self.family_name}".strip()

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """Initial and last name, for lists and messages: J. Ashby."""
        return f"{self.called[0]}. {self.family_name}" if self.family_name else self.called

    @property
    def list_name(self) -> str:
        """Last name first, for alphabetical lists."""
        return f"{self.family_name}, {self.called}" if self.family_name else self.called

    @property
    def initials(self) -> str:
        return f"{self.called[:1]}{self.family_name[:1]}".upper()

    @property
    def names_to_search(self) -> tuple[str, ...]:
        return (self.given_name, self.family_name, self.preferred_name, self.reference)

    def is_silent(self, today: date, *, practice: PracticeSettings) -> bool:
        """What `ClientQuerySet.silent` asks of the database."""
        last = self.last_contact_on or timezone.localdate(self.created_at, timezone.get_default_timezone())
        days = practice.silent_after(self.working_style)
        return self.status != Status.CLOSED and last < today - timedelta(days=days)

    def age_on(self, today: date) -> int | None:
        if self.born_on is None:
            return None
        return today.year - self.born_on.year - ((today.month, today.day) < (self.born_on.month, self.born_on.day))


class StatusChange(models.Model):
    """A dated change of a client's status, with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=20, choices=Status.choices)
    on = models.DateField()
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.on}"


class SearchWord(models.Model):
    """One word by which a client is found: a part of a name, the reference, a claim number."""

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "word"], name="one_row_per_client_and_word")]
        indexes = [models.Index(fields=["word", "client"], name="clients_by_word")]

    def __str__(self) -> str:
        return self.word
