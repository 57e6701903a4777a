"""The practice says whether a clock runs in calendar or in working days."""

from datetime import date

import pytest

from accounts.models import DaysAre, PracticeSettings

WEDNESDAY = date(2026, 12, 23)


@pytest.mark.parametrize(
    ("days_are", "nation", "last"),
    [
        (DaysAre.CALENDAR, "ENG", date(2026, 12, 28)),
        (DaysAre.WORKING, "ENG", date(2027, 1, 4)),  # Christmas Day, Boxing Day kept on the Monday, New Year's Day
        (DaysAre.WORKING, "WLS", date(2027, 1, 4)),
        (DaysAre.WORKING, "NIR", date(2027, 1, 4)),
        (DaysAre.WORKING, "SCT", date(2027, 1, 5)),  # 2 January too, kept on the Monday
    ],
)
def test_five_days_over_christmas(days_are, nation, last):
    practice = PracticeSettings(answer_days=5, answer_days_are=days_are, complaint_days=5, complaint_days_are=days_are)

    assert practice.answer_due_on(WEDNESDAY, nation=nation) == last
    assert practice.complaint_due_on(WEDNESDAY, nation=nation) == last


def test_a_practice_that_says_nothing_counts_calendar_days():
    assert PracticeSettings().answer_due_on(date(2026, 11, 1), nation="ENG") == date(2026, 11, 22)
