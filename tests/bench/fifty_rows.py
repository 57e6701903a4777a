"""The thousand reminders that go out while fifty people work."""

from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django has to be set up first

from reminders.models import Reminder, State  # noqa: E402
from reviews.models import Review  # noqa: E402

LATE = 10


def fall_due():
    """Every client's review is so late that each of them is a mail of its own to the supervisor."""
    Review.objects.planned().update(due_on=timezone.localdate() - timedelta(days=LATE))


def print_sent():
    print(Reminder.objects.mail().filter(state=State.SENT, stage="escalated").count())
