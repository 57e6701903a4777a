"""What of a client's file itself falls due: risks and capacity to look at again, complaints to answer, promises."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value

from clients.models import CapacityAssessment, Complaint, HospitalDocument, PaperState, Promise, Risk, Status
from reminders.models import Kind
from reminders.sources import DueRow
from ui.among import Among, listed
from ui.written import written

HOSPITAL_PAPER = "hospital_paper"
COLUMNS = ("kind_of_row", "pk", "client_id", "client__reference", "on_day")


def _risks(until: date) -> Any:
    return _rows(Risk.objects.to_review_by(until), Kind.RISK_REVIEW, "review_on")


def _capacity(until: date) -> Any:
    return _rows(CapacityAssessment.objects.to_review_by(until), Kind.CAPACITY, "review_on")


def _complaints(until: date) -> Any:
    return _rows(Complaint.objects.to_answer_by(until), Kind.COMPLAINT, "answer_due_on")


def _promises(until: date) -> Any:
    return _rows(Promise.objects.due_by(until), Kind.PROMISE, "due_on")


def _rows(found: Any, kind: str, column: str) -> Any:
    return found.order_by().annotate(kind_of_row=Value(str(kind), output_field=CharField()), on_day=F(column))


def _source(*plainly: Callable[[date], Any]) -> Callable[..., Iterator[DueRow]]:
    """As `reminders` asks for it: for the whole practice, for a query of clients, or for some of them by id."""

    def united(until: date, **whose: Any) -> Any:
        found = [each(until).exclude(client__status=Status.CLOSED) for each in plainly]
        return _together([each.filter(*whose.get("some", ()), **whose.get("of", {})) for each in found])

    @written
    def of_some(until: date, clients: str) -> Any:
        return united(until, some=[Among("client", clients)])

    def due(until: date, clients: Any = None) -> Iterator[DueRow]:
        if isinstance(clients, Collection):
            rows = of_some(until, listed(clients)) if clients else ()
        else:
            rows = united(until) if clients is None else united(until, of={"client__in": clients})
        for row in rows:
            yield DueRow(*row)

    return due


def unfinished(clients: Collection[UUID]) -> Iterator[DueRow]:
    """All of it in these files, whenever it falls due, closed files too; and papers asked for, which have no day."""
    ever = [each(date.max) for each in (_risks, _capacity, _complaints, _promises)]
    ever.append(_rows(HospitalDocument.objects.filter(state=PaperState.REQUESTED), HOSPITAL_PAPER, "on"))
    for row in _together([each.filter(client__in=clients) for each in ever]):
        yield DueRow(*row)


def _together(parts: list[Any]) -> Any:
    """In the order of the day, so that two sweeps at once make their rows in one order."""
    first, *others = [part.values_list(*COLUMNS) for part in parts]
    return (first.union(*others, all=True) if others else first).order_by("on_day", "pk")


risks_due = _source(_risks)
capacity_due = _source(_capacity)
complaints_due = _source(_complaints)
promises_due = _source(_promises)
all_due = _source(_risks, _capacity, _complaints, _promises)  # one query for a page that shows them together
