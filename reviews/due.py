from collections.abc import Iterator
from datetime import date
from typing import Any

from clients.models import Status
from reminders.models import Kind
from reminders.sources import DueRow
from reviews.models import Review


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    """The planned reviews that fall due by a day, of clients whose file is not closed."""
    planned = Review.objects.due_by(until).exclude(client__status=Status.CLOSED).order_by("due_on", "pk")
    if clients is not None:
        planned = planned.filter(client__in=clients)
    for row in planned.values_list("pk", "client_id", "client__reference", "due_on"):
        yield DueRow(Kind.REVIEW, *row)
