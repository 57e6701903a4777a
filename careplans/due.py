from collections.abc import Iterator
from datetime import date

from careplans.models import Recommendation
from clients.models import Status
from reminders.models import Kind
from reminders.sources import DueRow


def due(until: date) -> Iterator[DueRow]:
    """Recommendations that nobody has answered, on the day the answer is due."""
    waiting = Recommendation.objects.undecided().filter(answer_due_on__lte=until).exclude(client__status=Status.CLOSED)
    for row in waiting.values_list("pk", "client_id", "client__reference", "answer_due_on"):
        yield DueRow(Kind.DECISION, *row)
