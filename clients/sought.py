"""What is known of somebody before they are a client: the question that the search for matches answers."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Firm:
    """A firm on an instruction, or an organisation. `role` is a PartyRole; it says on whose side the firm stands."""

    name: str
    role: str = ""
    email: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Sought:
    """Somebody as far as they are known: every part may be left out.

    Also what the search compares with: a client's file put in the same words.
    """

    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    references: tuple[str, ...] = ()
    firms: tuple[Firm, ...] = ()

    @property
    def asked(self) -> dict[str, object]:
        """As it is kept with what was found."""
        return json.loads(json.dumps(asdict(self), default=date.isoformat))  # type: ignore[no-any-return]

    @property
    def digest(self) -> str:
        """Tells one question from another: a tick of "It is somebody else" counts for the question it was put to."""
        return hashlib.sha256(json.dumps(self.asked, sort_keys=True).encode(errors="surrogatepass")).hexdigest()[:32]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
