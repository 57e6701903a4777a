"""Who instructs and pays in the shorter files."""

from typing import Any

from clients.actions import NewParty
from clients.models import PartyRole


def solicitor(firm: str, contact: str, reference: str, **rights: bool) -> NewParty:
    return _party(PartyRole.CLAIMANT_SOLICITOR, firm, contact, reference, instructs=True, **rights)


def insurer(firm: str, contact: str, reference: str, **rights: bool) -> NewParty:
    return _party(PartyRole.INSURER, firm, contact, reference, pays=True, **rights)


def deputy(firm: str, contact: str, reference: str, **rights: bool) -> NewParty:
    return _party(PartyRole.DEPUTY, firm, contact, reference, instructs=True, pays=True, **rights)


def themselves(name: str) -> NewParty:
    return _party(PartyRole.CLIENT, name, "", "", instructs=True, pays=True)


def _party(role: str, firm: str, contact: str, reference: str, **rights: Any) -> NewParty:
    domain = "".join(letter for letter in firm.lower().replace(" & ", "-").replace(" ", "-") if letter != "’")
    return NewParty(
        role=role,
        firm=firm,
        contact_name=contact,
        email=f"office@{domain}.example",
        their_reference=reference,
        **{"may_read_reports": True} | rights,
    )
