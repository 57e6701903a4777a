"""What is arranged for the days to come: a client who changes hands, and leave with its cover."""

from datetime import datetime, time

from django.utils import timezone

from accounts.absence_actions import enter_absence
from accounts.models import AbsenceKind, User
from clients.cover_actions import cover
from clients.handover_actions import Move, hand_over
from clients.models import Assignment, Client, HandoverKind, HandoverLine
from clients.note_actions import confirm_note, mark_read
from practice.demo.days import Days

GOES_ON = -6  # days ago, so in six days
LEAVE = (-9, -16)
NOTE = {
    "where_things_stand": "Six hours of support a week are agreed. She wants back to choir and up her stairs.",
    "next_contact": "She expects a call in the first week, in the morning.",
    "risks": "Stairs: never alone.",
    "promises": "I said that choir stays in the plan whatever else is cut.",
    "people_to_call": "Her neighbour, who holds the key.",
}


def arrange(days: Days, staff: dict[str, User], *, now: datetime) -> None:
    _priya_read_what_daniel_wrote(days, staff)
    _omar_goes_to_sam(days, staff, now=now)
    _daniel_goes_on_leave(days, staff, now=now)


def _priya_read_what_daniel_wrote(days: Days, staff: dict[str, User]) -> None:
    line = HandoverLine.objects.get(client__given_name="Pauline")
    confirm_note(line, by=staff["daniel"], now=days.at(60, "16:20"), **NOTE)
    mark_read(line, collected={}, by=staff["priya"], now=days.at(57, "09:05"))


def _omar_goes_to_sam(days: Days, staff: dict[str, User], *, now: datetime) -> None:
    start = datetime.combine(days.on(GOES_ON), time.min)
    hand_over(
        [Move(Client.objects.get(given_name="Omar"), staff["priya"], staff["sam"])],
        kind=HandoverKind.REASSIGN,
        by=staff["amara"],
        now=now,
        starts_at=timezone.make_aware(start, timezone.get_default_timezone()),
        reason="Sam lives nearer",
    )


def _daniel_goes_on_leave(days: Days, staff: dict[str, User], *, now: datetime) -> None:
    """Priya covers for all of his clients but one, who is still to be arranged."""
    absence = enter_absence(
        staff["daniel"],
        kind=AbsenceKind.LEAVE,
        starts_on=days.on(LEAVE[0]),
        ends_on=days.on(LEAVE[1]),
        by=staff["amara"],
        now=now,
    )
    led = Assignment.objects.live(now).leads().filter(staff=staff["daniel"])
    clients = list(Client.objects.open().filter(pk__in=led.values("client")).order_by("reference"))
    cover(absence, dict.fromkeys(clients[:-1], staff["priya"]), by=staff["amara"], now=now)
