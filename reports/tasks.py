from celery import shared_task
from django.utils import timezone

from reports import actions

MOST_IN_ONE_RUN = 50


@shared_task(name=actions.RENDER_TASK)
def render_queued() -> None:
    """Renders what is queued, one after the other."""
    for _ in range(MOST_IN_ONE_RUN):
        if not actions.render_next(now=timezone.now()):
            return
