"""The Celery app. Tasks carry ids only; what must happen is always a row in the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")

app = Celery("casemgmt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def sweep_at_start(sender: Any, **kwargs: Any) -> None:
    """Not to wait a minute for the first tick: `/healthz` is well only after a sweep."""
    sender.app.send_task("reminders.sweep_due", expires=55)


worker_ready.connect(sweep_at_start)
