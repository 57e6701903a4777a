from xml.etree import ElementTree

import pytest

from ui import charts
from ui.charts import Bar, GoalRow, GoalStrip

HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    ("baseline", "now", "words"),
    [
        (-1, 0, "up 1 level"),
        (-1, -0.5, "up half a level"),
        (-1, 0.5, "up 1½ levels"),
        (-1, 1, "up 2 levels"),
        (0, -2, "down 2 levels"),
        (1, 1, "no change"),
        (-1, None, "not rated yet"),
        (None, 0, "no baseline"),
    ],
)
def test_a_change_is_said_in_words(baseline, now, words):
    assert charts.change_words(baseline, now) == words


def test_a_strip_marks_start_and_now_and_the_way_between():
    levels = GoalStrip(baseline=-1, now=1).levels

    assert [level.word for level in levels] == ["Much less", "Less", "As expected", "Better", "Much better"]
    assert [level.note for level in levels] == ["", "start", "", "now", ""]
    assert "go-right" in levels[1].css
    assert "go-left go-right" in " ".join(sorted(levels[2].css.split()))
    assert "go-left" in levels[3].css
    assert "pip-now" in levels[3].pip


def test_a_strip_without_movement_has_one_mark_and_no_way():
    levels = GoalStrip(baseline=-1, now=-1).levels

    assert levels[1].note == "start and now"
    assert not any("go-" in level.css for level in levels)


def test_a_strip_says_the_same_in_a_sentence():
    assert GoalStrip(-1, 0).words == "Started at less, now as expected, up 1 level"
    assert GoalStrip(None, None).words == "No baseline, not rated yet"


def test_the_goal_chart_states_its_finding_and_draws_a_circle_for_each_mark():
    svg = charts.goal_chart(
        [GoalRow("1. Walk", -1, 0), GoalRow("2. Cook", -2, None)], title="One of two goals rose", name="g"
    )

    root = ElementTree.fromstring(svg)  # noqa: S314 our own drawing
    assert "One of two goals rose" in svg
    assert root.get("aria-labelledby") == "g-title g-desc"
    assert svg.count('class="gc-base"') == 1 + 2
    assert svg.count('class="gc-now"') == 1 + 1
    assert "up 1 level" in svg
    assert "not rated yet" in svg


def test_charts_show_hostile_text_as_text():
    drawn = [
        charts.goal_chart([GoalRow(HOSTILE, -1, 0)], title=HOSTILE),
        charts.sparkline([1, 2], title=HOSTILE),
        charts.bar(Bar(1, 2), title=HOSTILE),
        charts.level_dots({0: 1}, title=HOSTILE),
    ]

    assert not any("<script" in svg for svg in drawn)


def test_a_long_label_is_shortened_at_a_word():
    svg = charts.goal_chart([GoalRow("1. Walk to the corner shop and back without any support", -1, 0)], title="t")

    assert "1. Walk to the corner shop and back…" in svg


def test_a_sparkline_steps_within_its_fixed_range():
    svg = charts.sparkline([-2, 2, 9], title="up")

    assert 'd="M6 36.0H64.0V4.0H122.0V4.0"' in svg
    assert "spark-zero" in svg
    assert "spark-zero" not in charts.sparkline([3], title="score", low=1, high=40)
    assert charts.sparkline([], title="none") == ""


def test_a_bar_never_passes_its_end_and_turns_when_over():
    inside, over = charts.bar(Bar(68, 100, 9), title="68%"), charts.bar(Bar(120, 100, 10), title="over")

    assert 'class="bar-fill" width="68.0%"' in inside
    assert 'width="9.0%"' in inside
    assert 'class="bar-over" width="100.0%"' in over
    assert charts.bar(Bar(0, 0), title="nothing agreed").count("0.0%") == 3


def test_no_chart_carries_a_style_attribute():
    svg = (
        charts.goal_chart([GoalRow("1", 0, 1)], title="t")
        + charts.bar(Bar(1, 2), title="t")
        + charts.sparkline([1], title="t")
    )

    assert "style=" not in svg
