from celery import shared_task
from django.utils import timezone

from clients import handover_actions, merge_actions


@shared_task(name=handover_actions.MOVE_TASK)
def move_clients() -> None:
    handover_actions.move_waiting(now=timezone.now())


@shared_task(name="clients.take_along")
def take_along() -> None:
    merge_actions.take_along(now=timezone.now())
