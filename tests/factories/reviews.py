from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from providers.models import Effect
from reviews.models import Outlook, Review, ReviewedGoal, ReviewRhythm, ServiceEffect
from tests.factories.accounts import UserFactory
from tests.factories.careplans import GoalRatingFactory
from tests.factories.clients import ClientFactory
from tests.factories.providers import ServiceFactory


def day_ago(days):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=days))


class ReviewRhythmFactory(DjangoModelFactory):
    class Meta:
        model = ReviewRhythm

    client = factory.SubFactory(ClientFactory)
    weeks = 12
    agreed_with = "Jon Ashby"
    agreed_on = day_ago(60)
    by = factory.SubFactory(UserFactory)
    entered_at = factory.LazyFunction(timezone.now)


class ReviewFactory(DjangoModelFactory):
    """The client's planned review, due in ten days; with `finished=True` one that was finished twelve days ago."""

    class Meta:
        model = Review

    class Params:
        finished = factory.Trait(
            due_on=day_ago(14),
            held_on=day_ago(12),
            present="Jon and his mother Carol",
            changed="He cooks alone most weeks now.",
            unchanged="Travel by bus is where it was, for the route closed.",
            next_steps="Practise the new bus route with the support worker.",
            finished_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=12)),
            by=factory.SubFactory(UserFactory),
        )

    client = factory.SubFactory(ClientFactory)
    due_on = day_ago(-10)


class ReviewedGoalFactory(DjangoModelFactory):
    class Meta:
        model = ReviewedGoal
        django_get_or_create = ("rating",)

    client = factory.SelfAttribute("rating.client")
    rating = factory.SubFactory(GoalRatingFactory)
    review = factory.SubFactory(ReviewFactory, finished=True, client=factory.SelfAttribute("..rating.client"))


class ServiceEffectFactory(DjangoModelFactory):
    class Meta:
        model = ServiceEffect
        django_get_or_create = ("review", "service")

    client = factory.SelfAttribute("service.client")
    service = factory.SubFactory(ServiceFactory)
    review = factory.SubFactory(ReviewFactory, finished=True, client=factory.SelfAttribute("..service.client"))
    effect = Effect.HELPING
    outlook = Outlook.CONTINUE
    comment = "Walks to the corner with one stick."
