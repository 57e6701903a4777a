"""Providers of the directory that may have an interest in somebody who is to become a client."""

from collections.abc import Iterator

from clients.match_keys import signs_of, whole_of, wholes_of
from clients.matching import CONFLICT_SCORE, Finding, Firm, Match, Sought
from providers.models import Provider


def providers_like(sought: Sought) -> Iterator[Match]:
    """One query over the directory, which holds some hundreds of rows: its names are compared here."""
    wholes = wholes_of(sought)
    contacts = {whole_of(firm.contact) for firm in sought.firms} - {""}
    signs = {sign for firm in sought.firms for sign in signs_of(firm)}
    if not (wholes or contacts or signs):
        return
    for name, contact, email in Provider.objects.order_by("name", "pk").values_list("name", "contact_name", "email"):
        reasons = []
        if whole_of(contact) in wholes or whole_of(name) in wholes:
            reasons.append("a provider has the new client's name")
        if whole_of(contact) in contacts:
            reasons.append("a contact of the new instruction is named like the contact of a provider")
        if signs & signs_of(Firm(name, email=email)):
            reasons.append("a firm of the new instruction is, or shares its e-mail domain with, a provider")
        if reasons:
            yield Match(Finding.CONFLICT, CONFLICT_SCORE, tuple(reasons), named=f"Provider: {name}")
