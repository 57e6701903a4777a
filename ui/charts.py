"""Charts as inline SVG drawn by the server.

Colours stand as attributes for print and PDF, and as classes which the screen's style sheet overrides: one drawing
serves both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.dates import counted

LEVEL_WORDS = {-2: "Much less", -1: "Less", 0: "As expected", 1: "Better", 2: "Much better"}

INK, SLATE, LINE, TEAL, MIST, HAIR = "#17262B", "#4A5A5F", "#C9D2CF", "#08464A", "#DDEDEC", "#E3E8E5"


def change_words(baseline: float | None, now: float | None) -> str:
    if now is None:
        return "not rated yet"
    if baseline is None:
        return "no baseline"
    if now == baseline:
        return "no change"
    return f"{'up' if now > baseline else 'down'} {_levels(abs(now - baseline))}"


def _levels(moved: float) -> str:
    if moved == int(moved):
        return counted(int(moved), "level")
    return f"{int(moved)}½ levels" if moved > 1 else "half a level"


@dataclass(frozen=True)
class StripLevel:
    """One of the five columns of a goal strip, ready for the template."""

    word: str
    css: str
    pip: str
    note: str


@dataclass(frozen=True)
class GoalStrip:
    """Where one goal started and stands, on the five levels from -2 to 2."""

    baseline: int | None
    now: int | None
    expected: int = 0

    @property
    def levels(self) -> tuple[StripLevel, ...]:
        return tuple(self._level(number) for number in LEVEL_WORDS)

    @property
    def words(self) -> str:
        started = f"Started at {LEVEL_WORDS[self.baseline].lower()}" if self.baseline is not None else "No baseline"
        if self.now is None:
            return f"{started}, not rated yet"
        return f"{started}, now {LEVEL_WORDS[self.now].lower()}, {change_words(self.baseline, self.now)}"

    def _level(self, number: int) -> StripLevel:
        is_base, is_now = number == self.baseline, number == self.now
        css = ["level", f"l{number + 3}"]
        css += ["level-goal"] if number == self.expected else []
        css += ["is-now"] if is_now else []
        if self.baseline is not None and self.now is not None:
            low, high = sorted((self.baseline, self.now))
            css += ["go-right"] if low <= number < high else []
            css += ["go-left"] if low < number <= high else []
        notes = ["start"] if is_base else []
        notes += ["now"] if is_now else []
        pip = " ".join(["pip", *(["pip-base"] if is_base else []), *(["pip-now"] if is_now else [])])
        return StripLevel(LEVEL_WORDS[number], " ".join(css), pip, " and ".join(notes))


@dataclass(frozen=True)
class GoalRow:
    """One row of the goal chart; the label carries the goal's number, "1. Walk to the shop"."""

    label: str
    baseline: float | None
    now: float | None


FIRST_COLUMN, COLUMN, TOP, ROW, WIDTH = 184.5, 53, 32, 21, 482


def goal_chart(rows: Sequence[GoalRow], *, title: str, name: str = "goals") -> SafeString:
    """One row a goal, five columns in words. `title` states the finding; `name` keeps the ids of two charts apart."""
    height = TOP + ROW * len(rows) + 3
    return format_html(
        '<svg class="goal-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="{}-title {}-desc"><title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}{}</svg>',
        WIDTH,
        height,
        name,
        name,
        name,
        title,
        name,
        f"One row for each of {counted(len(rows), 'goal')}, five columns from much less to much better than expected. "
        "A hollow circle marks the start, a filled circle marks now.",
        _goal_chart_head(height),
        format_html_join("", "{}", ((_goal_chart_row(row, index),) for index, row in enumerate(rows))),
    )


def _goal_chart_head(height: int) -> SafeString:
    words = format_html_join(
        "",
        '<text class="{}" x="{}" y="24" font-family="Source Sans 3" font-size="8.75" font-weight="{}" fill="{}"'
        ' text-anchor="middle">{}</text>',
        (
            ("gc-soft" if number else "gc-text", _x(number), 400 if number else 600, SLATE if number else INK, word)
            for number, word in LEVEL_WORDS.items()
        ),
    )
    return format_html(
        '<rect class="gc-band" x="{}" y="0" width="{}" height="{}" fill="{}"/>{}{}{}{}{}'
        '<line class="gc-head" x1="0" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>',
        _x(0) - COLUMN / 2,
        COLUMN,
        height,
        MIST,
        words,
        _hollow(4, 21),
        _text(11, 24, "start", SLATE, "at start", "gc-soft"),
        _filled(54, 21),
        _text(61, 24, "start", SLATE, "now", "gc-soft"),
        TOP,
        WIDTH,
        TOP,
        INK,
    )


def _goal_chart_row(row: GoalRow, index: int) -> SafeString:
    y = TOP + ROW * index + 11.5
    dots = format_html_join(
        "", '<circle class="gc-dot" cx="{}" cy="{}" r=".9" fill="{}"/>', ((_x(n), y, SLATE) for n in LEVEL_WORDS)
    )
    return format_html(
        '{}{}{}{}<line class="gc-rule" x1="0" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width=".5"/>',
        _text(0, y + 3, "start", INK, shorten(row.label, 36, placeholder="…"), "gc-text"),
        dots,
        _goal_marks(row, y),
        _text(WIDTH, y + 3, "end", INK, change_words(row.baseline, row.now), "gc-text"),
        y + 9.5,
        WIDTH,
        y + 9.5,
        LINE,
    )


def _goal_marks(row: GoalRow, y: float) -> SafeString:
    line = now = base = SafeString("")
    if row.baseline is not None and row.now is not None and row.baseline != row.now:
        line = format_html(
            '<line class="gc-line" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.6"/>',
            _x(row.baseline),
            y,
            _x(row.now),
            y,
            TEAL,
        )
    if row.baseline is not None:
        base = _hollow(_x(row.baseline), y, radius=6 if row.baseline == row.now else 3.6)
    if row.now is not None:
        now = _filled(_x(row.now), y)
    return format_html("{}{}{}", line, base, now)


def _x(level: float) -> float:
    return FIRST_COLUMN + COLUMN * (level + 2)


def _hollow(x: float, y: float, radius: float = 3.6) -> SafeString:
    return format_html(
        '<circle class="gc-base" cx="{}" cy="{}" r="{}" fill="#fff" stroke="{}" stroke-width="1.3"/>',
        x,
        y,
        radius,
        TEAL,
    )


def _filled(x: float, y: float) -> SafeString:
    return format_html('<circle class="gc-now" cx="{}" cy="{}" r="4.2" fill="{}"/>', x, y, TEAL)


def _text(x: float, y: float, anchor: str, fill: str, words: str, css: str) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" font-family="Source Sans 3" font-size="9.25" fill="{}"'
        ' text-anchor="{}">{}</text>',
        css,
        x,
        y,
        fill,
        anchor,
        words,
    )


def sparkline(values: Sequence[float], *, title: str, low: float = -2, high: float = 2) -> SafeString:
    """Steps, no smoothing, a fixed range; the dashed line is at 0 when the range holds it."""
    if not values:
        return SafeString("")
    step = 116 / max(len(values) - 1, 1)
    heights = [_height(value, low, high) for value in values]
    path = f"M6 {heights[0]}" + "".join(
        f"H{6 + step * index:.1f}V{height}" for index, height in enumerate(heights[1:], start=1)
    )
    zero = format_html(
        '<line class="spark-zero" x1="0" x2="128" y1="{0}" y2="{0}" stroke="{1}" stroke-dasharray="2 3"/>',
        _height(0, low, high),
        SLATE,
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 128 40" role="img" aria-label="{}">{}'
        '<path class="spark-line" d="{}" fill="none" stroke="{}" stroke-width="2"/>'
        '<circle class="spark-dot" cx="{}" cy="{}" r="3.5" fill="{}"/></svg>',
        title,
        zero if low <= 0 <= high else "",
        path,
        TEAL,
        f"{6 + step * (len(values) - 1):.1f}",
        heights[-1],
        TEAL,
    )


def _height(value: float, low: float, high: float) -> str:
    inside = min(max(value, low), high)
    return f"{36 - 32 * (inside - low) / (high - low):.1f}"


@dataclass(frozen=True)
class Bar:
    """A budget or an allowance: what is used, what is promised, out of what."""

    used: int
    total: int
    committed: int = 0

    def percent(self, amount: int) -> float:
        return round(100 * amount / self.total, 1) if self.total > 0 else 0.0


def bar(figures: Bar, *, title: str) -> SafeString:
    used = min(figures.percent(figures.used), 100.0)
    committed = min(figures.percent(figures.committed), 100.0 - used)
    over = figures.used + figures.committed > figures.total
    return format_html(
        '<svg class="bar" role="img" aria-label="{}"><rect class="bar-track" width="100%" height="100%" fill="{}"/>'
        '<rect class="{}" width="{}%" height="100%" fill="{}"/>'
        '<rect class="bar-committed" x="{}%" width="{}%" height="100%" fill="{}" stroke="{}"/></svg>',
        title,
        HAIR,
        "bar-over" if over else "bar-fill",
        used,
        "#A3211B" if over else TEAL,
        used,
        f"{committed:.1f}",
        MIST,
        TEAL,
    )


def level_dots(counts: dict[int, int], *, title: str) -> SafeString:
    """How many goals stand at each level, a dot a goal, hollow below expected."""
    rows = max([3, *counts.values()])
    floor = 10 + 16 * rows
    dots = (
        ("low" if level < 0 else "", 18 + 36 * (level + 2), floor - 9 - 16 * place)
        for level in LEVEL_WORDS
        for place in range(counts.get(level, 0))
    )
    return format_html(
        '<svg class="dots" viewBox="0 0 180 {}" role="img" aria-label="{}"><rect x="72" y="0" width="36" height="{}"/>'
        '<line x1="0" y1="{}" x2="180" y2="{}"/>{}</svg>',
        floor + 6,
        title,
        floor,
        floor,
        floor,
        format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="6"/>', dots),
    )
