"""Who may be one person: the pairs of the table, and what holds for every two."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.health_number import HealthNumberField, is_health_number
from clients.likeness import Finding, birth_of, compare, slips_of
from clients.match_keys import keys_of_file, keys_of_person
from clients.names import like, slips, words_of
from clients.sought import Sought
from tests.clients.pairs import OF_ONE_FAMILY, SAME_PERSON, STRANGERS, pairs_of

pytestmark = pytest.mark.one_leg

TABLES = {Finding.PERSON: SAME_PERSON, Finding.RELATIVE: OF_ONE_FAMILY, None: STRANGERS}
ROWS = [(finding, *row) for finding, table in TABLES.items() for row in pairs_of(table)]


def found(known, sought):
    likeness = compare(sought, known)
    return likeness.finding if likeness else None


@pytest.mark.parametrize(("finding", "about", "known", "sought"), ROWS, ids=lambda value: str(value)[:34])
def test_the_pair_is_told_for_what_it_is_whoever_came_first(finding, about, known, sought):
    assert found(known, sought) == finding
    assert found(sought, known) == finding


def test_there_are_forty_pairs_of_one_person():
    assert len(list(pairs_of(SAME_PERSON))) == 40


@pytest.mark.parametrize(
    ("about", "known", "sought"), [row for f, *row in ROWS if f], ids=lambda value: str(value)[:34]
)
def test_what_is_alike_shares_a_key(about, known, sought):
    assert keys_of_file(known) & keys_of_person(sought)


def test_it_says_why():
    known = Sought("Jonathan", "Ashby", born_on=date(1984, 3, 14), nhs_number="9434765919")
    sought = replace(known, given_name="Jon", references=("PR/22310",))

    assert compare(sought, replace(known, references=("pr22310",))).reasons == (
        "same NHS or CHI number",
        "same date of birth",
        "name alike",
        "same claim reference",
    )


LETTERS = st.text("abcdefghijklmnoprstuvwyz", min_size=2, max_size=10)
NAMES = st.builds(" ".join, st.lists(LETTERS, min_size=1, max_size=3))
DAYS = st.dates(date(1920, 1, 1), date(2025, 12, 31))
PEOPLE = st.builds(Sought, NAMES, NAMES, born_on=st.none() | DAYS)


@settings(deadline=None)
@given(PEOPLE, PEOPLE)
def test_who_is_like_whom_goes_both_ways(one, other):
    assert found(one, other) == found(other, one)


@settings(deadline=None)
@given(PEOPLE)
def test_everybody_is_found_again_however_the_name_is_typed(person):
    ways = [
        person,
        replace(person, given_name=person.family_name, family_name=person.given_name),
        replace(person, given_name=person.given_name.upper(), family_name=f" {person.family_name.title()} "),
        replace(person, given_name=person.given_name.replace(" ", "-")),
        replace(person, born_on=None),
    ]
    for typed in ways:
        if words_of(person.given_name) and words_of(person.family_name):
            assert found(person, typed) == Finding.PERSON, typed
            assert keys_of_file(person) & keys_of_person(typed), typed


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_can_be_asked_for(given_name, family_name, preferred_name):
    person = Sought(given_name, family_name, preferred_name)
    compare(person, Sought("Jonathan", "Ashby"))
    assert all(len(key) <= 120 for key in keys_of_file(person))
    assert len(person.digest) == 32


@settings(deadline=None)
@given(DAYS)
def test_a_slip_of_a_date_goes_both_ways(day):
    assert day not in slips_of(day)
    assert all(day in slips_of(other) and birth_of(other, day).name == "SLIP" for other in slips_of(day))


@settings(deadline=None)
@given(LETTERS, LETTERS)
def test_slips_are_counted_alike_from_both_ends(one, other):
    assert slips(one, other) == slips(other, one) <= max(len(one), len(other))
    assert (slips(one, other) == 0) == (one == other)
    assert like(one, other) == like(other, one)


@pytest.mark.parametrize("number", ["943 476 5919", "401-023-2137", "9434765919", " 0101 99 0014 "])
def test_a_number_is_taken_as_it_stands_on_a_letter(number):
    taken = HealthNumberField().clean(number)
    assert taken == number.replace(" ", "").replace("-", "")
    assert is_health_number(taken)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("943 476 5918", "Check it for a slip"),
        ("934 476 5919", "Check it for a slip"),
        ("0000000000", "Check it for a slip"),
        ("943 476 591", "Enter the ten figures"),
        ("943 476 59l9", "Enter the ten figures"),
        ("٩٤٣٤٧٦٥٩١٩", "Enter the ten figures"),
    ],
)
def test_a_slip_in_a_number_is_refused_in_words(number, words):
    with pytest.raises(Exception, match=words):
        HealthNumberField().clean(number)


@settings(deadline=None)
@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(0, 9))
def test_no_single_wrong_figure_goes_through(stem, place, figure):
    for last in range(10):
        number = f"{stem:09d}{last}"
        wrong = f"{number[:place]}{figure}{number[place + 1 :]}"
        assert wrong == number or not (is_health_number(number) and is_health_number(wrong))
