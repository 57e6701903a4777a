from collections.abc import Iterator
from datetime import date
from typing import Any

from careplans.models import FundingDecision, Recommendation
from clients.models import Status
from reminders.models import Kind
from reminders.sources import DueRow


def due(until: date, clients: Any = None) -> Iterator[DueRow]:
    """Recommendations that nobody has answered, on the day the answer is due."""
    asked = Recommendation.objects.filter(answer_due_on__lte=until).exclude(client__status=Status.CLOSED)
    if clients is None:
        waiting = asked.undecided()
    else:  # a join would read every decision of the practice
        answered = FundingDecision.objects.filter(client__in=clients).values("recommendation")
        waiting = asked.filter(client__in=clients).exclude(pk__in=answered)
    for row in waiting.order_by("answer_due_on", "pk").values_list(
        "pk", "client_id", "client__reference", "answer_due_on"
    ):
        yield DueRow(Kind.DECISION, *row)
