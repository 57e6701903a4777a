"""The people around a client: family, those who may decide for them, and those who know them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from clients.access import FileQuerySet
from clients.models.client import Client
from ui.ids import uuid7


class PersonRole(models.TextChoices):
    NEXT_OF_KIN = "next_of_kin", "Next of kin"
    FAMILY = "family", "Family or friend"
    DEPUTY = "deputy", "Deputy"
    ATTORNEY = "attorney", "Attorney"
    LITIGATION_FRIEND = "litigation_friend", "Litigation friend"
    GUARDIAN = "guardian", "Guardian (Scotland)"
    ADVOCATE = "advocate", "Advocate"
    GP = "gp", "GP"
    CLINICIAN = "clinician", "Treating clinician"
    SOCIAL_WORKER = "social_worker", "Social worker"
    EMPLOYER = "employer", "Employer"
    SCHOOL = "school", "School or college"
    SUPPORT_GROUP = "support_group", "Support group"
    OTHER = "other", "Other"


class Authority(models.TextChoices):
    NONE = "none", "None"
    PROPERTY_DEPUTY = "property_deputy", "Deputy for property and affairs"
    WELFARE_DEPUTY = "welfare_deputy", "Deputy for health and welfare"
    PROPERTY_ATTORNEY = "property_attorney", "Attorney for property and affairs"
    WELFARE_ATTORNEY = "welfare_attorney", "Attorney for health and welfare"
    APPOINTEE = "appointee", "Appointee for benefits"
    LITIGATION_FRIEND = "litigation_friend", "Litigation friend"
    PARENTAL = "parental", "Parental responsibility"
    FINANCIAL_GUARDIAN = "financial_guardian", "Financial guardian (Scotland)"
    WELFARE_GUARDIAN = "welfare_guardian", "Welfare guardian (Scotland)"
    CONTROLLER = "controller", "Controller (Northern Ireland)"


class MayBeTold(models.TextChoices):
    NOTHING = "nothing", "Nothing"
    ARRANGEMENTS = "arrangements", "Times and arrangements"
    PROGRESS = "progress", "How things are going"
    EVERYTHING = "everything", "Everything, as the client"


class PersonAroundQuerySet(FileQuerySet):
    def current(self) -> Self:
        return self.filter(ended_on=None)

    def may_be_contacted(self) -> Self:
        return self.filter(no_contact=False)


class PersonAround(models.Model):
    """Somebody around the client: who they are to them, what they may decide, and what they may be told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="people_around")
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=20, choices=PersonRole.choices)
    relation = models.CharField("who they are to the client", max_length=120, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    authority = models.CharField(max_length=20, choices=Authority.choices, default=Authority.NONE)
    authority_seen = models.CharField(max_length=300, blank=True, help_text="what was seen of it, when and by whom")
    authority_from = models.DateField(null=True, blank=True)
    authority_until = models.DateField(null=True, blank=True)
    may_be_told = models.CharField(max_length=20, choices=MayBeTold.choices, default=MayBeTold.NOTHING)
    told_note = models.CharField(max_length=500, blank=True, help_text="what they may not be told, and how to speak")
    no_contact = models.BooleanField(default=False)
    no_contact_reason = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonAroundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(no_contact=False) | ~Q(no_contact_reason=""), name="no_contact_says_why")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def who(self) -> str:
        """Role and, where it says more, who they are to the client: Next of kin, sister."""
        return ", ".join(filter(None, [self.get_role_display(), self.relation, self.organisation]))

    @property
    def has_authority(self) -> bool:
        return self.authority != Authority.NONE

    def authority_holds(self, on: date) -> bool:
        begun = self.authority_from is None or self.authority_from <= on
        return self.has_authority and begun and (self.authority_until is None or self.authority_until >= on)

    @property
    def is_told(self) -> bool:
        """More than times and arrangements: the client's consent, or an authority, has to stand behind it."""
        return self.may_be_told in (MayBeTold.PROGRESS, MayBeTold.EVERYTHING)
