from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import charts, dates, money
from ui.rows import drawn, piece_tag, rows_tag
from ui.status import Status

register = template.Library()
register.tag("rows", rows_tag)
register.tag("piece", piece_tag)

NOT_RECORDED = "Not recorded"


@register.simple_tag
@lru_cache(maxsize=256)  # a page draws dozens of the same few
def icon(name: str, extra: str = "") -> SafeString:
    """`extra` is one of the classes of app.css: icon-lg, chev."""
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f"icon {extra}".rstrip(),
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=1024)
def status(value: Status | None) -> SafeString:
    if value is None:
        return SafeString("")
    css = f"status s-{value.tone}" if value.tone else "status"
    return format_html('<span class="{}">{}{}</span>', css, icon(value.icon), value.word)


@register.simple_tag
@lru_cache(maxsize=64)  # there are no more: six places for where a goal stands, five for where it started
def goal_strip(strip: charts.GoalStrip) -> SafeString:
    return SafeString(drawn("components/goal_strip.html", "strip", [strip]))


@register.filter
def day(value: date | None) -> SafeString | str:
    return _dated(value, dates.day)


@register.filter
def long_day(value: date | None) -> SafeString | str:
    return _dated(value, dates.long_day)


@register.filter
def weekday_day(value: date | None) -> SafeString | str:
    return _dated(value, dates.weekday_day)


@register.filter
def month(value: date | None) -> SafeString | str:
    return _dated(value, dates.month, "%Y-%m")


@register.filter
def clock(value: datetime | None) -> SafeString | str:
    return _timed(value, dates.clock)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Day with weekday and time: Wed 18 Nov 2026, 10am."""
    return _timed(value, dates.moment)


@register.filter
def pounds(pence: int | None) -> str:
    return NOT_RECORDED if pence is None else money.pounds(pence)


@register.filter
def minutes(count: int | None) -> str:
    return NOT_RECORDED if count is None else dates.minutes(count)


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def sparkline(values: Sequence[float], title: str, low: float = -2, high: float = 2) -> SafeString:
    return charts.sparkline(values, title=title, low=low, high=high)


@register.simple_tag
def goal_chart(rows: Sequence[charts.GoalRow], title: str, name: str = "goals") -> SafeString:
    return charts.goal_chart(rows, title=title, name=name)


@register.simple_tag
def bar(figures: charts.Bar, title: str) -> SafeString:
    return charts.bar(figures, title=title)


@register.simple_tag
def level_dots(counts: dict[int, int], title: str) -> SafeString:
    return charts.level_dots(counts, title=title)


def _dated(value: date | None, words: Callable[[date], str], machine: str = "%Y-%m-%d") -> SafeString | str:
    if not value:
        return NOT_RECORDED
    value = dates.in_practice_zone(value)
    return SafeString(f'<time datetime="{value.strftime(machine)}">{words(value)}</time>')  # figures and month names


def _timed(value: datetime | None, words: Callable[[datetime], str]) -> SafeString | str:
    if not value:
        return NOT_RECORDED
    machine = dates.in_practice_zone(value).strftime("%Y-%m-%dT%H:%M")
    return SafeString(f'<time datetime="{machine}">{words(value)}</time>')
