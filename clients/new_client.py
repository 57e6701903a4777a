from typing import Any

from clients.actions import NewParty
from clients.forms import NewClientForm


def everything_of(form: NewClientForm) -> dict[str, Any]:
    """The form's fields as `add_client` takes them."""
    given = form.cleaned_data
    consent = {"given_on": given["consent_on"], "given_by": given["consent_by"], "ends_on": given["consent_ends_on"]}
    parties = [_party(given, "party", consent if given["consent_party"] else None, instructs=True)]
    if not given["party_pays"]:
        parties.append(_party(given, "funder", consent if given["consent_funder"] else None, pays=True))
    return {
        "person": form.person,
        "instruction": {"kind": given["instruction_kind"], "starts_on": given["instructed_on"]},
        "parties": parties,
        "provider_consent": consent if given["consent_providers"] else None,
        "lead": given.get("lead"),
    }


def _party(
    given: dict[str, Any], prefix: str, consent: dict[str, Any] | None, *, instructs: bool = False, pays: bool = False
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
