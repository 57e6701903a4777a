"""What text may hold. One rule for every field: stored exactly as typed, or refused with a reason."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
_TURNS_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0]"
)


def storable(text: str) -> str:
    """The text without what no database or page can hold (NUL, lone surrogates); for drafts, which refuse nothing."""
    return re.sub(r"[\x00\ud800-\udfff]", "", text)


def is_blank(text: str) -> bool:
    """True for text in which nothing can be seen, zero-width characters included."""
    return not _INVISIBLE.sub("", text)


def check_text(text: str) -> None:
    """Raises ValidationError for control characters, lone surrogates and text that hides its direction."""
    if _NEVER.search(text):
        raise ValidationError("Remove the characters that cannot be shown. They may have come with a copied text.")
    if _TURNS_DIRECTION.search(text):
        raise ValidationError("Remove the hidden characters that turn the direction of the text.")


def check_line(text: str) -> None:
    """As check_text, for fields of one line."""
    check_text(text)
    if re.search(r"[\r\n\u2028\u2029\x85]", text):
        raise ValidationError("Enter this on one line.")


def search_words(*texts: str) -> list[str]:
    """The words of names and references as they are searched: lower case, without accents, in order, each once."""
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.translate(_PLAIN_LETTERS).replace("'", "").replace("’", "")
    return list(dict.fromkeys(re.findall(r"\w+", plain)))


_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
