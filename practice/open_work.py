"""What of the practice's own records waits for somebody: the files they are setting up."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from practice.models import Intake
from ui.dates import day
from ui.open_work import OpenWork


def open_work_of_person(person: UUID, now: datetime) -> Iterator[OpenWork]:
    for intake in Intake.objects.unfinished().filter(worker=person).order_by("begun_at", "pk"):
        url = intake.get_absolute_url()
        yield OpenWork("intake", f"File being set up since {day(intake.begun_at)}", url=url)
