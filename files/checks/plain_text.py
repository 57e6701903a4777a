import re

from files.checks.facts import Facts
from files.refusals import Reason, Refused

HIDES = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def check(content: bytes) -> Facts:
    """UTF-8 without control characters and without what turns the direction of the text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_TEXT) from None
    if HIDES.search(text):
        raise Refused(Reason.NOT_TEXT)
    return Facts()
