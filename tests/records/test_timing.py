from datetime import UTC, date, datetime, time

import pytest

from records.timing import event_time, has_begun, is_late

VISIT = date(2026, 11, 18)


def test_an_event_without_a_time_stands_at_midday():
    assert event_time(VISIT, None) == datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_times_are_those_of_the_practice():
    assert event_time(date(2026, 7, 1), time(10)) == datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2026, 11, 19, 10, tzinfo=UTC), False),
        (datetime(2026, 11, 19, 10, 0, 1, tzinfo=UTC), True),
    ],
)
def test_an_entry_is_late_once_more_than_the_hours_have_gone_by(now, late):
    assert is_late(VISIT, time(10), now=now, hours=24) is late


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 0, 1, tzinfo=UTC), True),
    ],
)
def test_where_only_the_day_is_known_its_end_counts(now, late):
    assert is_late(VISIT, None, now=now, hours=24) is late


def test_the_end_of_a_day_is_midnight_in_the_practice_on_the_night_the_clocks_change():
    clocks_back = date(2026, 10, 25)

    assert not is_late(clocks_back, None, now=datetime(2026, 10, 26, 0, 0, tzinfo=UTC), hours=0)
    assert is_late(clocks_back, None, now=datetime(2026, 10, 26, 0, 0, 1, tzinfo=UTC), hours=0)
    assert is_late(date(2026, 10, 24), None, now=datetime(2026, 10, 24, 23, 30, tzinfo=UTC), hours=0)


def test_today_without_a_time_has_begun_but_this_evening_has_not():
    now = datetime(2026, 11, 18, 9, tzinfo=UTC)

    assert has_begun(VISIT, None, now=now)
    assert has_begun(VISIT, time(9), now=now)
    assert not has_begun(VISIT, time(18), now=now)
    assert not has_begun(date(2026, 11, 19), None, now=now)
