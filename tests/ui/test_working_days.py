from datetime import date

import pytest

from ui.working_days import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("start", "days", "nation", "end"),
    [
        (date(2026, 11, 18), 1, "ENG", date(2026, 11, 19)),  # a Wednesday
        (date(2026, 11, 20), 1, "ENG", date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, "ENG", date(2026, 11, 23)),  # a Saturday counts from itself
        (date(2026, 11, 19), 3, "ENG", date(2026, 11, 24)),
        (date(2026, 11, 27), 1, "SCT", date(2026, 12, 1)),  # St Andrew's Day is a Monday
        (date(2026, 11, 27), 1, "ENG", date(2026, 11, 30)),
        (date(2026, 12, 24), 1, "ENG", date(2026, 12, 29)),  # Boxing Day on a Saturday: a Monday instead
        (date(2026, 12, 31), 1, "SCT", date(2027, 1, 5)),  # 2 January on a Saturday: a Monday instead
        (date(2026, 11, 18), 0, "ENG", date(2026, 11, 18)),
    ],
)
def test_the_clock_begins_on_the_day_after_and_knows_the_nation(start, days, nation, end):
    assert add_working_days(start, days, nation=nation) == end


def test_the_twelfth_of_july_is_a_holiday_in_northern_ireland_alone():
    twelfth = date(2027, 7, 12)
    assert not is_working_day(twelfth, nation="NIR")
    assert is_working_day(twelfth, nation="WLS")
