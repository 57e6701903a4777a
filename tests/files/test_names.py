import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.kinds import ENDING, Kind
from files.names import LONGEST, ending_of, harmless, kind_named
from tests.bad_input import VALUES


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.pdf", "pdf"), ("a.PDF ", "pdf"), ("a.pdf.", "pdf"), ("a.pdf.exe", "exe"), (".pdf", ""), ("pdf", ""), ("", "")],
)
def test_the_ending_is_what_a_system_would_read(name, ending):
    assert ending_of(name) == ending


@pytest.mark.asvs("5.4.1", "5.4.2", "5.3.2")
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_any_text_becomes_a_name(value):
    assert_harmless(harmless(f"{value}.pdf", Kind.PDF), Kind.PDF)


@given(st.text(max_size=300), st.sampled_from(list(Kind)))
def test_whatever_it_was_a_name_is_harmless_and_stays_as_it_is(name, kind):
    made = harmless(name, kind)
    assert_harmless(made, kind)
    assert harmless(made, kind) == made


def assert_harmless(name, kind):
    assert name.endswith(f".{ENDING[kind]}")
    assert kind_named(name) == kind
    assert len(name) <= LONGEST
    assert not set('<>:"|?*/\\\r\n\x00\u202e\u200b') & set(name)
    assert name == name.strip()
    assert not name.startswith(".")
    name.encode()


def test_names_that_people_give_stay_as_they_are():
    for name in ("Zoë’s consent (signed) 22 Nov 2026.pdf", "Łukasz & Co.pdf", "同意書.pdf", "מסמך.pdf"):
        assert harmless(name, Kind.PDF) == name
