"""Names as people spell, swap and shorten them: when two are the same, sound alike, or are neither."""

import re
from enum import IntEnum
from functools import lru_cache

from clients.nicknames import LONG_FORMS
from ui.text import search_words

TITLES = {"mr", "mrs", "ms", "miss", "master", "dr", "prof", "professor", "sir", "jr", "jnr", "snr", "junior", "senior"}
PARTICLES = {"van", "von", "der", "den", "de", "da", "di", "do", "del", "della", "dos", "du", "la", "le", "al", "el"}
PARTICLES |= {"bin", "bint", "binti", "ibn", "ap", "ter", "ten", "zu", "y"}
# What joins the word behind it: Mac Donald, O Brien.
JOINS = {"mac", "mc", "o"}
# How letters sound, the longer spelling before the shorter. Only what two spellings of one name differ in.
AT_THE_START = (("kn", "n"), ("gn", "n"), ("wr", "r"), ("ps", "s"), ("wh", "w"), ("x", "s"))
SOUNDS = (
    *(("chr", "kr"), ("sch", "x"), ("sh", "x"), ("tch", "k"), ("ch", "k"), ("ph", "f"), ("gh", ""), ("ck", "k")),
    *(("dg", "j"), ("th", "t"), ("mps", "ms"), ("qu", "kw"), ("q", "k"), ("y", "i")),
    *(("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("z", "s"), ("v", "f")),
)
VOWELS = (
    *(("ee", "i"), ("ea", "i"), ("ie", "i"), ("ei", "i"), ("oo", "u"), ("ou", "u"), ("ew", "u"), ("ue", "u")),
    *(("au", "o"), ("aw", "o"), ("oe", "o"), ("ai", "a"), ("ae", "a")),
)
SAME_CONSONANT = str.maketrans("bdg", "ptk")
MOST_WORDS = 6


class Like(IntEnum):
    """How two words of a name agree."""

    NO = 0
    SOUND = 1
    SAME = 2


def words_of(text: str) -> tuple[str, ...]:
    """The words of a first or last name that tell one person from another: no titles, no particles, O and Mac joined.

    A name that is made of such words alone (Le, Al) keeps them.
    """
    words = [word for word in search_words(text) if word not in TITLES] or search_words(text)
    joined: list[str] = []
    for word in words:
        joined[-1:] = [joined[-1] + word] if joined and joined[-1] in JOINS else [*joined[-1:], word]
    telling = [word for word in joined if word not in PARTICLES] or joined
    return tuple(_mac(word) for word in telling[:MOST_WORDS])


def _mac(word: str) -> str:
    return re.sub(r"^mac(?=\w{3})", "mc", "saint" if word == "st" else word)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A plain spelling of how a word sounds: Catherine and Kathryn come close, Stephen and Steven meet."""
    plain = re.sub(r"(.)\1+", r"\1", word) if not re.search("ee|oo", word) else word
    for spelt, heard in AT_THE_START:
        plain = re.sub(f"^{spelt}", heard, plain)
    for spelt, heard in SOUNDS:
        plain = plain.replace(spelt, heard)
    plain = plain[:1] + plain[1:].replace("h", "")
    for spelt, heard in VOWELS:
        plain = plain.replace(spelt, heard)
    plain = re.sub(r"(?<=\w\w)e$", "", re.sub(r"mb$", "m", plain))
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(maxsize=20_000)
def code(word: str) -> str:
    """What is left of the sound without its vowels: the same for all spellings that `alike` takes for one name."""
    heard = sound(word)
    first = "a" if heard[:1] in "aeiou" else heard[:1]
    rest = re.sub("[aeiou]", "", heard[1:])
    return f"{first}{rest}".translate(SAME_CONSONANT)


def codes_of(words: tuple[str, ...]) -> set[str]:
    """The codes under which a name is found: of its words, of what they shorten, and of all of them in one."""
    whole = ("".join(words),) if len(words) > 1 else ()
    longer = {form for word in words for form in LONG_FORMS.get(word, ())}
    return {code(word) for word in {*words, *whole, *longer} if len(word) > 1}


@lru_cache(maxsize=50_000)
def like(one: str, other: str) -> Like:
    """Whether two words may be one name: the same, a short form, another spelling or a slip of the hand."""
    if one == other:
        return Like.SAME
    if len(one) == 1 or len(other) == 1:
        return Like.NO
    if {one, *LONG_FORMS.get(one, ())} & {other, *LONG_FORMS.get(other, ())}:
        return Like.SOUND
    heard, other_heard = sound(one), sound(other)
    if heard[:1] != other_heard[:1]:
        return Like.NO
    by_ear = code(one) == code(other) and _close(heard, other_heard, free=4, step=2)
    by_hand = abs(len(one) - len(other)) < 2 and _close(one, other, free=5, step=3)  # Harris is not Harrison
    return Like.SOUND if by_ear or by_hand else Like.NO


def _close(one: str, other: str, *, free: int, step: int) -> bool:
    """Within so many slips: none below `free` letters, one from there on, and one more for every `step` letters."""
    longest = max(len(one), len(other))
    return slips(one, other) <= (0 if longest < free else 1 + (longest - free) // step)


def slips(one: str, other: str) -> int:
    """Letters added, left out, changed, or changed over with their neighbour (the distance of Damerau)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, theirs in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != theirs))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == theirs:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
