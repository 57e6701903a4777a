"""How much load data there is and how it lies in time. The same numbers give the same practice each time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from audit.actions import canonical, digest_of
from audit.models import AuditEvent
from clients.models import EntryKind, TimelineEntry
from practice.load.store import Store
from practice.load.words import SENTENCES

DAYS = 720  # how far back the newest file begins
REVIEWS = 4  # finished ones of each client; a fifth is planned
WEEKS = 12

NOTHING = UUID(int=0)


@dataclass
class Goal:
    id: UUID
    number: int
    title: str
    is_open: bool


@dataclass
class File:
    """What the later rounds need to know of a client."""

    id: UUID
    reference: str
    status: str
    lead: User
    opened: date
    funder: tuple[UUID, str] = (NOTHING, "")
    consent: UUID = NOTHING
    goals: list[Goal] = field(default_factory=list)
    service: UUID = NOTHING
    next_review_on: date = date.min
    last_record_on: date = date.min


@dataclass
class Load:
    """A load being made: its numbers, its clock, its store, and what has been made so far."""

    clients: int
    records: int
    staff: int
    now: datetime
    store: Store = field(default_factory=Store)
    random: Random = field(default_factory=lambda: Random(20_261_122))  # noqa: S311 - made-up data
    files: list[File] = field(default_factory=list)
    managers: list[User] = field(default_factory=list)
    admin: User | None = None
    providers: list[tuple[UUID, str]] = field(default_factory=list)
    made: int = 0

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def id(self, at: datetime) -> UUID:
        """A time-ordered UUID of that moment; a counter keeps ids of one moment apart and in order."""
        self.made += 1
        milliseconds = int(at.timestamp() * 1000)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62 | self.made)

    def moment(self, on: date) -> datetime:
        """Some minute of a working day."""
        return datetime(on.year, on.month, on.day, self.random.randrange(8, 17), self.random.randrange(60), tzinfo=UTC)

    def noon(self, on: date) -> datetime:
        """What stands for "time not known" in the timeline."""
        return datetime(on.year, on.month, on.day, 12, tzinfo=timezone.get_default_timezone()).astimezone(UTC)

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    @property
    def rounds(self) -> int:
        """Contact records of each client."""
        return max(1, self.records // self.clients)

    @property
    def days_between(self) -> int:
        return max(1, (DAYS - 60) // self.rounds)

    def text(self, sentences: int) -> str:
        return " ".join(self.random.choices(SENTENCES, k=sentences))

    def event(
        self, verb: str, kind: str, pk: UUID, *, by: User, at: datetime, file: File, fields: list[str] | None = None
    ) -> None:
        """What audit.actions.record writes, as a row."""
        row = AuditEvent(
            at=at,
            verb=verb,
            actor_id=str(by.pk),
            actor=by.name,
            target_kind=kind,
            target_id=str(pk),
            client=file.reference,
            fields=sorted(fields or []),
        )
        text = canonical(row)
        columns = {name: getattr(row, name) for name in ("at", "verb", "actor_id", "actor", "target_kind", "target_id")}
        self.store.add(
            AuditEvent, **columns, client=row.client, fields=row.fields, origin="", text=text, digest=digest_of(text)
        )

    def tell(
        self,
        file: File,
        kind: EntryKind,
        title: str,
        *,
        at: datetime | date,
        by: User,
        entered_at: datetime,
        icon: str = "dot",
        excerpt: str = "",
        source: tuple[str, UUID] | None = None,
    ) -> None:
        """What clients.timeline_actions.add_entry writes, as a row."""
        route, target = (source[0], str(source[1])) if source else ("", "")
        self.store.add(
            TimelineEntry,
            id=self.id(entered_at),
            client_id=file.id,
            at=at if isinstance(at, datetime) else self.noon(at),
            has_time=isinstance(at, datetime),
            entered_at=entered_at,
            kind=str(kind),
            icon=icon,
            title=title[:200],
            excerpt=excerpt if len(excerpt) <= 300 else f"{excerpt[:299]}…",
            by_name=by.name,
            route=route,
            target=target,
        )
