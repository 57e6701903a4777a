"""Fills an empty database with a practice of a given size, past the actions, for measurement."""

from datetime import datetime

from django.db import connection

from accounts.models import PracticeSettings
from clients.models import Client
from practice.load.files import FIRST_NUMBER, add_files
from practice.load.people import add_people
from practice.load.plans import add_plans
from practice.load.rounds import add_rounds
from practice.load.shape import Load


class NotEmpty(Exception): ...


def build(*, clients: int, records: int, staff: int, now: datetime) -> Load:
    """Raises NotEmpty in a database that holds clients: its rows did not come about by the actions."""
    if Client.objects.exists():
        raise NotEmpty("This database holds clients already. Load data goes into an empty one.")
    load = Load(clients=clients, records=records, staff=staff, now=now)
    add_people(load)
    add_files(load)
    add_plans(load)
    add_rounds(load)
    load.store.flush()
    load.store.set(PracticeSettings.current(), next_client_number=FIRST_NUMBER + clients)
    load.store.seal(now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return load
