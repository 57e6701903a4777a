"""What is unfinished, so that nobody leaves and no file closes over it: handed in at start by `casemgmt/wiring.py`.

The packages that know stand above those that ask, so they hand their functions in instead of being imported.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class OpenWork:
    """One thing that somebody still has to finish or to take on.

    Practice admins read `words`: they hold a kind and a date, and nothing of what a file says.
    """

    kind: str
    words: str
    client_id: UUID | None = None
    client_reference: str = ""
    url: str = ""
    goes_to: str = ""  # to whom it goes, or would go, outside the practice; see clients.models.Recipient.key


OfPerson = Callable[[UUID, datetime], Iterable[OpenWork]]
OfClients = Callable[[Collection[UUID], datetime], Iterable[OpenWork]]


@dataclass
class Given:
    of_person: Sequence[OfPerson] = ()
    of_clients: Sequence[OfClients] = ()


given = Given()


def hand_in(*, of_person: Sequence[OfPerson], of_clients: Sequence[OfClients]) -> None:
    given.of_person, given.of_clients = of_person, of_clients


def open_work_of_person(person: UUID, *, now: datetime) -> list[OpenWork]:
    """What names this person and is not finished: it needs a new owner before they leave."""
    return [work for source in given.of_person for work in source(person, now)]


def open_work_of_clients(clients: Collection[UUID], *, now: datetime) -> list[OpenWork]:
    """What is not finished in these files, whoever began it: it goes with the client."""
    return [work for source in given.of_clients for work in source(clients, now)]
