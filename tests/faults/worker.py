"""The Celery app of the fault tests: the product's own, in a hurry. A lease lasts two seconds, a tick half of one.

RESEND=1 switches a protection off: what a dead worker had begun to send is simply due again. SILENT=1 another: no tick
comes by itself, so that what the broker loses is lost.
"""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from casemgmt.celery import app  # noqa: E402 - Django first
from reminders import actions, delivery_actions  # noqa: E402
from reminders.models import Reminder, State  # noqa: E402

app.conf.beat_schedule = {"sweep what is due": {"task": "reminders.sweep_due", "schedule": 0.5}}
app.conf.beat_max_loop_interval = 0.5
delivery_actions.LEASE, delivery_actions.LONGEST_MESSAGE = timedelta(seconds=2), timedelta(seconds=1)


def due_again(*, now):
    Reminder.objects.run_out(now).update(state=State.DUE, claimed_by="", lease_until=None)


if os.environ.get("RESEND"):
    actions.note_run_out = due_again
if os.environ.get("SILENT"):
    app.conf.beat_schedule = {}
