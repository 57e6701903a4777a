from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from providers.models import Discipline, Provider, Referral, ReferralState, Service
from tests.factories.accounts import UserFactory
from tests.factories.careplans import RecommendationFactory
from tests.factories.clients import ClientFactory, ConsentFactory


def day_ago(days):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=days))


class ProviderFactory(DjangoModelFactory):
    """A physiotherapist whose registration and indemnity are in date; with `lapsed=True` the indemnity is not."""

    class Meta:
        model = Provider

    class Params:
        lapsed = factory.Trait(indemnity_ends_on=day_ago(1))

    name = factory.Sequence(lambda n: f"Cedar Physio {n}")
    discipline = Discipline.PHYSIOTHERAPY
    contact_name = "Ines Duarte"
    email = factory.Sequence(lambda n: f"desk{n}@cedarphysio.example")
    telephone = "0117 496 0333"
    area = "Bristol and Bath"
    registration_body = "HCPC"
    registration_number = "PH099881"
    registration_ends_on = day_ago(-200)
    indemnity_insurer = "Westcountry Mutual"
    indemnity_ends_on = day_ago(-200)


class ReferralFactory(DjangoModelFactory):
    """A letter that has not left, or `sent=True`, `accepted=True`, `declined=True`. `goals=[goal]` ties it to goals."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        sent = factory.Trait(
            state=ReferralState.SENT,
            sent_on=day_ago(16),
            consent=factory.SubFactory(ConsentFactory, client=factory.SelfAttribute("..client")),
        )
        answered = factory.Trait(sent=True, answered_on=day_ago(9))
        accepted = factory.Trait(answered=True, state=ReferralState.ACCEPTED)
        declined = factory.Trait(
            answered=True, state=ReferralState.DECLINED, answer_reason="The waiting list is closed until spring."
        )

    client = factory.SubFactory(ClientFactory)
    provider = factory.SubFactory(ProviderFactory)
    recommendation = factory.SubFactory(RecommendationFactory, client=factory.SelfAttribute("..client"))
    reason = "Weekly physiotherapy to walk outdoors without help."
    shared = "The needs assessment and the gait analysis of spring."
    written_on = day_ago(20)
    by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def goals(self, create, goals, **_):
        if create and goals:
            self.goals.set(goals)


class ServiceFactory(DjangoModelFactory):
    """In place for a week, without an end; with `ended=True` it ended yesterday."""

    class Meta:
        model = Service

    class Params:
        ended = factory.Trait(ended_on=day_ago(1), end_reason="The goal is met.")

    client = factory.SelfAttribute("referral.client")
    referral = factory.SubFactory(ReferralFactory, accepted=True)
    provider = factory.SelfAttribute("referral.provider")
    title = "Physiotherapy at home, weekly"
    sessions_agreed = 12
    cost_agreed_pence = 108_000
    starts_on = day_ago(7)
    by = factory.SubFactory(UserFactory)
