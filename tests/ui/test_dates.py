from datetime import UTC, date, datetime

import pytest

from ui import dates


def test_a_day_is_written_without_figures_for_the_month():
    assert dates.day(date(2026, 11, 2)) == "2 Nov 2026"
    assert dates.long_day(date(2026, 11, 22)) == "22 November 2026"
    assert dates.weekday_day(date(2026, 11, 24)) == "Tue 24 Nov 2026"
    assert dates.month(date(2026, 11, 24)) == "November 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (14, 30, "2:30pm"),
        (10, 0, "10am"),
        (12, 0, "midday"),
        (0, 0, "midnight"),
        (12, 5, "12:05pm"),
        (0, 5, "12:05am"),
        (23, 59, "11:59pm"),
    ],
)
def test_a_time_is_written_as_people_say_it(hour, minute, words):
    assert dates.clock(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)) == words


def test_a_moment_stored_in_utc_is_shown_on_the_clocks_of_the_practice():
    in_summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert dates.moment(in_summer) == "Thu 2 Jul 2026, 12:30am"
    assert dates.day(in_summer) == "2 Jul 2026"
    assert dates.clock(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) == "9am"


@pytest.mark.parametrize(("count", "short", "words"), [
    (0, "0m", "0 minutes"),
    (1, "1m", "1 minute"),
    (55, "55m", "55 minutes"),
    (60, "1h", "1 hour"),
    (70, "1h 10m", "1 hour 10 minutes"),
    (121, "2h 1m", "2 hours 1 minute"),
])  # fmt: skip
def test_durations_are_short_in_tables_and_full_in_text(count, short, words):
    assert dates.minutes(count) == short
    assert dates.minutes_in_words(count) == words


def test_age_counts_birthdays_that_have_passed():
    assert dates.age(date(1989, 3, 14), on=date(2026, 11, 22)) == 37
    assert dates.age(date(1989, 11, 23), on=date(2026, 11, 22)) == 36
    assert dates.age(date(2004, 2, 29), on=date(2027, 2, 28)) == 22


def test_a_distance_agrees_with_its_number():
    assert dates.days_between(date(2026, 11, 9), date(2026, 11, 22)) == "13 days"
    assert dates.days_between(date(2026, 11, 22), date(2026, 11, 21)) == "1 day"
