"""Who treats and supports clients: the directory, referrals to them, and the services that come of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models import User
from careplans.models import Goal, Recommendation
from clients.access import FileQuerySet
from clients.models import Client, Consent
from ui.ids import uuid7


class Discipline(models.TextChoices):
    OCCUPATIONAL_THERAPY = "ot", "Occupational therapy"
    PHYSIOTHERAPY = "physio", "Physiotherapy"
    SPEECH_THERAPY = "slt", "Speech and language therapy"
    NEUROPSYCHOLOGY = "neuropsychology", "Neuropsychology"
    PSYCHOLOGY = "psychology", "Psychology"
    NURSING = "nursing", "Nursing"
    SUPPORT_WORK = "support", "Support work"
    EQUIPMENT = "equipment", "Equipment and technology"
    ARCHITECT = "architect", "Architect or builder"
    OTHER = "other", "Other"


class ProviderQuerySet(models.QuerySet["Provider"]):
    def matching(self, text: str) -> Self:
        """Providers in whose name, contact or area every word of the text occurs."""
        found = self
        for word in text.split():
            within = Q(name__icontains=word) | Q(contact_name__icontains=word) | Q(area__icontains=word)
            found = found.filter(within)
        return found

    def of_discipline(self, discipline: str) -> Self:
        return self.filter(discipline=discipline) if discipline in Discipline.values else self

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class Provider(models.Model):
    """A firm or practitioner to whom clients are referred. The directory belongs to the practice, not to one client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160)
    discipline = models.CharField(max_length=20, choices=Discipline.choices)
    contact_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    area = models.CharField("area covered", max_length=160, blank=True)
    registration_body = models.CharField(max_length=80, blank=True)
    registration_number = models.CharField(max_length=80, blank=True)
    registration_ends_on = models.DateField(null=True, blank=True)
    indemnity_insurer = models.CharField(max_length=120, blank=True)
    indemnity_ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("providers:provider", args=[self.pk])

    def lapsed(self, today: date) -> list[str]:
        """What has run out, in words; an empty list means it may be chosen freely. An unknown date counts as lapsed."""
        problems = []
        if self.registration_number and (self.registration_ends_on is None or self.registration_ends_on < today):
            problems.append("registration")
        if self.indemnity_ends_on is None or self.indemnity_ends_on < today:
            problems.append("indemnity insurance")
        return problems


class ReferralState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class ReferralQuerySet(FileQuerySet):
    def drafts(self) -> Self:
        return self.filter(state=ReferralState.DRAFT)

    def without_reply(self) -> Self:
        return self.filter(state=ReferralState.SENT)


class Referral(models.Model):
    """A client is referred to a provider for some goals, on the ground of a recommendation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="referrals")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="referrals")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="referrals")
    goals = models.ManyToManyField(Goal, related_name="referrals")
    reason = models.TextField(max_length=4000)
    shared = models.TextField("what is shared", max_length=4000)
    lapsed_reason = models.CharField("why this provider although checks have lapsed", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFT)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False, consent__isnull=False),
                name="a_referral_that_left_names_its_day_and_consent",
            )
        ]

    def __str__(self) -> str:
        return f"Referral to {self.provider_id}"

    def get_absolute_url(self) -> str:
        return reverse("providers:referral", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == ReferralState.DRAFT

    @property
    def waits_for_reply(self) -> bool:
        return self.state == ReferralState.SENT

    @property
    def is_accepted(self) -> bool:
        return self.state == ReferralState.ACCEPTED


class Effect(models.TextChoices):
    HELPING = "helping", "Helping"
    NO_CHANGE = "no_change", "No change yet"
    NOT_HELPING = "not_helping", "Not helping"
    TOO_EARLY = "too_early", "Too early"


class ServiceQuerySet(FileQuerySet):
    def in_place(self, today: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def ended(self, today: date) -> Self:
        return self.filter(ended_on__lte=today)


class Service(models.Model):
    """What a provider gives a client after an accepted referral."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="services")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="services")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    title = models.CharField("what it is and how often", max_length=160)
    sessions_agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_agreed_pence = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField("expected end", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    last_effect = models.CharField(max_length=12, choices=Effect.choices, blank=True)
    last_effect_on = models.DateField(
        null=True, blank=True, help_text="kept by the reviews, which hold every judgement"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ServiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("providers:service", args=[self.pk])
