"""The staff register: what shows that somebody may do this work, and until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models.people import User
from ui.ids import uuid7


class CheckKind(models.TextChoices):
    REGISTRATION = "registration", "Professional registration"
    MEMBERSHIP = "membership", "Membership"
    DBS = "dbs", "DBS check"
    INDEMNITY = "indemnity", "Indemnity insurance"
    FITNESS = "fitness", "Fitness declaration"


class Register(models.TextChoices):
    """Body and profession; the words before the comma are what a report prints."""

    HCPC_OT = "hcpc_ot", "HCPC, occupational therapist"
    HCPC_PHYSIO = "hcpc_physio", "HCPC, physiotherapist"
    HCPC_PSYCHOLOGIST = "hcpc_psychologist", "HCPC, practitioner psychologist"
    HCPC_SLT = "hcpc_slt", "HCPC, speech and language therapist"
    HCPC_DIETITIAN = "hcpc_dietitian", "HCPC, dietitian"
    HCPC_OTHER = "hcpc_other", "HCPC, another profession"
    NMC = "nmc", "NMC, nurse"
    SWE = "swe", "Social Work England, social worker"
    SCW = "scw", "Social Care Wales, social worker"
    SSSC = "sssc", "SSSC, social worker"
    NISCC = "niscc", "NISCC, social worker"
    OTHER = "other", "Another register"


class MemberOf(models.TextChoices):
    BABICM = "babicm", "BABICM"
    CMSUK = "cmsuk", "CMSUK"
    IRCM = "ircm", "IRCM"
    VRA = "vra", "VRA"
    OTHER = "other", "Another body"


class DbsLevel(models.TextChoices):
    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    ENHANCED_BARRED = "enhanced_barred", "Enhanced with barred lists"


class StaffCheckQuerySet(models.QuerySet["StaffCheck"]):
    def current(self) -> Self:
        """Neither renewed nor given up."""
        return self.filter(replaced_by=None, no_longer_on=None)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_active_staff(self) -> Self:
        return self.filter(person__is_active=True)

    def running_out(self, until: date, *, dbs_years: int) -> Self:
        """What will have run out by the end of a day, DBS checks by the age the practice allows."""
        return self.ended_by(until, issued=years_after(until, -dbs_years))

    def ended_by(self, until: date, *, issued: date) -> Self:
        old = Q(issued_on__lte=issued) & (Q(looked_up_on=None) | Q(looked_up_on__lte=issued))
        return self.filter(Q(ends_on__lte=until) | Q(kind=CheckKind.DBS) & old)

    def newest_first(self) -> Self:
        return self.order_by("kind", F("ends_on").desc(nulls_last=True), "-recorded_at", "pk")


class StaffCheck(models.Model):
    """One check of a member of staff as it was made; a renewal is a new one that replaces it, so the history stays.

    A DBS check has no end of its own: how old it may be is a setting of the practice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=CheckKind.choices)
    which = models.CharField(max_length=20, blank=True, help_text="a Register, a MemberOf or a DbsLevel")
    body = models.CharField(
        max_length=80, blank=True, help_text="as it is printed: the register, the body, the insurer"
    )
    detail = models.CharField("grade of membership, or what is covered", max_length=120, blank=True)
    number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    looked_up_on = models.DateField("update service checked on", null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    statement = models.TextField("what was declared, word for word", max_length=2000, blank=True)
    evidence = models.CharField("where the evidence is kept", max_length=300, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    no_longer_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StaffCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["registration", "indemnity", "fitness"]) | Q(ends_on__isnull=False),
                name="a_registration_an_indemnity_and_a_declaration_end",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["dbs", "fitness"]) | Q(issued_on__isnull=False),
                name="a_dbs_check_and_a_declaration_name_their_day",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="who_verified_a_check_and_when_together",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("person")), name="nobody_verifies_their_own_check"
            ),
        ]
        indexes = [models.Index(fields=["kind", "ends_on"], name="checks_by_their_end")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_current(self) -> bool:
        """Asks for `replaced_by`: a list selects it with the rest."""
        return self.no_longer_on is None and not hasattr(self, "replaced_by")

    @property
    def profession(self) -> str:
        """What the person is registered as, or nothing where the register alone does not say."""
        if self.kind != CheckKind.REGISTRATION or self.which in ("", Register.OTHER, Register.HCPC_OTHER):
            return ""
        return Register(self.which).label.partition(", ")[2]

    @property
    def title(self) -> str:
        if self.kind == CheckKind.DBS:
            return DbsLevel(self.which).label if self.which else "DBS check"
        if self.kind == CheckKind.FITNESS:
            return "Fit to practise"
        return ", ".join(filter(None, [self.body, self.profession or self.detail]))

    def runs_out_on(self, *, dbs_years: int) -> date | None:
        """The last day on which it counts; a DBS check counts from its issue, or from the last look at the service."""
        if self.kind != CheckKind.DBS or self.issued_on is None:
            return self.ends_on
        return years_after(max(self.issued_on, self.looked_up_on or self.issued_on), dbs_years)


class CpdQuerySet(models.QuerySet["CpdEntry"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(on__gte=first, on__lte=last)

    def newest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class CpdEntry(models.Model):
    """Something a member of staff learnt, and how long it took. The reflection is theirs: nobody else reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cpd")
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    reflection = models.TextField(max_length=4000, blank=True)
    evidence = models.CharField("where the evidence is kept", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = CpdQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="learning_takes_time")]
        indexes = [models.Index(fields=["person", "-on"], name="cpd_of_a_person")]

    def __str__(self) -> str:
        return f"CPD {self.pk}"


def years_after(on: date, years: int) -> date:
    """The same day some years on; for 29 February, the 28th where there is none."""
    day = 28 if (on.month, on.day) == (2, 29) and not _is_leap(on.year + years) else on.day
    return on.replace(year=on.year + years, day=day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
