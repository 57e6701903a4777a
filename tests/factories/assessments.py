from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import Assessment, Domain, Finding, MeasureResult, Need, Teller
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory


class AssessmentFactory(DjangoModelFactory):
    """Signed forty days ago, without findings and without its line in the timeline."""

    class Meta:
        model = Assessment

    client = factory.SubFactory(ClientFactory)
    assessed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=40))
    present = "Jon and Carol Ashby"
    summary = "Jon manages at home with prompts and does not go out alone."
    author = factory.SubFactory(UserFactory)
    signed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=40))


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    client = factory.SelfAttribute("assessment.client")
    assessment = factory.SubFactory(AssessmentFactory)
    domain = Domain.INDEPENDENCE
    found = "Loses track of steps when cooking."
    told_by = Teller.FAMILY
    told_by_detail = "Carol Ashby (mother)"
    strengths = "Follows a written list well."


class NeedFactory(DjangoModelFactory):
    """`client=` gives the need a finding and an assessment of that client."""

    class Meta:
        model = Need

    client = factory.SubFactory(ClientFactory)
    finding = factory.SubFactory(FindingFactory, assessment__client=factory.SelfAttribute("...client"))
    domain = Domain.INDEPENDENCE
    text = "To prepare a meal safely without somebody beside him"
    identified_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=40))


class MeasureResultFactory(DjangoModelFactory):
    """A WSAS of 17; with `alerting=True` a PHQ-9 whose alert nobody has answered."""

    class Meta:
        model = MeasureResult

    class Params:
        alerting = factory.Trait(
            measure="phq9",
            answers=[3, 3, 2, 2, 1, 1, 0, 0, 1],
            total=13,
            band="Moderate",
            alert="Item 9 (thoughts of self-harm) is above 0: ask about risk today and record what you did.",
        )

    client = factory.SubFactory(ClientFactory)
    measure = "wsas"
    taken_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    rater = Teller.CLIENT
    answers = factory.LazyFunction(lambda: [5, 3, 4, 2, 3])
    total = 17
    band = "Significant impairment"
    entered_by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
