"""Moves the clients who wait, as a worker would. DIES_AFTER=2 ends the process when it has begun so many spells.

TORN=1 switches the protection off: each statement stands for itself.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - Django first

from clients import spell_actions  # noqa: E402
from clients.handover_actions import move_waiting  # noqa: E402
from tests.faults.switches import transactions  # noqa: E402

begin, begun = spell_actions._begin, []


def begin_and_die(*args, **story):
    made = begin(*args, **story)
    begun.append(made)
    if len(begun) == int(os.environ["DIES_AFTER"]):
        os._exit(9)
    return made


if os.environ.get("TORN"):
    transactions(None)
if os.environ.get("DIES_AFTER"):
    spell_actions._begin = begin_and_die
move_waiting(now=timezone.now())
