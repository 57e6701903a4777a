import factory
from factory.django import DjangoModelFactory

from clients.models import CapacityAddendum, CapacityAssessment, DecisionForClient
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, day_ago, days_ago


class CapacityAssessmentFactory(DjangoModelFactory):
    """Found that the client cannot make this decision now."""

    class Meta:
        model = CapacityAssessment

    client = factory.SubFactory(ClientFactory)
    terms = "capacity"
    decision = "Whether to sign the tenancy"
    assessed_on = day_ago(20)
    assessed_by = "Priya Kaur, occupational therapist"
    why_now = "Signs what is put before her"
    support = "Three short meetings, pictures"
    understand = "yes"
    retain = "no"
    weigh = "no"
    communicate = "yes"
    evidence = "Next day did not know what rent is"
    everyday = "Lends money and forgets it"
    cause = "Injury of the frontal lobes"
    conclusion = "lacks"
    reasons = "Cannot hold the terms"
    author = factory.SubFactory(UserFactory)
    signed_at = days_ago(20)


class DecisionForClientFactory(DjangoModelFactory):
    class Meta:
        model = DecisionForClient

    client = factory.SubFactory(ClientFactory)
    assessment = factory.SubFactory(CapacityAssessmentFactory, client=factory.SelfAttribute("..client"))
    decided_on = day_ago(10)
    maker = "deputy"
    maker_name = "J. Hale"
    wishes = "Her own door"
    consulted = "Her mother"
    options = "Home, supported flat, tenancy"
    least_restrictive = "Can be undone"
    benefit = "Practises first"
    decided = "Supported flat"
    author = factory.SubFactory(UserFactory)
    signed_at = days_ago(10)


class CapacityAddendumFactory(DjangoModelFactory):
    class Meta:
        model = CapacityAddendum

    client = factory.SubFactory(ClientFactory)
    assessment = factory.SubFactory(CapacityAssessmentFactory, client=factory.SelfAttribute("..client"))
    number = factory.Sequence(lambda n: n + 1)
    text = "Her sister was there too"
    author = factory.SubFactory(UserFactory)
    signed_at = days_ago(5)
