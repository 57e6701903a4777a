from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import Domain
from careplans.models import (
    Answer,
    Category,
    FundingDecision,
    Goal,
    GoalRating,
    PlanAgreement,
    Recommendation,
    RecordGoal,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory
from tests.factories.clients import ClientFactory, PartyFactory
from tests.factories.records import ContactRecordFactory


def day_ago(days):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=days))


class PlanAgreementFactory(DjangoModelFactory):
    class Meta:
        model = PlanAgreement

    client = factory.SubFactory(ClientFactory)
    agreed_on = day_ago(30)
    agreed_with = "Jon Ashby"
    by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(timezone.now)


class GoalFactory(DjangoModelFactory):
    """An open goal, not rated, that starts at less than expected; `agreed=True` and `closed=True` are variants."""

    class Meta:
        model = Goal

    class Params:
        agreed = factory.Trait(agreed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)))
        closed = factory.Trait(closed_on=day_ago(2), closed_reason="Met")

    client = factory.SubFactory(ClientFactory)
    need = factory.SubFactory(NeedFactory, client=factory.SelfAttribute("..client"))
    number = factory.Sequence(lambda n: n + 1)
    domain = Domain.INDEPENDENCE
    title = "Cook a hot meal alone twice a week"
    own_words = "I want my mum to come for tea and me to make it."
    measured_by = "Meals in the kitchen diary"
    target_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    much_less = "Does not cook"
    less = "Cooks with somebody beside him"
    as_expected = "Cooks alone twice a week"
    better = "Cooks alone four times a week"
    much_better = "Plans, shops and cooks every day"
    baseline = -1
    set_on = day_ago(35)
    set_by = factory.SubFactory(UserFactory)


class GoalRatingFactory(DjangoModelFactory):
    class Meta:
        model = GoalRating

    client = factory.SelfAttribute("goal.client")
    goal = factory.SubFactory(GoalFactory)
    rated_on = day_ago(5)
    score = 0
    evidence = "The diary shows two meals in each of the last three weeks."
    evidence_kind = "fact"
    next_step = "Try a recipe with an oven"
    by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(timezone.now)


class RecordGoalFactory(DjangoModelFactory):
    class Meta:
        model = RecordGoal

    client = factory.SelfAttribute("goal.client")
    goal = factory.SubFactory(GoalFactory)
    record = factory.SubFactory(ContactRecordFactory, client=factory.SelfAttribute("..goal.client"))


class RecommendationFactory(DjangoModelFactory):
    """Twelve sessions for £1,080, asked ten days ago, not answered. `goals=[goal]` ties it to goals."""

    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    client = factory.SubFactory(ClientFactory)
    number = factory.Sequence(lambda n: n + 1)
    action = "Twelve sessions of occupational therapy at home"
    why = "Jon cooks safely only while somebody prompts him."
    options_considered = "A day centre kitchen: too far from how he lives."
    expected_outcome = "Cooks alone twice a week by spring."
    category = Category.THERAPY
    cost_pence = 108_000
    cost_basis = "12 sessions at £90"
    recommended_on = day_ago(10)
    asked = factory.SubFactory(PartyFactory, client=factory.SelfAttribute("..client"))
    answer_due_on = factory.LazyAttribute(lambda made: made.recommended_on + timedelta(days=21))
    by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def goals(self, create, goals, **_):
        if create and goals:
            self.goals.set(goals)


class FundingDecisionFactory(DjangoModelFactory):
    class Meta:
        model = FundingDecision

    client = factory.SelfAttribute("recommendation.client")
    recommendation = factory.SubFactory(RecommendationFactory)
    answer = Answer.APPROVED
    amount_pence = factory.SelfAttribute("recommendation.cost_pence")
    decided_on = day_ago(2)
    decided_by = "M. Field, Northgate Insurance"
    by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(timezone.now)
