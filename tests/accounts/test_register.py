from datetime import date, timedelta

import pytest

from accounts.models import CheckKind, PracticeSettings, Register
from accounts.models.register import years_after
from accounts.register import Rules, registration_status, state_of, worst, year_before
from accounts.renewals import suggested_end
from tests.factories.accounts import StaffCheckFactory, UserFactory
from ui import status

TODAY = date(2026, 11, 22)
RULES = Rules(soon_days=60, dbs_years=3)


def registration(**values):
    return StaffCheckFactory.build(person=UserFactory.build(), **values)


@pytest.mark.parametrize(
    ("ends_on", "word", "tone"),
    [
        (TODAY - timedelta(days=1), "Lapsed 21 Nov 2026", "red"),
        (TODAY, "Ends 22 Nov 2026", "amber"),
        (TODAY + timedelta(days=60), "Ends 21 Jan 2027", "amber"),
        (TODAY + timedelta(days=61), "In date to 22 Jan 2027", "green"),
    ],
)
def test_a_registration_says_how_far_it_reaches(ends_on, word, tone):
    found = state_of(registration(ends_on=ends_on), RULES, today=TODAY)

    assert (found.word, found.tone) == (word, tone)


def test_a_membership_without_an_end_is_in_date():
    check = registration(kind=CheckKind.MEMBERSHIP, ends_on=None)

    assert state_of(check, RULES, today=TODAY).word == "In date, no end date"


def test_a_dbs_check_is_as_old_as_its_issue_or_the_last_look_at_the_service():
    check = StaffCheckFactory.build(dbs=True, person=UserFactory.build(), issued_on=date(2023, 11, 1))

    assert state_of(check, RULES, today=TODAY).word == "Was due 1 Nov 2026"
    check.looked_up_on = date(2025, 2, 10)
    assert state_of(check, RULES, today=TODAY).word == "Repeat by 10 Feb 2028"


def test_the_age_of_a_dbs_check_is_the_practice_s_decision():
    check = StaffCheckFactory.build(dbs=True, person=UserFactory.build(), issued_on=date(2025, 1, 1))

    assert state_of(check, Rules(60, dbs_years=1), today=TODAY).tone == "red"
    assert state_of(check, Rules(60, dbs_years=5), today=TODAY).tone == "green"


def test_of_two_registrations_the_one_that_ends_first_counts():
    checks = [registration(ends_on=date(2028, 1, 1)), registration(ends_on=date(2026, 12, 1))]

    assert worst(checks, RULES, today=TODAY).word == "Ends 1 Dec 2026"
    assert worst([], RULES, today=TODAY) == status.NOT_RECORDED


@pytest.mark.parametrize(
    ("which", "before", "end"),
    [
        (Register.HCPC_OT, None, date(2027, 10, 31)),
        (Register.HCPC_OT, date(2027, 10, 31), date(2029, 10, 31)),
        (Register.HCPC_OT, date(2019, 10, 31), date(2027, 10, 31)),
        (Register.HCPC_PHYSIO, None, date(2028, 4, 30)),
        (Register.HCPC_PSYCHOLOGIST, None, date(2027, 5, 31)),
        (Register.SWE, None, date(2026, 11, 30)),
        (Register.NMC, date(2027, 3, 8), date(2028, 3, 8)),
        (Register.NMC, None, None),
        (Register.OTHER, date(2027, 3, 8), None),
    ],
)
def test_the_register_s_cycle_suggests_the_next_end(which, before, end):
    assert suggested_end(which, before=before, today=TODAY) == end


def test_years_are_counted_over_29_february():
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert year_before(TODAY) == date(2025, 11, 23)


@pytest.mark.django_db
def test_registration_status_covers_everybody_asked_for_in_two_queries(django_assert_num_queries):
    PracticeSettings.current()
    held = StaffCheckFactory(ends_on=TODAY + timedelta(days=20))
    given_up = StaffCheckFactory(no_longer_on=TODAY - timedelta(days=5))
    renewed = StaffCheckFactory(ends_on=TODAY - timedelta(days=5))
    StaffCheckFactory(person=renewed.person, replaces=renewed, ends_on=TODAY + timedelta(days=400))
    nobody = UserFactory()
    people = [held.person_id, given_up.person_id, renewed.person_id, nobody.pk]

    with django_assert_num_queries(2):
        found = registration_status(people, today=TODAY)

    assert [found[person].tone for person in people] == ["amber", "", "green", ""]
