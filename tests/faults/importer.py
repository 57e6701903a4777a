"""Works on the tables of clients that wait, as a worker would. DIES_AFTER=20: it ends when so many clients are added.

TORN=1 switches the protection off: each statement stands for itself.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - Django first

from practice.importing import actions  # noqa: E402
from tests.faults.switches import transactions  # noqa: E402

add, added = actions._add, []


def add_and_die(*args, **story):
    reference = add(*args, **story)
    added.append(reference)
    if len(added) == int(os.environ["DIES_AFTER"]):
        os._exit(9)
    return reference


if os.environ.get("TORN"):
    transactions(None)
if os.environ.get("DIES_AFTER"):
    actions._add = add_and_die
actions.work_on_waiting(now=timezone.now())
