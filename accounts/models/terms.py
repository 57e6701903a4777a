from django.db import models
from django.db.models import Q

from accounts.models.people import User
from ui.ids import uuid7


class Profession(models.TextChoices):
    OCCUPATIONAL_THERAPIST = "ot", "Occupational therapist"
    PHYSIOTHERAPIST = "physio", "Physiotherapist"
    NURSE = "nurse", "Nurse"
    PSYCHOLOGIST = "psychologist", "Psychologist"
    SOCIAL_WORKER = "social_worker", "Social worker"
    SPEECH_THERAPIST = "slt", "Speech and language therapist"
    OTHER = "other", "Other"


class WorkingTerms(models.Model):
    """How much somebody works, what else takes their time, and which clients they suit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="terms")
    fte = models.DecimalField("full-time equivalent", max_digits=3, decimal_places=2, default=1)
    duties = models.PositiveSmallIntegerField("points for fixed duties", default=0)
    duties_words = models.CharField("what the fixed duties are", max_length=160, blank=True)
    started_on = models.DateField(null=True, blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    specialisms = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    area = models.CharField("base", max_length=80, blank=True, help_text="a place with its postcode district")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(fte__gt=0), name="somebody_on_the_terms_works")]

    def __str__(self) -> str:
        return f"{self.fte} FTE"
