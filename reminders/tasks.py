from celery import shared_task
from django.utils import timezone

from reminders import actions, notice_actions


@shared_task(name="reminders.sweep_due")
def sweep_due() -> None:
    actions.sweep(now=timezone.now())


@shared_task(name="reminders.send_notices")
def send_notices() -> None:
    notice_actions.send_notices(now=timezone.now())
