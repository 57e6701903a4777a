from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from careplans.models import FundingDecision, Recommendation
from clients.models import Status
from reminders.models import Kind
from reminders.sources import DueRow
from ui.among import Among, listed
from ui.written import written

COLUMNS = ("pk", "client_id", "client__reference", "answer_due_on")


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    """Recommendations that nobody has answered, on the day the answer is due."""
    for row in _rows(until, clients):
        yield DueRow(Kind.DECISION, *row)


def _rows(until: date, clients: Any) -> Any:
    if clients is None:
        return asked_by(until).undecided().values_list(*COLUMNS)
    if isinstance(clients, Collection):
        return unanswered_of(until, listed(clients)) if clients else ()
    answered = FundingDecision.objects.filter(client__in=clients).values("recommendation")
    return asked_by(until).filter(client__in=clients).exclude(pk__in=answered).values_list(*COLUMNS)


@written
def unanswered_of(until: date, clients: str) -> Any:
    """Without a join, which would read every decision of the practice."""
    answered = FundingDecision.objects.filter(Among("client", clients)).values("recommendation")
    return asked_by(until).filter(Among("client", clients)).exclude(pk__in=answered).values_list(*COLUMNS)


def asked_by(until: date) -> Any:
    return Recommendation.objects.filter(answer_due_on__lte=until).exclude(client__status=Status.CLOSED)
