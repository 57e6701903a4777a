"""Every row of a table through the form of the page New client; each thing wrong is said with its row and column."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.roles import Role
from clients.actions import index_words
from clients.forms import NewClientForm
from clients.models import InjuryKind, InstructionKind
from practice.importing.columns import HEADINGS, columns, row_form
from practice.importing.rows import HIDDEN, look_through, understood
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, ConflictWallFactory
from tests.practice.tables import WRONG, planted, row, written
from ui.csv_reading import NotATable

pytestmark = pytest.mark.django_db


def looked(content, by):
    form = row_form(by)
    return look_through(understood(content, form, most_rows=2000), form, by=by, now=timezone.now())


@pytest.fixture
def olive(admin):
    return found_by_name(ClientFactory(given_name="Olive", family_name="Ownfile", born_on=None))


def found_by_name(client):
    index_words(client)
    return client


@pytest.mark.parametrize("kind", WRONG)
def test_one_thing_wrong_is_said_with_its_row_and_its_column(admin, olive, kind):
    changed, column, words = WRONG[kind]

    found = looked(written([row(0), row(1) | changed, row(2)]), admin)

    (problem,) = [one for one in found.problems if words in one.words]
    assert (problem.row, problem.column) == (3, column)
    assert [one.row for one in found.good] == [2, 4]


def test_sixty_rows_with_twenty_seven_errors(admin, olive):
    content, wrong = planted(60, len(WRONG))

    found = looked(content, admin)

    assert {one.row for one in found.problems} == set(wrong)
    assert len(found.good) == 60 - len(WRONG)


def test_a_row_becomes_what_the_page_would_have_made_of_it(admin, case_manager):
    cells = {"Nation": "scotland", "Case manager": case_manager.email.upper(), "Next review": "1 Mar 2030"}
    cells |= {"Telephone": "'+44 1632 960001", "Kind of injury": "spinal", "Status": "ACTIVE"}

    (one,) = looked(written([row(1, **cells)]), admin).good

    person, (party,) = one.columns["person"], one.columns["parties"]
    assert person["telephone"] == "+44 1632 960001"
    assert (person["nation"], person["injury_kind"]) == ("SCT", InjuryKind.SPINAL)
    assert one.columns["instruction"]["kind"] == InstructionKind.SINGLE
    assert (party.firm, party.pays, party.may_read_reports) == ("Pike & Rowe Solicitors", True, False)
    assert (one.columns["lead"], one.status, str(one.next_review_on)) == (case_manager, "active", "2030-03-01")


def test_a_formula_is_kept_as_text(admin):
    (one,) = looked(written([row(1, **{"Last name": "=HYPERLINK(1)"})]), admin).good
    assert one.columns["person"]["family_name"] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("here", "sent", "told"),
    [
        (("Zoë", "O’Neill", "1989-03-14"), ("zoe", "ONeill", "14/03/1989"), True),
        (("Zoë", "O’Neill", "1989-03-14"), ("ONeill", "Zoe", "14/03/1989"), True),
        (("Zoë", "O’Neill", None), ("Zoë", "O'Neill", "14/03/1989"), True),
        (("Zoë", "O’Neill", "1989-03-14"), ("Zoe", "O'Neil", "15/03/1989"), True),
        (("Zoë", "O’Neill", "1989-03-14"), ("Zoë", "O'Neill", "2 Jan 1951"), False),
        (("Zoë", "O’Neill", "1989-03-14"), ("Maja", "Lindqvist", "14/03/1989"), False),
    ],
)
def test_a_client_who_may_be_the_same_person_is_named(admin, here, sent, told):
    client = ClientFactory(given_name=here[0], family_name=here[1], born_on=here[2] and date.fromisoformat(here[2]))
    found_by_name(client)
    cells = dict(zip(("First names", "Last name", "Date of birth"), sent, strict=True))

    found = looked(written([row(1, **cells)]), admin)

    assert [client.reference in one.words for one in found.problems] == [True] * told
    assert not looked(written([row(1, **cells, **{"Somebody else": "yes"})]), admin).problems


def test_of_a_client_behind_a_wall_no_more_is_told_than_that_there_is_something(admin, olive):
    content = written([row(1, **{"First names": "Olive", "Last name": "Ownfile"})])
    assert olive.reference in looked(content, admin).problems[0].words

    ConflictWallFactory(client=olive, staff=admin)
    found = looked(content, admin)

    assert [one.words for one in found.problems] == [f"{HIDDEN} Write yes under Somebody else to go on."]
    assert len(found.hidden) == 1


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["First names", "Last name"], "It lacks 5 columns that every row needs: Kind of injury, Kind of instruction"),
        (["First names", "first  NAMES", "Kind of injury"], "The column First names is there more than once"),
    ],
)
def test_a_table_without_its_columns_is_refused(admin, headings, words):
    with pytest.raises(NotATable, match=words):
        looked(written([row(1)], headings=headings), admin)


def test_unknown_columns_are_passed_over_and_named(admin):
    content = written([row(1) | {"Shoe size": "43"}], headings=[*row(1), "Shoe size", "Problem", ""])
    assert understood(content, row_form(admin), most_rows=5).left_out == ["Shoe size"]


def test_every_field_of_the_page_is_a_column_with_a_heading_of_its_own():
    for roles in ([Role.PRACTICE_ADMIN], [Role.PRACTICE_ADMIN, Role.CASE_MANAGER]):
        form = row_form(UserFactory(roles=roles))
        names = [column.name for column in columns(form)]
        shown = {name for name, field in NewClientForm.base_fields.items() if not field.widget.is_hidden}
        assert set(names) >= shown
        assert len({column.heading for column in columns(form)}) == len(names)
    assert set(HEADINGS) <= set(NewClientForm.base_fields)
