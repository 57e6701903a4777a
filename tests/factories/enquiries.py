from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from practice.models import Enquiry, EnquiryDecision, Intake, IntakeStep
from tests.factories.accounts import UserFactory


class EnquiryFactory(DjangoModelFactory):
    """Came from a solicitor yesterday, to be acknowledged tomorrow."""

    class Meta:
        model = Enquiry

    class Params:
        late = factory.Trait(acknowledge_by=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=2)))

    source = "solicitor"
    firm = "Pike & Rowe Solicitors"
    contact_name = "Alison Rowe"
    email = "a.rowe@pikerowe.example"
    telephone = "01632 960455"
    their_reference = factory.Sequence(lambda n: f"AR/{n:04d}")
    given_name = "Jonah"
    family_name = factory.Sequence(lambda n: f"Ketteridge{n}")
    area = "Alderwren"
    asked = "An immediate needs assessment before discharge."
    injury = "Fell from a scaffold; head injury, broken pelvis."
    received_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    logged_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=23))
    logged_by = factory.SubFactory(UserFactory)
    acknowledge_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))


class EnquiryDecisionFactory(DjangoModelFactory):
    class Meta:
        model = EnquiryDecision

    enquiry = factory.SubFactory(EnquiryFactory)
    answer = "waiting"
    reason = "Nobody has room before the new year."
    look_again_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=9))
    at = factory.LazyFunction(timezone.now)
    by = factory.SelfAttribute("enquiry.logged_by")


class IntakeFactory(DjangoModelFactory):
    """Begun without an enquiry, and in hand."""

    class Meta:
        model = Intake

    worker = factory.SubFactory(UserFactory)
    begun_by = factory.SelfAttribute("worker")
    begun_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))


class IntakeStepFactory(DjangoModelFactory):
    """Who instructs, as somebody saved it: what allocation waits for."""

    class Meta:
        model = IntakeStep

    intake = factory.SubFactory(IntakeFactory)
    step = "party"
    values = factory.LazyFunction(
        lambda: {
            "instruction_kind": "single",
            "instructed_on": "2 Nov 2026",
            "track": "full",
            "party_role": "claimant_solicitor",
            "party_firm": "Pike & Rowe Solicitors",
            "party_contact": "Alison Rowe",
            "party_reads": "on",
            "party_pays": "on",
        }
    )
    saved_at = factory.LazyFunction(timezone.now)
    saved_by = factory.SelfAttribute("intake.worker")
