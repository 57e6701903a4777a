"""How many clients somebody carries, and would carry after a change of hands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.models import User
from clients.models import Assignment, AssignmentKind, Client


@dataclass(frozen=True)
class LoadChange:
    """Of one person: clients led, and covered where that changes."""

    name: str
    led_before: int
    led_after: int
    covered_before: int
    covered_after: int

    @property
    def words(self) -> str:
        led = _moved(self.led_before, self.led_after, "client")
        if not (self.covered_before or self.covered_after):
            return led
        return f"{led}, covers {_moved(self.covered_before, self.covered_after, 'client')}"


def changes(
    pairs: Iterable[tuple[User | None, User]], *, cover: bool, seen_by: User, now: datetime
) -> list[LoadChange]:
    """Before and after of each person in the pairs of giver and receiver: one query, the reader's own door."""
    pairs = list(pairs)
    people = {person.pk: person for pair in pairs for person in pair if person}
    counts = _counts(people, seen_by, now)
    gets = Counter(receiver.pk for _, receiver in pairs)
    gives = Counter() if cover else Counter(giver.pk for giver, _ in pairs if giver)
    return [
        LoadChange(
            name=person.name,
            led_before=(led := counts[pk, AssignmentKind.LEAD]),
            led_after=led - gives[pk] + (0 if cover else gets[pk]),
            covered_before=(covered := counts[pk, AssignmentKind.COVER]),
            covered_after=covered + (gets[pk] if cover else 0),
        )
        for pk, person in sorted(people.items(), key=lambda item: item[1].name)
    ]


def led_by(seen_by: User, *, now: datetime) -> Counter[object]:
    """Open clients of each case manager, by id."""
    return Counter({pk: number for (pk, kind), number in _counts(None, seen_by, now).items() if kind == "lead"})


def _counts(people: Iterable[object] | None, seen_by: User, now: datetime) -> Counter[tuple[object, str]]:
    known = Client.objects.known_to(seen_by, now=now).open()
    spells = Assignment.objects.live(now).filter(client__in=known.values("pk"))
    spells = spells.filter(kind__in=[AssignmentKind.LEAD, AssignmentKind.COVER])
    if people is not None:
        spells = spells.filter(staff__in=list(people))
    rows = spells.values_list("staff", "kind").annotate(number=Count("pk"))
    return Counter({(staff, kind): number for staff, kind, number in rows})


def _moved(before: int, after: int, noun: str) -> str:
    plural = noun if after == 1 else f"{noun}s"
    return f"{after} {plural}" if before == after else f"{before} → {after} {plural}"
