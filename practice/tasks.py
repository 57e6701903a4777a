from celery import shared_task
from django.utils import timezone

from practice import heads


@shared_task(name="practice.seal_audit")
def seal_audit() -> None:
    heads.seal(now=timezone.now())
