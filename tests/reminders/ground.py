"""Files with reviews that fall due, for the tests of reminders."""

from datetime import timedelta

from django.utils import timezone

from accounts.roles import Role
from reviews.models import Review
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def review_due(days, *, lead, client=None):
    """A planned review so many days from today, of a client whom `lead` carries."""
    client = client or ClientFactory()
    AssignmentFactory(client=client, staff=lead)
    return Review.objects.create(client=client, due_on=in_days(days))


def supervisor_of(case_manager, **named):
    person = UserFactory(roles=[Role.SUPERVISOR], **named)
    SupervisionFactory(supervisor=person, supervisee=case_manager)
    return person
