import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reminders.models import Channel, Kind, Reminder, Stage, Sweep
from tests.factories.accounts import UserFactory
from ui.ids import uuid7


class ReminderFactory(DjangoModelFactory):
    """Mail that is due now; `client=` fills in whose file it is about."""

    class Meta:
        model = Reminder

    class Params:
        client = None

    kind = Kind.REVIEW
    subject_id = factory.LazyFunction(uuid7)
    client_id = factory.LazyAttribute(lambda made: made.client.pk if made.client else uuid7())
    client_reference = factory.LazyAttribute(lambda made: made.client.reference if made.client else "CM-0001")
    due_on = factory.LazyFunction(timezone.localdate)
    stage = Stage.ON_THE_DAY
    person = factory.SubFactory(UserFactory)
    channel = Channel.MAIL
    send_after = factory.LazyFunction(timezone.now)
    made_at = factory.LazyFunction(timezone.now)


class SweepFactory(DjangoModelFactory):
    class Meta:
        model = Sweep
        django_get_or_create = ("id",)

    id = 1
    finished_at = factory.LazyFunction(timezone.now)
    swept_through = factory.LazyFunction(timezone.localdate)
