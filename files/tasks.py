from celery import shared_task
from django.utils import timezone

from files import actions

MOST_IN_ONE_RUN = 50


@shared_task(name=actions.SCAN_TASK)
def scan_quarantined() -> None:
    """Has what is in quarantine scanned, one file after the other."""
    for _ in range(MOST_IN_ONE_RUN):
        if not actions.scan_next(now=timezone.now()):
            return


@shared_task(name="files.sweep")
def sweep() -> None:
    actions.sweep(now=timezone.now())
