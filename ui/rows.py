"""Pieces of HTML that are drawn fast.

`{% rows page_rows as row using "app/_row.html" %}` draws the same piece for every row of a list,
`{% piece "app/_bar.html" %}` draws a piece that stands on every page, from the names of the page.

Django resolves each name of a piece anew each time, which costs more than everything else on a page. Here the piece is
read once and turned into plain function calls. It may hold text, `{{ row.name }}` with filters and constants for their
arguments, `{% if row.name or row.other %}`, `{% for each in row.names %}` with its `forloop.first`, other pieces, the
CSRF token, and our tags such as `{% status row.state %}`. Anything else is refused when the piece is first drawn, a
name from outside the row too. Names lead to attributes, never into dictionaries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Any, cast

from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token, VariableNode
from django.template.defaulttags import CommentNode, CsrfTokenNode, ForNode, IfNode, TemplateLiteral
from django.template.library import SimpleNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeData, SafeString

Names = dict[str, Any]
Value = Callable[[Names], Any]
Part = Callable[[Names], str]
Known = frozenset[str] | None  # the names a piece may ask for; None: whatever the page has
TAKE_MORE = ("needs_autoescape", "expects_localtime")


@dataclass(frozen=True)
class Turn:
    """`forloop` in a piece."""

    first: bool


FIRST, LATER = Turn(first=True), Turn(first=False)


class RowsNode(Node):
    def __init__(self, rows: FilterExpression, name: str, template: str) -> None:
        self.rows, self.name, self.template = rows, name, template

    def render(self, context: Context) -> SafeString:
        return SafeString(drawn(self.template, self.name, self.rows.resolve(context) or ()))


def rows_tag(parser: Parser, token: Token) -> RowsNode:
    words = token.split_contents()
    if len(words) != 6 or words[2] != "as" or words[4] != "using":
        raise TemplateSyntaxError('Write {% rows list as name using "piece.html" %}')
    return RowsNode(parser.compile_filter(words[1]), words[3], words[5].strip("\"'"))


class PieceNode(Node):
    def __init__(self, template: str) -> None:
        self.template = template

    def render(self, context: Context) -> SafeString:
        return SafeString(_piece(self.template, None)(cast(Names, context.flatten())))


def piece_tag(parser: Parser, token: Token) -> PieceNode:
    words = token.split_contents()
    if len(words) != 2:
        raise TemplateSyntaxError('Write {% piece "piece.html" %}')
    return PieceNode(words[1].strip("\"'"))


def drawn(template: str, name: str, rows: Iterable[Any]) -> str:
    draw = _piece(template, name)
    return "".join([draw({name: row}) for row in rows])


@lru_cache
def _piece(template: str, name: str | None) -> Part:
    known = None if name is None else frozenset({name})
    return _joined(get_template(template).template.nodelist, known, template)  # type: ignore[attr-defined]


def _joined(nodes: Any, known: Known, template: str) -> Part:
    parts = [_part(node, known, template) for node in nodes if not isinstance(node, CommentNode)]
    if len(parts) == 1:
        return parts[0]
    return lambda names: "".join([part(names) for part in parts])


def _part(node: Node, known: Known, template: str) -> Part:
    if isinstance(node, TextNode):
        text = str(node.s)
        return lambda names: text
    if isinstance(node, VariableNode):
        return _escaped(_value(node.filter_expression, known, template))
    if isinstance(node, IfNode):
        return _if(node, known, template)
    if isinstance(node, ForNode) and len(node.loopvars) == 1 and not node.is_reversed:
        return _for(node, known, template)
    if isinstance(node, IncludeNode) and not node.isolated_context:
        return _include(node, known, template)
    if isinstance(node, SimpleNode) and not node.takes_context and not node.target_var and not node.kwargs:
        return _tag(node, known, template)
    if isinstance(node, CsrfTokenNode) and known is None:
        return lambda names: str(node.render(names))  # type: ignore[arg-type]
    raise TemplateSyntaxError(f"{template}: {type(node).__name__} cannot stand in a piece that is drawn fast.")


def _if(node: IfNode, known: Known, template: str) -> Part:
    branches = []
    for condition, nodes in node.conditions_nodelists:
        holds = (lambda names: True) if condition is None else _condition(condition, known, template)
        branches.append((holds, _joined(nodes, known, template)))
    return lambda names: next((draw(names) for holds, draw in branches if holds(names)), "")


def _condition(condition: Any, known: Known, template: str) -> Value:
    if isinstance(condition, TemplateLiteral):
        return _value(condition.value, known, template)
    if condition.id not in ("and", "or", "not"):
        raise TemplateSyntaxError(f"{template}: a piece decides nothing but whether names are set.")
    first = _condition(condition.first, known, template)
    if condition.id == "not":
        return lambda names: not first(names)
    second = _condition(condition.second, known, template)
    if condition.id == "and":
        return lambda names: first(names) and second(names)
    return lambda names: first(names) or second(names)


def _for(node: ForNode, known: Known, template: str) -> Part:
    name, values = node.loopvars[0], _value(node.sequence, known, template)
    draw = _joined(node.nodelist_loop, _also(known, name, "forloop"), template)
    empty = _joined(node.nodelist_empty, known, template)

    def loop(names: Names) -> str:
        turns = enumerate(values(names) or ())
        drawn = [draw({**names, name: value, "forloop": LATER if turn else FIRST}) for turn, value in turns]
        return "".join(drawn) if drawn else empty(names)

    return loop


def _include(node: IncludeNode, known: Known, template: str) -> Part:
    name = node.template.resolve(Context())
    given = {key: _value(expression, known, template) for key, expression in node.extra_context.items()}
    draw = _joined(get_template(name).template.nodelist, _also(known, *given), name)  # type: ignore[attr-defined]
    return lambda names: draw({**names, **{key: value(names) for key, value in given.items()}})


def _tag(node: SimpleNode, known: Known, template: str) -> Part:
    function, arguments = node.func, [_value(argument, known, template) for argument in node.args]
    return _escaped(lambda names: function(*[argument(names) for argument in arguments]))


def _value(expression: Any, known: Known, template: str) -> Value:
    value = _named(expression, known, template)
    for function, arguments in expression.filters:
        if any(is_name for is_name, _ in arguments) or any(getattr(function, name, False) for name in TAKE_MORE):
            raise TemplateSyntaxError(f"{template}: a filter in a piece takes nothing but constants.")
        value = _filtered(function, value, [constant for _, constant in arguments])
    return value


def _filtered(function: Callable[..., Any], value: Value, arguments: list[Any]) -> Value:
    return lambda names: function(value(names), *arguments)


def _named(expression: FilterExpression, known: Known, template: str) -> Value:
    lookups = getattr(expression.var, "lookups", None)
    if lookups is None:  # a word in quotes, or a number
        constant = expression.resolve(Context())
        return lambda names: constant
    first, rest = lookups[0], lookups[1:]
    if known is not None and first not in known:
        raise TemplateSyntaxError(f"{template}: {first} is not part of the row.")
    if not rest:
        return lambda names: names.get(first, "")
    steps: list[Callable[[Any], Any]] = [attrgetter(step) for step in rest]
    if len(steps) == 1:
        step = steps[0]
        return lambda names: _called(step(names[first]))
    return lambda names: _walked(names[first], steps)


def _also(known: Known, *names: str) -> Known:
    return None if known is None else known | set(names)


def _walked(value: Any, steps: list[Callable[[Any], Any]]) -> Any:
    for step in steps:
        value = _called(step(value))
    return value


def _called(value: Any) -> Any:
    return value() if callable(value) else value


def _escaped(value: Value) -> Part:
    def draw(names: Names) -> str:
        found = value(names)
        return found if isinstance(found, SafeData) else escape(str(found))  # type: ignore[return-value]

    return draw
