"""What is kept of the search for matches: who looked, what was asked and found, and what was decided."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from clients.matching import Sought
from clients.models import Client


@transaction.atomic
def note_look(sought: Sought, *, by: User, now: datetime) -> None:
    """Keeps what somebody asked and all that was found, the hidden included: items for admins.

    To be called outside the transaction of a form that is refused because of what was found. The same question of the
    same person is kept once. Nothing is written where nothing was found.
    """


@transaction.atomic
def note_added(client: Client, sought: Sought, *, by: User, now: datetime) -> None:
    """As `note_look`, in the transaction that adds the client: binds the look to them, and notes that `by` went on."""
