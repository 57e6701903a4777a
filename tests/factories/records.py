from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from records.models import Addendum, ContactKind, ContactRecord
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory


class ContactRecordFactory(DjangoModelFactory):
    """A visit three days ago, signed the same hour, without its line in the timeline."""

    class Meta:
        model = ContactRecord

    client = factory.SubFactory(ClientFactory)
    kind = ContactKind.VISIT
    happened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3))
    minutes = 55
    with_whom = "Carol Ashby (mother)"
    text = "Walked to the shop and back with one rest on the wall by the chapel."
    author = factory.SubFactory(UserFactory)
    signed_at = factory.LazyAttribute(lambda record: record.happened_at + timedelta(hours=1))


class AddendumFactory(DjangoModelFactory):
    class Meta:
        model = Addendum

    client = factory.SelfAttribute("record.client")
    record = factory.SubFactory(ContactRecordFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "The rest was on the bench, not the wall."
    author = factory.SubFactory(UserFactory)
    signed_at = factory.LazyFunction(timezone.now)
