from dataclasses import dataclass, field

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from ui import rows, status
from ui.status import Status


@dataclass
class Row:
    name: str
    note: str = ""
    state: Status = status.ACTIVE
    tags: list[str] = field(default_factory=list)

    def shouted(self):
        return self.name.upper()


HOSTILE = Row("<b>&\"'", "{{ 1 }}", tags=["<i>", "second"])
PIECE = """{% comment %}Takes row.{% endcomment %}<li>{{ row.name }}: {{ row.shouted|lower }}
{% if row.note %} ({{ row.note }}){% else %} none{% endif %}
{% for tag in row.tags %} [{{ tag }} of {{ row.name }}]{% endfor %} {% status row.state %}</li>"""


@pytest.fixture
def pieces(tmp_path, settings):
    """Writes a piece of HTML where templates are found."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    rows._piece.cache_clear()
    yield lambda text, name="piece.html": (tmp_path / name).write_text(text)
    rows._piece.cache_clear()


def drawn(template, **names):
    return Template(template).render(Context(names))


def test_rows_are_drawn_as_a_loop_with_include_draws_them(pieces):
    pieces(PIECE)
    given = [Row("Ada"), HOSTILE, Row("Bo", "late")]

    fast = drawn('{% rows given as row using "piece.html" %}', given=given)

    assert fast == "".join(render_to_string("piece.html", {"row": row}) for row in given)
    assert "<b>" not in fast
    assert "&lt;b&gt;" in fast
    assert drawn('{% rows nothing as row using "piece.html" %}') == ""


def test_a_piece_may_hold_another_piece(pieces):
    pieces("<li>{% include 'inner.html' with text=row.name %}</li>")
    pieces("{{ text }}!", "inner.html")

    assert drawn('{% rows given as row using "piece.html" %}', given=[Row("<Ada>")]) == "<li>&lt;Ada&gt;!</li>"


@pytest.mark.parametrize(
    "piece",
    [
        "{{ client.name }}",
        "{{ row.name|default:row.note }}",
        "{% if row.name == 'x' %}y{% endif %}",
        "{{ row.name|urlize }}",
        "{% url 'practice:my_day' %}",
        "{% csrf_token %}",
    ],
)
def test_what_a_piece_may_not_hold_is_refused_and_never_left_out(pieces, piece):
    pieces(piece)

    with pytest.raises(TemplateSyntaxError):
        drawn('{% rows given as row using "piece.html" %}', given=[Row("Ada")])


BAR = """<nav>{% for link in links %}<a{% if forloop.first and not plain %} class="first"{% endif %}>{{ link.name }}</a>
{% empty %}{{ nothing|default:"None" }}{% endfor %}{% for link in links|slice:":1" %}{{ link.name|lower }}{% endfor %}
{% if missing or me.note %}{{ me.name }}{% include "inner.html" %}{% endif %}
{% if missing %}{{ missing.name }}{% endif %}
{{ missing }}<form>{% csrf_token %}</form></nav>"""


@pytest.mark.parametrize(
    "names",
    [
        {"links": [HOSTILE, Row("Two")], "me": HOSTILE, "csrf_token": "abc"},
        {"links": [], "me": Row("Ada", "noted"), "plain": True},
        {"me": Row("Ada")},
    ],
)
def test_a_piece_of_the_page_is_drawn_as_include_draws_it(pieces, names):
    pieces(BAR)
    pieces("({{ me.name }}{{ missing }})", "inner.html")

    fast = drawn('{% piece "piece.html" %}', **names)

    assert fast == render_to_string("piece.html", names)
    assert "<b>" not in fast


@pytest.mark.parametrize("piece", ["{{ row.name|default:me }}", "{% if me == 'x' %}y{% endif %}", "{% now 'Y' %}"])
def test_a_piece_of_the_page_may_not_hold_everything_either(pieces, piece):
    pieces(piece)

    with pytest.raises(TemplateSyntaxError):
        drawn('{% piece "piece.html" %}')


def test_the_tag_says_how_it_is_written():
    with pytest.raises(TemplateSyntaxError, match="rows list as name using"):
        Template("{% rows given row %}")
    with pytest.raises(TemplateSyntaxError, match="piece"):
        Template("{% piece one two %}")
