from files.checks.facts import Facts
from files.refusals import Reason, Refused
from ui.csv_reading import NotATable, decoded


def check(content: bytes) -> Facts:
    """Text in one of the two encodings that spreadsheets write. What is in its cells is looked at row by row, later."""
    try:
        decoded(content)
    except NotATable:
        raise Refused(Reason.NOT_A_TABLE) from None
    return Facts()
