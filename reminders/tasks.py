from celery import shared_task
from django.utils import timezone

from reminders import actions


@shared_task(name="reminders.sweep_due")
def sweep_due() -> None:
    actions.sweep(now=timezone.now())
