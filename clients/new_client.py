"""What a form of a new client says, as the action that adds the client takes it."""

from collections.abc import Mapping
from typing import Any

from clients.actions import NewParty
from clients.sought import Firm, Sought


def added(given: Mapping[str, Any]) -> dict[str, Any]:
    """Instruction, parties, consents and lead, from the cleaned fields of NewClientForm or of the steps of an intake.

    What the form of a step does not ask is left as the models have it.
    """
    consent = consent_of(given)
    parties = [_party(given, "party", consent if given.get("consent_party") else None, instructs=True)]
    if not given["party_pays"]:
        parties.append(_party(given, "funder", consent if given.get("consent_funder") else None, pays=True))
    return {
        "instruction": {"kind": given["instruction_kind"], "starts_on": given["instructed_on"]} | _terms(given),
        "parties": parties,
        "provider_consent": consent if given.get("consent_providers") else None,
        "lead": given.get("lead"),
    }


def sought_by(given: Mapping[str, Any]) -> Sought:
    """What is asked of all files before another one is opened."""
    sides = [side for side in ("party", "funder") if given.get(f"{side}_firm")]
    references = (given.get(f"{side}_reference", "") for side in sides)
    return Sought(
        **{name: given.get(name, "") for name in ("given_name", "family_name", "preferred_name", "nhs_number")},
        born_on=given.get("born_on"),
        references=tuple(filter(None, references)),
        firms=tuple(_firm(given, side) for side in sides),
    )


def _firm(given: Mapping[str, Any], side: str) -> Firm:
    return Firm(given[f"{side}_firm"], given[f"{side}_role"], given[f"{side}_email"], given[f"{side}_contact"])


def consent_of(given: Mapping[str, Any]) -> dict[str, Any]:
    consent = {"given_on": given.get("consent_on"), "given_by": given.get("consent_by")}
    consent |= {"ends_on": given.get("consent_ends_on")}
    return consent | {name: given[f"consent_{name}"] for name in ("how", "given_as") if f"consent_{name}" in given}


def _terms(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("claim", "track", "style") if name in given}


def _party(
    given: Mapping[str, Any],
    prefix: str,
    consent: dict[str, Any] | None,
    *,
    instructs: bool = False,
    pays: bool = False,
) -> NewParty:
    return NewParty(
        role=given[f"{prefix}_role"],
        firm=given[f"{prefix}_firm"],
        contact_name=given[f"{prefix}_contact"],
        email=given[f"{prefix}_email"],
        telephone=given[f"{prefix}_telephone"],
        their_reference=given[f"{prefix}_reference"],
        instructs=instructs,
        pays=pays or bool(given.get(f"{prefix}_pays")),
        may_read_reports=given[f"{prefix}_reads"],
        consent=consent,
    )
