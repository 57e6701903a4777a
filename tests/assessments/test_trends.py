from datetime import date
from decimal import Decimal

from assessments.trends import change_words, rows_of, trends_of
from tests.factories.assessments import MeasureResultFactory


def taken(day, total, measure="wsas"):
    return MeasureResultFactory.build(measure=measure, taken_on=day, total=total, client=None, entered_by=None)


def test_change_is_said_in_words_with_the_day_it_is_counted_from():
    assert change_words(Decimal(17), Decimal("23.25"), since=date(2026, 3, 3)) == "up 6.25 since 3 Mar 2026"
    assert change_words(Decimal(17), Decimal(10), since=date(2026, 3, 3)) == "down 7 since 3 Mar 2026"
    assert change_words(Decimal(17), Decimal(17), since=date(2026, 3, 3)) == "no change since 3 Mar 2026"
    assert change_words(None, Decimal(17), since=date(2026, 3, 3)) == "No score to compare"


def test_each_result_is_compared_with_the_first_score_of_its_own_measure():
    results = [
        taken(date(2026, 1, 1), None),
        taken(date(2026, 2, 1), Decimal(20)),
        taken(date(2026, 2, 2), Decimal(12), "phq9"),
        taken(date(2026, 3, 1), Decimal(15)),
    ]

    assert [row.change for row in rows_of(results)] == [
        "down 5 since 1 Feb 2026",
        "First score",
        "First score",
        "No score to compare",
    ]


def test_results_without_a_score_are_no_part_of_the_line():
    trend = trends_of([taken(date(2026, 1, 1), Decimal(20)), taken(date(2026, 2, 1), None)])[0]

    assert trend.values == (20.0,)
    assert trend.words == "one score, 1 Jan 2026"
    assert not trend.has_line


def test_a_measure_without_any_score_says_so():
    assert trends_of([taken(date(2026, 1, 1), None)])[0].words == "no score yet"
