"""Sends a failed message again, and dies (F4) when the transaction is committed and the bell has not rung.

DIRECT=1 switches the protection off: the mail itself is what happens after the commit, and no row says so.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from django.core.mail import send_mail  # noqa: E402 - Django first
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from reminders import actions  # noqa: E402
from reminders.models import Reminder  # noqa: E402

reminder = Reminder.objects.select_related("person").get(pk=sys.argv[1])
with transaction.atomic():
    transaction.on_commit(lambda: os._exit(9))  # before whatever else waits for the commit
    if os.environ.get("DIRECT"):
        address = reminder.person.email
        transaction.on_commit(lambda: send_mail("Overdue", "Once more", None, [address]))
        reminder.delete()
    else:
        actions.send_again(reminder, by=reminder.person, now=timezone.now())
