"""The parts that all pages share, drawn without a page."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

from ui import status
from ui.charts import GoalStrip

ROOT = Path(__file__).parents[2]


def drawn(text, **context):
    return engines["django"].from_string(text).render(context)


class ExampleForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As on the instruction")
    note = forms.CharField(label="Note", required=False)
    kind = forms.ChoiceField(label="Type", choices=[("v", "Visit"), ("c", "Call")], widget=forms.RadioSelect)


def test_dates_carry_their_machine_form():
    assert drawn("{{ on|day }}", on=date(2026, 11, 2)) == '<time datetime="2026-11-02">2 Nov 2026</time>'
    assert (
        drawn("{{ at|clock }}", at=datetime(2026, 7, 1, 13, 30, tzinfo=UTC))
        == '<time datetime="2026-07-01T14:30">2:30pm</time>'
    )
    assert drawn("{{ at|moment }}", at=datetime(2026, 11, 18, 10, 0, tzinfo=UTC)).endswith(
        "Wed 18 Nov 2026, 10am</time>"
    )


@pytest.mark.parametrize("name", ["day", "long_day", "weekday_day", "month", "clock", "moment", "pounds", "minutes"])
def test_what_is_not_known_says_so(name):
    assert drawn(f"{{{{ nothing|{name} }}}}", nothing=None) == "Not recorded"


def test_a_status_is_icon_word_and_tint():
    html = drawn("{% status it %}", it=status.days_late(13))

    assert html.startswith('<span class="status s-red"><svg')
    assert 'aria-hidden="true"' in html
    assert html.endswith("13 days late</span>")


def test_a_field_has_its_label_then_hint_then_error_then_box():
    form = ExampleForm({})

    html = drawn('{% include "components/field.html" with field=form.name %}', form=form)
    places = [html.index(part) for part in ("<label", 'id="id_name_helptext"', 'id="id_name_error"', "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_optional_fields_are_marked_and_no_asterisk_is_used():
    html = drawn('{% for field in form %}{% include "components/field.html" %}{% endfor %}', form=ExampleForm())

    assert html.count("(optional)") == 1
    assert "*" not in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = drawn('{% include "components/field.html" with field=form.kind %}', form=ExampleForm({"kind": "c"}))

    assert "<fieldset" in html
    assert "<legend>Type" in html
    assert re.search(r'value="c" id="id_kind_1" checked', html)


def test_the_error_summary_links_to_each_field():
    html = drawn('{% include "components/error_summary.html" %}', form=ExampleForm({}))

    assert 'role="alert"' in html
    assert '<a href="#id_name">' in html
    assert '<a href="#id_kind_0">' in html


def test_the_pager_keeps_the_filters():
    page = Paginator(range(100), 25).page(2)

    html = drawn('{% include "components/pager.html" %}', page=page, query="q=a&sort=name")

    assert "Showing 26 to 50 of 100" in html
    assert 'href="?q=a&amp;sort=name&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_goal_strip_is_read_as_one_sentence():
    html = drawn('{% include "components/goal_strip.html" %}', strip=GoalStrip(-1, 0))

    assert "Started at less, now as expected, up 1 level" in html
    assert '<ol class="strip" aria-hidden="true">' in html


@pytest.mark.parametrize(
    "name", ["base.html", "outside_base.html", "signin_base.html", "404.html", "403.html", "403_csrf.html"]
)
def test_each_frame_stands_without_a_person_signed_in(name):
    html = render_to_string(name)

    assert html.startswith("<!doctype html>")
    assert '<html lang="en-GB">' in html
    assert html.count("<main") == 1
    assert 'href="#main"' in html or name == "signin_base.html"


def test_no_template_has_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r'\sstyle="|\son[a-z]+="|<style', text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_every_icon_named_in_a_template_is_drawn():
    symbols = (ROOT / "static/img/icons.svg").read_text()
    for path in (ROOT / "templates").rglob("*.html"):
        for name in re.findall(r'{% icon "([a-z]+)"', path.read_text()):
            assert f'id="i-{name}"' in symbols, f"{path}: {name}"


def test_the_not_found_page_holds_no_token_that_differs_between_requests():
    signed_in = {
        "navigation": [{"url": "/", "label": "My day"}],
        "me": {"name": "P", "initials": "P"},
        "stay_url": "/stay/",
    }

    assert "csrfmiddlewaretoken" not in render_to_string("404.html", signed_in)
