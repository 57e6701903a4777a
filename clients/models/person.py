from django.db import models

from accounts.models import User
from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class Circumstances(models.Model):
    """The injury and the person in more than the client's details say: what an assessment of need has to regard."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="circumstances")
    mechanism = models.TextField("how it happened", max_length=2000, blank=True)
    witnessed = models.TextField("deaths or injuries of others", max_length=2000, blank=True)
    before = models.TextField("psychological and social life before", max_length=4000, blank=True)
    medication = models.TextField(max_length=4000, blank=True)
    clinicians = models.TextField("treating clinicians", max_length=4000, blank=True)
    daily_living = models.TextField(max_length=4000, blank=True)
    dependants = models.TextField("dependants at home", max_length=1000, blank=True)
    work = models.TextField("work and education", max_length=2000, blank=True)
    geography = models.TextField("where they live, and getting about", max_length=1000, blank=True)
    travel_minutes = models.PositiveSmallIntegerField("travel time one way", null=True, blank=True)
    language = models.CharField("first language", max_length=60, blank=True)
    interpreter = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Circumstances of {self.client_id}"


class HospitalPaper(models.TextChoices):
    PRESCRIPTION = "prescription", "Rehabilitation prescription"
    DISCHARGE = "discharge", "Discharge summary"
    IMAGING = "imaging", "Imaging reports"
    OPERATIONS = "operations", "Operation notes"
    MEDICATION = "medication", "Medication at discharge"
    THERAPY = "therapy", "Therapy reports"
    PSYCHOLOGY = "psychology", "Neuropsychology report"


class PaperState(models.TextChoices):
    REQUESTED = "requested", "Requested"
    RECEIVED = "received", "Received"
    NOT_NEEDED = "not_needed", "Not needed"


class HospitalDocument(models.Model):
    """One line of the checklist of hospital papers: asked for, received or not needed. No line: not asked for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="hospital_documents")
    paper = models.CharField(max_length=14, choices=HospitalPaper.choices)
    state = models.CharField(max_length=10, choices=PaperState.choices)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "paper"], name="one_line_per_client_and_paper")]

    def __str__(self) -> str:
        return self.get_paper_display()


PREFERS_NOT = ("not_said", "Prefers not to say")


class EqualityRecord(models.Model):
    """What a client said of themselves for equality monitoring, and adjustments they need; on no clinical page.

    An empty answer was not asked for; "prefers not to say" is an answer.
    """

    ETHNIC_GROUPS = (
        ("asian", "Asian or Asian British"),
        ("black", "Black, Black British, Caribbean or African"),
        ("mixed", "Mixed or multiple ethnic groups"),
        ("white", "White"),
        ("other", "Another ethnic group"),
        PREFERS_NOT,
    )
    RELIGIONS = (
        ("none", "No religion"),
        ("buddhist", "Buddhist"),
        ("christian", "Christian"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("other", "Another religion"),
        PREFERS_NOT,
    )
    GENDERS = (("woman", "Woman"), ("man", "Man"), ("other", "Another way"), PREFERS_NOT)
    ORIENTATIONS = (
        ("straight", "Straight or heterosexual"),
        ("gay", "Gay or lesbian"),
        ("bisexual", "Bisexual"),
        ("other", "Another orientation"),
        PREFERS_NOT,
    )
    DISABLED_BEFORE = (("yes", "Yes"), ("no", "No"), PREFERS_NOT)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="equality")
    ethnic_group = models.CharField(max_length=10, choices=ETHNIC_GROUPS, blank=True)
    religion = models.CharField("religion or belief", max_length=10, choices=RELIGIONS, blank=True)
    gender = models.CharField(max_length=10, choices=GENDERS, blank=True)
    orientation = models.CharField("sexual orientation", max_length=10, choices=ORIENTATIONS, blank=True)
    disabled_before = models.CharField("disabled before the injury", max_length=10, choices=DISABLED_BEFORE, blank=True)
    adjustments = models.TextField("adjustments they need from the practice", max_length=2000, blank=True)
    asked_on = models.DateField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Equality record of {self.client_id}"
