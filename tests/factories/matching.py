"""Keys of files, and what was found when somebody asked whether a person is known."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from clients.models import MatchKey, MatchLook, PossibleMatch
from clients.sought import Sought
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, days_ago


class MatchKeyFactory(DjangoModelFactory):
    class Meta:
        model = MatchKey

    client = factory.SubFactory(ClientFactory)
    key = factory.Sequence(lambda n: f"n:key|{n}")


class MatchLookFactory(DjangoModelFactory):
    """Somebody asked for a person and has not added them."""

    class Meta:
        model = MatchLook

    at = days_ago(1)
    by = factory.SubFactory(UserFactory)
    digest = factory.Sequence(lambda n: f"digest{n}")
    asked = factory.LazyFunction(lambda: Sought("Jonathan", "Ashby", born_on=date(1984, 3, 14)).asked)


class PossibleMatchFactory(DjangoModelFactory):
    """Waits for an admin."""

    class Meta:
        model = PossibleMatch

    look = factory.SubFactory(MatchLookFactory)
    client = factory.SubFactory(ClientFactory)
    finding = "person"
    reasons = "same date of birth; same name"
    score = 85
