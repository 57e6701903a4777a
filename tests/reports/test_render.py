import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reports.contents import Kind, SourceRef, Statement
from reports.render import body_of, render
from tests.reports.contents_example import GOALS, bare_report, full_report

PART_IDS = [
    "basis",
    "goals",
    "measures",
    "services",
    "costs",
    "risks",
    "recommendations",
    "plan",
    "statement",
    "sources",
]


class Reader(HTMLParser):
    """Reads a page as tags and words; a void or unclosed tag is a mistake of ours."""

    VOID = {"meta", "link", "br", "col"}

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def words_of(html):
    return " ".join(" ".join(Reader(html).words).split())


@pytest.fixture(scope="module")
def html():
    return render(full_report(), draft=False)


def test_page_is_well_formed_and_has_one_title_and_one_h1(html):
    reader = Reader(html)

    assert reader.open == []
    assert [tag for tag, _ in reader.tags].count("h1") == 1
    assert "<title>Progress report – CM-0142 – 24 August to 22 November 2026</title>" in html
    assert '<html lang="en-GB">' in html


def test_figures_on_the_page_equal_those_of_the_report(html):
    words = words_of(html)

    assert "5 of 7 rated goals are as expected or better; 6 of 7 are higher than at the start." in words
    assert "29.7 at the start, 47.7 now, a change of 18.0" in words
    for amount in [
        "£170",
        "£540",
        "£380",
        "up to £576",
        "at most £1,666",
        "£13,570",
        "£10,400",
        "£810 spent of £1,080",
    ]:
        assert amount in words
    for text in ["21 of 40", "6 contacts", "3 home visits, 2 calls and 1 team meeting", "264", "Tue 9 Feb 2027"]:
        assert text in words


def test_totals_are_sums_of_the_lines_shown(html):
    report = full_report()

    total = sum(line.cost_pence for line in report.recommendations)

    assert total == sum(decision.cost_pence for decision in report.decisions) == 166_600
    assert html.count("£1,666") == 4


def test_sections_are_numbered_in_order_and_the_references_follow(html):
    numbers = re.findall(r'<h2 id="([a-z]+)"[^>]*>(\d+)\.', html)

    assert numbers == [(part, str(place)) for place, part in enumerate(PART_IDS, start=1)]
    assert "Reasons and options: section 7." in html


def test_every_statement_names_its_kind_and_a_source_that_is_listed(html):
    marks = re.findall(r'<a class="src" href="#(s\d+)">(Fact|Reported|Opinion) · ', html)
    listed = re.findall(r'<tr id="(s\d+)">', html)

    assert len(marks) == 12
    assert {source for source, _ in marks} <= set(listed)
    assert "Call with Ellis Ashby (sister), Priya Kaur" in html
    assert "late entry" in html


def test_missing_parts_are_absent_and_not_shown_as_zero():
    html = render(bare_report(), draft=True)
    words = words_of(html)

    assert re.findall(r'<h2 id="([a-z]+)"', html) == ["statement"]
    assert "£" not in words
    for word in ["Outcome measures", "Open risks", "Next review", "Costs", "Goals "]:
        assert word not in words


def test_unknown_cost_is_said_and_makes_totals_a_lower_bound():
    report = full_report()
    first, *others = report.recommendations
    unknown = replace(report, recommendations=(replace(first, cost_pence=None), *others))

    words = words_of(render(unknown, draft=False))

    assert "Not known" in words
    assert "at least £1,496" in words


def test_goals_without_a_rating_show_no_score():
    line = replace(GOALS.lines[0], now=None, change="", evidence=None)
    goals = replace(GOALS, lines=(line,), at_or_above=0, rated=0, achieved_t=None, change_t=None)

    words = words_of(render(replace(full_report(), goals=goals), draft=False))

    assert "No goal has been rated since it was agreed." in words
    assert "Goal score" not in words
    assert "none rated yet" in words


def test_draft_says_so_and_carries_no_fingerprint(html):
    draft = render(full_report(), draft=True)

    assert "DRAFT – Progress report" in draft
    assert "Fingerprint" not in draft
    assert "DRAFT" not in html
    assert full_report().fingerprint[:4] in html


def test_page_keeps_to_the_content_security_policy(html):
    tags = Reader(html).tags

    assert not [tag for tag, attributes in tags if tag in ("script", "style", "iframe", "img")]
    assert not [name for _, attributes in tags for name in attributes if name == "style" or name.startswith("on")]
    assert [attributes["href"] for tag, attributes in tags if tag == "link"] == ["/static/css/report.css"]


def test_every_table_has_headings_with_a_scope(html):
    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)

    assert len(tables) == 15
    assert all("<th scope=" in table for table in tables)
    assert "<th>" not in html


def test_hostile_words_are_shown_as_words():
    hostile = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> {{ 7|add:7 }} & "quoted"'
    report = full_report()
    statement = Statement(hostile, Kind.FACT, SourceRef(1, hostile, report.period.starts_on), quote=hostile)
    line = replace(GOALS.lines[0], title=hostile, evidence=statement, next_step=hostile)

    html = render(
        replace(
            report,
            practice=hostile,
            subject=replace(report.subject, name=hostile, short_name=hostile),
            summary=replace(report.summary, lead=hostile),
            goals=replace(GOALS, lines=(line,)),
        ),
        draft=False,
    )

    assert "<script" not in html
    assert "<img" not in html
    assert hostile in words_of(html)


def test_body_can_stand_inside_another_page(html):
    body = body_of(html)

    assert body.startswith('<div class="report"')
    assert body.endswith("</div>")
    assert "<main" not in body
    assert Reader(body).open == []
