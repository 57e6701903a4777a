"""The table of ASVS items: our list of them, what the tests say they show, and both as docs/asvs.md."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ITEMS, TABLE = TESTS / "asvs" / "items.txt", TESTS.parent / "docs" / "asvs.md"
KINDS = {"test": "by test", "evidence": "by evidence", "none": "does not apply", "open": "open"}
NAMED = re.compile(r"tests/[\w/]+\.py::\w+")


@dataclass(frozen=True)
class Item:
    chapter: str
    number: str
    level: int
    words: str
    kind: str
    note: str

    @property
    def tests_named(self):
        """Tests of other parts that the list names, where they carry no mark."""
        return NAMED.findall(self.note)


def items():
    chapter, found = "", []
    for line in ITEMS.read_text().splitlines():
        if line.startswith("["):
            chapter = line.strip("[]")
        elif line and not line.startswith("#"):
            head, kind, note = (part.strip() for part in line.split("|"))
            number, level, words = head.split(" ", 2)
            found.append(Item(chapter, number, int(level), words, kind, note))
    return found


def marks():
    """Item number to the names of the tests that are marked with it."""
    found = {}
    for source in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in numbers_on(node):
                    found.setdefault(number, []).append(f"{source.relative_to(TESTS.parent)}::{node.name}")
    return found


def numbers_on(test):
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.asvs":
            yield from (argument.value for argument in decorator.args)


def text():
    listed, marked = items(), marks()
    lines = [*head(listed, marked)]
    for chapter in dict.fromkeys(item.chapter for item in listed):
        lines += [
            "",
            f"## {chapter}",
            "",
            "| Item | Level | In our words | How | Where, or why |",
            "|---|---|---|---|---|",
        ]
        lines += [row(item, marked) for item in listed if item.chapter == chapter]
    return "\n".join(lines) + "\n"


def row(item, marked):
    names = dict.fromkeys([*marked.get(item.number, []), *item.tests_named])
    note = re.sub(r"^[\s,:;]+", "", NAMED.sub("", item.note)) if item.kind == "test" else item.note
    note = re.sub(r"(, )+$|: ,? ?$|[:,]\s*$", "", note).strip()
    where = [f"`{name.removeprefix('tests/').removesuffix('.py')}`" for name in names if item.kind != "evidence"]
    shown = "; ".join([*where, *filter(None, [note])])
    return f"| {item.number} | {item.level} | {item.words} | {KINDS[item.kind]} | {shown} |"


def head(listed, marked):
    yield "# OWASP ASVS 5.0.0: what is shown, and how"
    yield ""
    yield "Written by `python -m tests.asvs` from `tests/asvs/items.txt` and the marks on the tests; a test fails"
    yield "when it is stale. The words are ours; the standard has the text. Chapters 9, 10 and 17 do not apply."
    yield ""
    yield "| Level | Apply | By test | By evidence | Open |"
    yield "|---|---|---|---|---|"
    for level in (1, 2):
        kinds = Counter(item.kind for item in listed if item.level == level and item.kind != "none")
        yield f"| {level} | {kinds.total()} | {kinds['test']} | {kinds['evidence']} | {kinds['open']} |"
    yield ""
    tests = {name for names in marked.values() for name in names} | {
        name for item in listed for name in item.tests_named
    }
    beyond = sum(item.level == 3 for item in listed)
    yield f"{len(tests)} tests carry these items. {beyond} items of level 3 are shown besides."
