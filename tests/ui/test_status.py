from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from ui import status
from ui.status import Status

TODAY = date(2026, 11, 22)
EVERY = [value for value in vars(status).values() if isinstance(value, Status)]
TONES = {"green", "amber", "red", "blue", "plum", "draft", ""}


def test_every_status_has_an_icon_that_is_drawn_and_a_known_tone():
    root = Path(__file__).parents[2]
    drawn = {symbol.get("id") for symbol in ElementTree.parse(root / "static/img/icons.svg").getroot()}  # noqa: S314 our own file

    assert {f"i-{each.icon}" for each in EVERY} <= drawn
    assert {each.tone for each in EVERY} <= TONES


def test_no_two_statuses_share_a_word():
    words = [each.word for each in EVERY]

    assert sorted(words) == sorted(set(words))


def test_an_end_date_is_in_date_then_ends_soon_then_ended():
    assert status.ends_on(date(2027, 3, 1), today=TODAY).word == "In date to 1 Mar 2027"
    assert status.ends_on(date(2026, 11, 27), today=TODAY) == Status("soon", "Ends 27 Nov 2026", "amber")
    assert status.ends_on(TODAY, today=TODAY).word == "Ends 22 Nov 2026"
    assert status.ends_on(date(2026, 11, 21), today=TODAY).word == "Ended 21 Nov 2026"


def test_what_is_due_turns_from_calm_to_late():
    assert status.due_on(date(2026, 12, 24), today=TODAY) == Status("clock", "Due 24 Dec 2026", "blue")
    assert status.due_on(date(2026, 11, 24), today=TODAY).tone == "amber"
    assert status.due_on(TODAY, today=TODAY).word == "Due today"
    assert status.due_on(date(2026, 11, 21), today=TODAY) == status.days_late(1) == Status("late", "1 day late", "red")
