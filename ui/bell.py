import logging
from threading import Thread

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

STALE_SECONDS = 55  # then the next tick has come anyway


def ring(task: str) -> None:
    """Wakes a worker, by the task's name, once the transaction is committed.

    The queue is only a doorbell: a ring that gets lost is logged, and the next tick finds the same rows. Nobody waits
    for it either: Redis takes seconds to be found away.
    """
    transaction.on_commit(lambda: Thread(target=_ring, args=(task,), name="bell", daemon=True).start())


def _ring(task: str) -> None:
    try:
        current_app.send_task(task, expires=STALE_SECONDS, retry=False)
    except Exception as problem:  # whatever a broker may raise, what the person did is saved and must be answered
        log.warning("The bell for %s did not ring: %s", task, problem)
