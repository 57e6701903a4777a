"""How far two places are apart, by their postcodes alone: a rule of thumb, not a route."""

import re

from clients.models import Travel

_DISTRICT = re.compile(r"\b([A-Z]{1,2})([0-9][0-9A-Z]?)(?:\s*[0-9][A-Z]{2})?\b")


def district_of(text: str) -> tuple[str, str] | None:
    """Area and district of the last postcode, or part of one, in an address: ("AW", "2") of "Alderwren AW2 7HB"."""
    found = _DISTRICT.findall(text.upper())
    return found[-1] if found else None


def distance_band(base: str, address: str) -> Travel | None:
    """Near in the same postcode district, middle in the same area, else far; None where either is unknown."""
    here, there = district_of(base), district_of(address)
    if here is None or there is None:
        return None
    if here == there:
        return Travel.NEAR
    return Travel.MIDDLE if here[0] == there[0] else Travel.FAR
