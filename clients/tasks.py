from celery import shared_task
from django.utils import timezone

from clients import handover_actions


@shared_task(name=handover_actions.MOVE_TASK)
def move_clients() -> None:
    handover_actions.move_waiting(now=timezone.now())
