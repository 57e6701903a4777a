"""How likely two people are one person, with the reasons in words; and when they are more likely related."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from clients.names import Like, like, words_of
from clients.sought import Sought

THRESHOLD = 60
MOST = 100


class Finding(StrEnum):
    """What is thought of a match before anybody has decided."""

    PERSON = "person"
    RELATIVE = "relative"
    CONFLICT = "conflict"


class Name(StrEnum):
    SAME = "same name"
    ALIKE = "name alike"
    PART = "part of the name alike"
    INITIAL = "same last name and initial"
    FIRST = "same first name, another last name"
    ONE = "the one name that is known is part of the other"
    LAST = "same last name, another first name"
    OTHER = ""


class Birth(StrEnum):
    SAME = "same date of birth"
    SLIP = "dates of birth that differ by a slip of the hand"
    UNKNOWN = ""
    OTHER = "another date of birth"


class Number(StrEnum):
    SAME = "same NHS or CHI number"
    OTHER = "another NHS or CHI number"
    UNKNOWN = ""


NAME = {Name.SAME: 45, Name.ALIKE: 38, Name.PART: 28, Name.INITIAL: 25, Name.FIRST: 22}
NAME |= {Name.ONE: 22, Name.LAST: 20, Name.OTHER: 0}
BIRTH = {Birth.SAME: 40, Birth.SLIP: 25, Birth.UNKNOWN: 22, Birth.OTHER: -40}
NUMBER = {Number.SAME: 100, Number.OTHER: -20, Number.UNKNOWN: 0}
SAME_REFERENCE = 65
# Names that may belong to one person, and those that may belong to two of one family.
MAY_BE_ONE = {Name.SAME, Name.ALIKE, Name.PART, Name.INITIAL, Name.FIRST, Name.ONE}
MAY_BE_TWINS = {Name.SAME, Name.ALIKE, Name.PART, Name.INITIAL, Name.LAST}


@dataclass(frozen=True)
class Likeness:
    finding: Finding
    score: int
    reasons: tuple[str, ...]


def compare(sought: Sought, known: Sought) -> Likeness | None:
    """None where they are thought to be strangers."""
    name, birth, number = name_of(sought, known), birth_of(sought.born_on, known.born_on), number_of(sought, known)
    claim = bool(references_of(sought.references) & references_of(known.references))
    score = NAME[name] + BIRTH[birth] + NUMBER[number] + SAME_REFERENCE * claim
    reasons = tuple(filter(None, [number, birth, name, "same claim reference" if claim else ""]))
    if number is Number.SAME or (score >= THRESHOLD and name in MAY_BE_ONE):
        return Likeness(Finding.PERSON, min(max(score, THRESHOLD), MOST), reasons)
    if claim or (birth is Birth.SAME and name in MAY_BE_TWINS):
        return Likeness(Finding.RELATIVE, min(max(score, 0), MOST), reasons)
    return None


def name_of(one: Sought, other: Sought) -> Name:
    """The best that any way of reading the two names gives."""
    found = (_names(*pair) for pair in product(_readings(one), _readings(other)))
    return max(found, key=NAME.__getitem__, default=Name.OTHER)


@dataclass(frozen=True)
class Reading:
    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


def _readings(person: Sought) -> set[Reading]:
    """First names or the one they like, and names of several words also as one: Anne Marie as Annemarie."""
    families = {words_of(person.family_name)}
    given = {words_of(person.given_name), words_of(person.preferred_name)} - {()}
    if families == {()}:  # the whole name in one box
        families, given = {one[-1:] for one in given}, {one[:-1] for one in given if one[:-1]} or {()}
    families |= {("".join(one),) for one in families if len(one) > 1}
    given |= {("".join(one),) for one in given if len(one) > 1}
    return {Reading(*pair) for pair in product(given or {()}, families) if any(pair)}


def _names(one: Reading, other: Reading) -> Name:
    shorter, longer = sorted([one.words, other.words], key=len)
    pairs = _pairs(shorter, longer)
    if len(pairs) == len(shorter) and (len(shorter) > 1 or len(longer) == 1):
        return Name.SAME if all(pair is Like.SAME for pair in pairs) else Name.ALIKE
    first, last = _shared(one.given, other.given), _shared(one.family, other.family)
    if last and _initial(one.given, other.given):
        return Name.INITIAL
    if len(pairs) > 1:
        return Name.PART
    if first:
        return Name.FIRST
    if pairs and len(shorter) == 1:
        return Name.ONE
    return Name.LAST if last else Name.OTHER


def _pairs(shorter: tuple[str, ...], longer: tuple[str, ...]) -> list[Like]:
    """How the words agree, each with one of the other name, the best pairs first."""
    found = sorted(((like(word, theirs), word, theirs) for word, theirs in product(shorter, longer)), reverse=True)
    pairs, mine, yours = [], list(shorter), list(longer)
    for how, word, theirs in found:
        if how and word in mine and theirs in yours:
            mine.remove(word)
            yours.remove(theirs)
            pairs.append(how)
    return pairs


def _shared(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(like(word, other) for word, other in product(words, others))


def _initial(given: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One of the two first names is an initial, and the other begins with it."""
    if not given or not other or len(given[0]) > 1 < len(other[0]):
        return False
    return given[0][0] == other[0][0]


def birth_of(one: date | None, other: date | None) -> Birth:
    if one is None or other is None:
        return Birth.UNKNOWN
    if one == other:
        return Birth.SAME
    return Birth.SLIP if other in slips_of(one) else Birth.OTHER


def slips_of(day: date) -> set[date]:
    """The dates that one slip makes of a date: day and month changed over, one digit wrong, two neighbours swapped."""
    written = f"{day:%d%m}{day.year:04d}"
    found = {f"{written[2:4]}{written[:2]}{written[4:]}"}
    found |= {f"{written[:at]}{digit}{written[at + 1 :]}" for at in range(8) for digit in "0123456789"}
    found |= {f"{written[:at]}{written[at + 1]}{written[at]}{written[at + 2 :]}" for at in range(7)}
    return {one for one in map(_date, found) if one and one != day}


def _date(written: str) -> date | None:
    try:
        return date(int(written[4:]), int(written[2:4]), int(written[:2]))
    except ValueError:
        return None


def number_of(one: Sought, other: Sought) -> Number:
    if not one.nhs_number or not other.nhs_number:
        return Number.UNKNOWN
    return Number.SAME if one.nhs_number == other.nhs_number else Number.OTHER


def references_of(references: Iterable[str]) -> set[str]:
    """Claim references as they are compared: letters and figures, and enough of them to tell one claim from another."""
    plain = ("".join(letter for letter in one.upper() if letter.isalnum()) for one in references)
    return {one for one in plain if len(one) >= 5 and sum(letter.isdigit() for letter in one) >= 3}
