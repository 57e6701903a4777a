"""Points before and after clients change hands, on both sides."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import PracticeSettings, User
from practice.board_rows import room_words
from practice.caseload import caseload_of
from ui.charts import Bar
from ui.status import Status


@dataclass(frozen=True)
class PointsChange:
    """Of one person: points carried now and afterwards, against their limit."""

    name: str
    before: int
    after: int
    limit: int

    @property
    def bar(self) -> Bar:
        low = min(self.before, self.after)
        return (
            Bar(low, self.limit, committed=max(0, self.after - low))
            if self.after <= self.limit
            else Bar(self.after, self.limit)
        )

    @property
    def bar_words(self) -> str:
        return f"{self.name}: {self.before} points now, {self.after} afterwards, limit {self.limit}"

    @property
    def room(self) -> Status:
        return room_words(self.limit - self.after)


def points_changes(
    moves: Iterable[tuple[UUID, User | None, User]],
    *,
    cover: bool,
    seen_by: User,
    practice: PracticeSettings,
    now: datetime,
) -> list[PointsChange]:
    """By name, for moves of (client, giver, receiver). Cover comes on top for a while: nobody gives anything away."""
    moves = list(moves)
    people = caseload_of(seen_by, practice, now=now).people
    weights = {each.client.pk: each.weight.points for person in people for each in person.clients}
    moved: Counter[UUID] = Counter()
    for client_id, giver, receiver in moves:
        moved[receiver.pk] += weights.get(client_id, 0)
        if giver and not cover:
            moved[giver.pk] -= weights.get(client_id, 0)
    concerned = {receiver.pk for _, _, receiver in moves} | set(moved)
    return [
        PointsChange(person.user.name, person.load, person.load + moved[person.user.pk], person.limit)
        for person in people
        if person.user.pk in concerned
    ]
