from celery import shared_task
from django.utils import timezone

from practice import heads
from practice.importing import actions as imports
from practice.packs import actions as packs

MOST_PACKS_IN_ONE_RUN = 20


@shared_task(name="practice.seal_audit")
def seal_audit() -> None:
    heads.seal(now=timezone.now())


@shared_task(name=packs.RENDER_TASK)
def render_packs() -> None:
    """Makes the due diligence packs that were asked for, one after the other."""
    for _ in range(MOST_PACKS_IN_ONE_RUN):
        if not packs.render_next(now=timezone.now()):
            return


@shared_task(name=imports.WORK_TASK)
def work_on_imports() -> None:
    imports.work_on_waiting(now=timezone.now())


@shared_task(name="practice.forget_imports")
def forget_imports() -> None:
    imports.forget_run_out(now=timezone.now())
