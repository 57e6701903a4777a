"""The table of ASVS items says what the tests say, and leaves out nothing that applies."""

from collections import Counter

from tests.asvs.table import KINDS, TABLE, TESTS, items, marks, numbers_on, text


def test_the_table_is_fresh():
    assert TABLE.read_text() == text(), "Type: .venv/bin/python -m tests.asvs"


def test_every_item_that_applies_is_listed_once():
    """59 of level 1 and 125 of level 2; 26 more do not apply, and three chapters as a whole."""
    counts = Counter((item.level, item.kind != "none") for item in items())
    assert (counts[1, True], counts[2, True], counts[1, False] + counts[2, False]) == (59, 125, 26)
    assert len({item.number for item in items()}) == len(items())
    assert {item.kind for item in items()} <= set(KINDS)


def test_no_item_of_level_1_is_open():
    assert not [item.number for item in items() if item.level == 1 and item.kind == "open"]


def test_what_is_shown_by_a_test_names_one_and_every_mark_names_an_item():
    marked, listed = marks(), {item.number: item for item in items()}
    assert not set(marked) - set(listed), "marks with unknown numbers"
    untested = [
        item.number for item in items() if item.kind == "test" and not (marked.get(item.number) or item.tests_named)
    ]
    assert not untested


def test_what_is_not_shown_by_a_test_says_where_or_why():
    assert not [item.number for item in items() if item.kind != "test" and len(item.note) < 6]


def test_every_test_that_the_list_names_exists():
    for item in items():
        for name in item.tests_named:
            file, _, test = name.partition("::")
            assert f"def {test}(" in (TESTS.parent / file).read_text(), name


def test_a_mark_is_read_as_it_is_written():
    """The negative control: what would not be found would never be missed."""
    import ast

    marked = ast.parse('@pytest.mark.asvs("8.2.2", "9.9.9")\n@pytest.mark.slow\ndef test_x(): ...').body[0]
    assert list(numbers_on(marked)) == ["8.2.2", "9.9.9"]
