from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from clients.models import Status
from reminders.models import Kind
from reminders.sources import DueRow
from reviews.models import Review
from ui.among import Among, listed
from ui.written import written


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    """The planned reviews that fall due by a day, of clients whose file is not closed."""
    for row in _rows(until, clients):
        yield DueRow(Kind.REVIEW, *row)


def _rows(until: date, clients: Any) -> Any:
    if isinstance(clients, Collection):
        return planned_of(until, listed(clients)) if clients else ()
    return planned(until) if clients is None else planned(until).filter(client__in=clients)


@written
def planned_of(until: date, clients: str) -> Any:
    return planned(until).filter(Among("client", clients))


def planned(until: date) -> Any:
    reviews = Review.objects.due_by(until).exclude(client__status=Status.CLOSED).order_by("due_on", "pk")
    return reviews.values_list("pk", "client_id", "client__reference", "due_on")
