"""All that somebody who leaves would leave behind, as far as the reader may know of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.models import Supervision, User
from accounts.open_work import supervisees_of
from clients.models import Assignment, AssignmentKind, Client
from clients.open_work import drafts_of, handovers_of, links_of, spells_of
from ui.open_work import OpenWork, open_work_of_clients


@dataclass
class LeftFile:
    """A client, what is unfinished there, and how the leaver works on the file: as lead, beside them, or no more."""

    client: Client
    lead: Assignment | None = None
    beside: list[Assignment] = field(default_factory=list)
    work: list[OpenWork] = field(default_factory=list)
    drafts: int = 0
    links: int = 0


@dataclass(frozen=True)
class Left:
    """`to_come` are clients whose handover to or from the leaver is planned or under way: that comes first."""

    files: list[LeftFile]
    to_come: list[Client]
    supervisions: list[Supervision]

    @property
    def led(self) -> list[LeftFile]:
        return [file for file in self.files if file.lead]

    @property
    def not_led(self) -> list[LeftFile]:
        return [file for file in self.files if not file.lead]


def left_by(person: User, *, seen_by: User, now: datetime) -> Left:
    """A fixed number of queries, however many clients. What the reader may not know of is not in it."""
    known = Client.objects.known_to(seen_by, now=now).values("pk")
    spells = list(spells_of(person.pk, now).filter(client__in=known))
    leads = [spell for spell in spells if spell.kind == AssignmentKind.LEAD]
    planned = [spell for spell in leads if spell.starts_at > now or spell.ends_at is not None]
    files: dict[UUID, LeftFile] = {}
    for spell in spells:
        if spell in planned:
            continue
        file = files.setdefault(spell.client_id, LeftFile(spell.client))
        if spell.kind == AssignmentKind.LEAD:
            file.lead = spell
        else:
            file.beside.append(spell)
    for link in links_of(person.pk, now).filter(client__in=known).order_by("ends_at", "pk"):
        files.setdefault(link.client_id, LeftFile(link.client)).links += 1
    _add_work(files, person, now)
    moving = [line.client for line in handovers_of(person.pk).filter(client__in=known)]
    waiting = list(dict.fromkeys([*(spell.client for spell in planned), *moving]))
    return Left(list(files.values()), waiting, list(supervisees_of(person.pk, now)))


def _add_work(files: dict[UUID, LeftFile], person: User, now: datetime) -> None:
    work: dict[UUID | None, list[OpenWork]] = defaultdict(list)
    for row in open_work_of_clients([pk for pk, file in files.items() if file.lead], now=now):
        work[row.client_id].append(row)
    drafts: dict[str, int] = defaultdict(int)
    for reference in drafts_of(person.pk, now).values_list("client", flat=True):
        drafts[reference] += 1
    for pk, file in files.items():
        file.work = work[pk]
        file.drafts = drafts[file.client.reference]
