"""Whether the practice knows somebody already, and whether taking them on brings a conflict of interest.

The search runs over all files. What it finds is shown to somebody only where they know the client; of the rest they
learn that there is something, in the same words whatever keeps them from it.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from clients.models import Client


class Finding(StrEnum):
    """What is thought of a match before anybody has decided."""

    PERSON = "person"
    RELATIVE = "relative"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Firm:
    """A firm on the new instruction. `role` is a PartyRole; it says on whose side the firm stands."""

    name: str
    role: str = ""
    email: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Sought:
    """Who is to become a client, as far as it is known: every part may be left out."""

    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    references: tuple[str, ...] = ()
    firms: tuple[Firm, ...] = ()

    @property
    def digest(self) -> str:
        """Tells one question from another: a tick of "It is somebody else" counts for the question it was put to."""
        return hashlib.sha256(DjangoJSONEncoder(sort_keys=True).encode(asdict(self)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Match:
    """One match as a page shows it: `client` only where the person knows them, or None for staff and providers."""

    finding: Finding
    name: str
    reasons: tuple[str, ...]
    score: int
    client: Client | None = None


@dataclass(frozen=True)
class Findings:
    """`hidden` says that there are matches whose client the person does not know, and no more."""

    shown: tuple[Match, ...] = ()
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.hidden or bool(self.shown)


def look(sought: Sought, *, staff: User, now: datetime) -> Findings:
    """What a page may show `staff` of everything that is like `sought`."""
    return Findings()
