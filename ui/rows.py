"""`{% rows page_rows as row using "app/_row.html" %}`: the same piece for every row of a list, drawn fast.

Django's own loop resolves each name of a piece anew for each row, which costs more than everything else on a long page.
Here the piece is read once and turned into plain function calls. It may hold text, `{{ row.name }}` with filters that
take no argument, `{% if row.name %}`, `{% for each in row.names %}`, other pieces, and our tags such as
`{% status row.state %}`; anything else, a name from outside the row too, is refused when the piece is first drawn.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Any

from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral
from django.template.library import SimpleNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeData, SafeString

Names = dict[str, Any]
Value = Callable[[Names], Any]
Part = Callable[[Names], str]
TAKE_MORE = ("needs_autoescape", "expects_localtime")


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


def drawn(template: str, name: str, rows: Iterable[Any]) -> str:
    draw = _piece(template, name)
    return "".join([draw({name: row}) for row in rows])


@lru_cache
def _piece(template: str, name: str) -> Part:
    return _joined(get_template(template).template.nodelist, frozenset({name}), template)  # type: ignore[attr-defined]


def _joined(nodes: Any, known: frozenset[str], template: str) -> Part:
    parts = [_part(node, known, template) for node in nodes if not isinstance(node, CommentNode)]
    if len(parts) == 1:
        return parts[0]
    return lambda names: "".join([part(names) for part in parts])


def _part(node: Node, known: frozenset[str], template: str) -> Part:
    if isinstance(node, TextNode):
        text = str(node.s)
        return lambda names: text
    if isinstance(node, VariableNode):
        return _escaped(_value(node.filter_expression, known, template))
    if isinstance(node, IfNode):
        return _if(node, known, template)
    if isinstance(node, ForNode) and len(node.loopvars) == 1 and not node.is_reversed and not node.nodelist_empty:
        return _for(node, known, template)
    if isinstance(node, IncludeNode) and not node.isolated_context:
        return _include(node, known, template)
    if isinstance(node, SimpleNode) and not node.takes_context and not node.target_var and not node.kwargs:
        return _tag(node, known, template)
    raise TemplateSyntaxError(f"{template}: {type(node).__name__} cannot stand in a piece that is drawn by `rows`.")


def _if(node: IfNode, known: frozenset[str], template: str) -> Part:
    branches = []
    for condition, nodes in node.conditions_nodelists:
        if condition is not None and not isinstance(condition, TemplateLiteral):
            raise TemplateSyntaxError(f"{template}: a piece drawn by `rows` decides nothing but whether a name is set.")
        holds = (lambda names: True) if condition is None else _value(condition.value, known, template)
        branches.append((holds, _joined(nodes, known, template)))
    return lambda names: next((draw(names) for holds, draw in branches if holds(names)), "")


def _for(node: ForNode, known: frozenset[str], template: str) -> Part:
    name, values = node.loopvars[0], _value(node.sequence, known, template)
    draw = _joined(node.nodelist_loop, known | {name}, template)
    return lambda names: "".join([draw({**names, name: value}) for value in values(names)])


def _include(node: IncludeNode, known: frozenset[str], template: str) -> Part:
    name = node.template.resolve(Context())
    given = {key: _value(expression, known, template) for key, expression in node.extra_context.items()}
    draw = _joined(get_template(name).template.nodelist, known | given.keys(), name)  # type: ignore[attr-defined]
    return lambda names: draw({**names, **{key: value(names) for key, value in given.items()}})


def _tag(node: SimpleNode, known: frozenset[str], template: str) -> Part:
    function, arguments = node.func, [_value(argument, known, template) for argument in node.args]
    return _escaped(lambda names: function(*[argument(names) for argument in arguments]))


def _value(expression: Any, known: frozenset[str], template: str) -> Value:
    value = _named(expression, known, template)
    for function, arguments in expression.filters:
        if arguments or any(getattr(function, name, False) for name in TAKE_MORE):
            raise TemplateSyntaxError(f"{template}: a filter in a piece drawn by `rows` takes no argument.")
        value = _filtered(function, value)
    return value


def _filtered(function: Callable[[Any], Any], value: Value) -> Value:
    return lambda names: function(value(names))


def _named(expression: FilterExpression, known: frozenset[str], template: str) -> Value:
    lookups = getattr(expression.var, "lookups", None)
    if lookups is None:  # a word in quotes, or a number
        constant = expression.resolve(Context())
        return lambda names: constant
    first, rest = lookups[0], lookups[1:]
    if first not in known:
        raise TemplateSyntaxError(f"{template}: {first} is not part of the row.")
    if not rest:
        return lambda names: names[first]
    steps: list[Callable[[Any], Any]] = [attrgetter(step) for step in rest]
    if len(steps) == 1:
        step = steps[0]
        return lambda names: _called(step(names[first]))
    return lambda names: _walked(names[first], steps)


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
