"""The keys by which the search for matches finds files: each a letter for its kind, and what two files must share."""

from collections.abc import Iterable, Iterator
from itertools import product

from clients.likeness import references_of, slips_of
from clients.models.instruction import PartyRole
from clients.names import codes_of, words_of
from clients.sought import Firm, Sought
from ui.text import search_words

MOST = 120  # of a key: what is longer is cut, alike for the file and for the question
NAME, BORN, NUMBER, REFERENCE, PERSON, CONTACT = "n", "b", "h", "r", "p", "c"
# On whose side of a claim a firm stands. A statutory body stands on neither.
SIDES = {
    PartyRole.CLAIMANT_SOLICITOR: "f",
    PartyRole.DEPUTY: "f",
    PartyRole.DEFENDANT_SOLICITOR: "a",
    PartyRole.INSURER: "a",
}
OTHER_SIDE = {"f": "a", "a": "f"}
FORMS = {"ltd", "limited", "llp", "plc", "inc", "co", "company", "uk", "the", "and", "group", "cic"}
FORMS |= {"solicitors", "solicitor", "lawyers", "legal", "law"}
# Mail that anybody may have says nothing about a firm.
EVERYBODYS = {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk"}
EVERYBODYS |= {"msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "aol.com", "proton.me"}
EVERYBODYS |= {"protonmail.com", "btinternet.com", "sky.com", "talktalk.net", "virginmedia.com", "nhs.net"}
EVERYBODYS |= {"nhs.uk", "nhs.scot", "gov.uk", "example.com", "example.org"}


def keys_of_file(person: Sought, contacts: Iterable[str] = ()) -> set[str]:
    """Under which keys a file is found. `contacts` are the names of people around the client."""
    keys = {*_names(person), *_numbers(person)}
    keys |= {_key(BORN, person.born_on.isoformat())} if person.born_on else set()
    keys |= {_key(PERSON, whole) for whole in wholes_of(person)}
    named = [*contacts, *(firm.contact for firm in person.firms)]
    keys |= {_key(CONTACT, whole) for whole in map(whole_of, named) if whole}
    return keys | {_key(side, firm) for side, firm in _sided(person.firms)}


def keys_of_person(sought: Sought) -> set[str]:
    """Where files of the same person may stand, or of their twin."""
    born = sought.born_on
    days = {born, *slips_of(born)} if born else set()
    return {*_names(sought), *_numbers(sought), *(_key(BORN, day.isoformat()) for day in days)}


def keys_of_conflict(sought: Sought) -> set[str]:
    """Where somebody of this name stands beside another client, and where a firm of this one stands against another."""
    keys = {_key(CONTACT, whole) for whole in wholes_of(sought)}
    keys |= {_key(PERSON, whole) for whole in map(whole_of, (firm.contact for firm in sought.firms)) if whole}
    return keys | {_key(OTHER_SIDE[side], firm) for side, firm in _sided(sought.firms)}


def whole_of(name: str) -> str:
    """A whole name in any order, for equality: a single word, or an initial with another, says too little."""
    words = sorted(words_of(name))
    return " ".join(words) if sum(len(word) > 1 for word in words) > 1 else ""


def wholes_of(person: Sought) -> set[str]:
    given = {person.given_name, person.preferred_name, *person.given_name.split()[:1]}
    return {whole_of(f"{one} {person.family_name}") for one in given if one} - {""}


def firm_of(name: str) -> str:
    """A firm's name as it is compared: Pike & Rowe Solicitors is Pike and Rowe LLP."""
    words = search_words(name)
    return " ".join([word for word in words if word not in FORMS] or words)


def domain_of(email: str) -> str:
    """What stands behind the @, where it belongs to one firm."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in EVERYBODYS else domain


def signs_of(firm: Firm) -> set[str]:
    """By what a firm is known again."""
    domain = domain_of(firm.email)
    return {one for one in (firm_of(firm.name), f"@{domain}" if domain else "") if one}


def _names(person: Sought) -> Iterator[str]:
    """Each first name with each last name, by their sound, whichever stands in which box."""
    given, family = words_of(person.given_name), words_of(person.family_name)
    if not family:
        given, family = given[:-1], given[-1:]
    given_codes = codes_of(given) | codes_of(words_of(person.preferred_name))
    family_codes = codes_of(family)
    if not given_codes:
        yield from (_key(NAME, code) for code in family_codes)
    for pair in product(given_codes, family_codes):
        yield _key(NAME, "|".join(sorted(pair)))


def _numbers(person: Sought) -> Iterator[str]:
    if person.nhs_number:
        yield _key(NUMBER, person.nhs_number)
    yield from (_key(REFERENCE, one) for one in references_of(person.references))


def _sided(firms: Iterable[Firm]) -> Iterator[tuple[str, str]]:
    for firm in firms:
        side = SIDES.get(PartyRole(firm.role)) if firm.role in PartyRole.values else None
        if side:
            yield from ((side, sign) for sign in signs_of(firm))


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value}"[:MOST]
