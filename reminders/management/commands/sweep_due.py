from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reminders import actions
from reminders.models import Reminder


class Command(BaseCommand):
    help = "One pass of the reminder sweep, as the worker makes it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        actions.sweep(now=timezone.now())
        waiting = Reminder.objects.mail().unsent().count()
        self.stdout.write(
            f"Swept. Mail waiting: {waiting}. For a person to look at: {Reminder.objects.undelivered().count()}."
        )
