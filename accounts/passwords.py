"""Refuses passwords that are long only because something short and well known was written out twice."""

import re
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.models import PracticeSettings

# Words of our own field that a guesser would try first. The practice's name and the person's own are added.
OURS = (
    "case",
    "management",
    "manager",
    "rehabilitation",
    "rehab",
    "client",
    "supervisor",
    "practice",
    "admin",
    "report",
)
LEFT_OVER = 8  # letters that must remain once such words, years and repetitions are taken out
LOOKS_LIKE = str.maketrans({"@": "a", "0": "o", "1": "l", "3": "e", "$": "s", "5": "s"})


class NotWellKnown:
    """Takes well-known passwords, words of the practice and repetitions out; what is left must still be long."""

    def validate(self, password: str, user: Any = None) -> None:
        if min(len(_rest(spelling, _words(user))) for spelling in _spellings(password)) < LEFT_OVER:
            raise ValidationError(
                "Choose words that have nothing to do with you, the practice or each other. "
                "This is made of well-known passwords, of names, or of the same thing twice.",
                code="password_well_known",
            )

    def get_help_text(self) -> str:
        return "Not made of names, of words of the practice, or of well-known passwords."


def _spellings(password: str) -> set[str]:
    plain = password.casefold()
    return {plain, plain.translate(LOOKS_LIKE)}


def _words(user: Any) -> set[str]:
    names = f"{PracticeSettings.current().name} {getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    return {*OURS, *(word for word in re.split(r"\W+", names.casefold()) if len(word) > 3)}


def _rest(password: str, words: set[str]) -> str:
    """What is left without known words, well-known passwords, runs of figures and anything that stands twice."""
    for word in sorted(words, key=len, reverse=True):
        password = password.replace(word, "")
    password = re.sub(r"(.{1,10}?)\1+", r"\1", re.sub(r"[\W_]+", "", password))
    password = re.sub(r"[0-9]+$|^[0-9]+", "", password)
    return (
        ""
        if any(password[:cut] in _common() and password[cut:] in {"", *_common()} for cut in _cuts(password))
        else password
    )


def _cuts(password: str) -> range:
    return range(len(password) + 1)


@cache
def _common() -> frozenset[str]:
    """Django's list of the 20,000 most common passwords, those of four letters and more."""
    return frozenset(word for word in CommonPasswordValidator().passwords if len(word) > 3)
