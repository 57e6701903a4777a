from celery import shared_task
from django.utils import timezone

from ui import actions


@shared_task(name="ui.forget_old_keys")
def forget_old_keys() -> None:
    actions.forget_old_keys(now=timezone.now())
