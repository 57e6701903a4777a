"""What of a client's file itself falls due: risks and capacity to look at again, complaints to answer, promises."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import F

from clients.models import CapacityAssessment, Complaint, Promise, Risk, Status
from reminders.models import Kind
from reminders.sources import DueRow
from ui.among import Among, listed
from ui.written import written


def _source(kind: Kind, plainly: Callable[[date], Any]) -> Callable[..., Iterator[DueRow]]:
    """As `reminders` asks for it: for the whole practice, for a query of clients, or for some of them by id."""

    @written
    def of_some(until: date, clients: str) -> Any:
        return plainly(until).filter(Among("client", clients))

    def due(until: date, clients: Any = None) -> Iterator[DueRow]:
        if isinstance(clients, Collection):
            rows = of_some(until, listed(clients)) if clients else ()
        else:
            rows = plainly(until) if clients is None else plainly(until).filter(client__in=clients)
        for row in rows:
            yield DueRow(kind, *row)

    return due


def _rows(found: Any, column: str) -> Any:
    found = found.exclude(client__status=Status.CLOSED).annotate(on_day=F(column)).order_by("on_day", "pk")
    return found.values_list("pk", "client_id", "client__reference", "on_day")


def _risks(until: date) -> Any:
    return _rows(Risk.objects.to_review_by(until), "review_on")


def _capacity(until: date) -> Any:
    return _rows(CapacityAssessment.objects.to_review_by(until), "review_on")


def _complaints(until: date) -> Any:
    return _rows(Complaint.objects.to_answer_by(until), "answer_due_on")


def _promises(until: date) -> Any:
    return _rows(Promise.objects.due_by(until), "due_on")


risks_due = _source(Kind.RISK_REVIEW, _risks)
capacity_due = _source(Kind.CAPACITY, _capacity)
complaints_due = _source(Kind.COMPLAINT, _complaints)
promises_due = _source(Kind.PROMISE, _promises)
