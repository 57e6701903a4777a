"""One sweep as a process of its own: it waits for the file named on its command line, then sweeps with blocks of
one message, or of as many as BLOCK says.

UNCLAIMED=4 switches the protection off: rows are read and sent without being claimed first, and as many sweeps as the
number says wait for each other after their first look.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from reminders import actions, delivery_actions  # noqa: E402
from reminders.letters import escalation_id  # noqa: E402
from reminders.models import Reminder  # noqa: E402

delivery_actions.MESSAGES_IN_A_BLOCK = int(os.environ.get("BLOCK", "1"))


def unclaimed(worker, *, now):
    messages = [[row] for row in Reminder.objects.to_send(now).order_by("send_after", "id")[:1]]
    (go.parent / f"looked-{os.getpid()}").touch()
    while len(list(go.parent.glob("looked-*"))) < int(os.environ["UNCLAIMED"]):
        time.sleep(0.005)
    for (row,) in messages:
        row.message_id = escalation_id(row.pk)
    return messages


def begun_anyway(rows, *, worker, now):
    Reminder.objects.filter(pk=rows[0].pk).update(state="sending", claimed_by=worker)
    return True


if os.environ.get("UNCLAIMED"):
    delivery_actions.claim, delivery_actions.begin = unclaimed, begun_anyway
    delivery_actions.still_right = lambda messages, **_: messages

sys.stdout.write("ready\n")
sys.stdout.flush()
go = Path(sys.argv[1])
while not go.exists():
    time.sleep(0.005)
actions.sweep(
    now=datetime.fromtimestamp(go.stat().st_mtime, tz=UTC)
)  # one moment for all, so that all see the same rows
