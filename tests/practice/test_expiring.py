from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import PracticeSettings, StaffCheck
from accounts.models.register import years_after
from practice.expiring import lines_for
from tests.access.pages import signed_in
from tests.factories.accounts import StaffCheckFactory, UserFactory

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


def whose(expiring):
    return [(line.who, line.what) for line in expiring.lines] if expiring else []


def test_my_day_shows_the_person_s_own_checks_and_an_admin_those_of_all(case_manager, outsider, admin):
    StaffCheckFactory(person=case_manager, ends_on=TODAY + timedelta(days=20))
    StaffCheckFactory(person=case_manager, indemnity=True, ends_on=TODAY + timedelta(days=300))
    StaffCheckFactory(person=outsider, dbs=True, issued_on=years_after(TODAY, -3) - timedelta(days=9))
    StaffCheckFactory(person=UserFactory(is_active=False), ends_on=TODAY)

    mine = [("You", "Professional registration, HCPC, occupational therapist")]
    theirs = [("You", "DBS check, Enhanced")]
    assert whose(lines_for(case_manager, PracticeSettings(), now=timezone.now())) == mine
    assert whose(lines_for(outsider, PracticeSettings(), now=timezone.now())) == theirs
    assert [who for who, _ in whose(lines_for(admin, PracticeSettings(), now=timezone.now()))] == [
        "Daniel Owens",
        "Priya Kaur",
    ]
    assert "HCPC, occupational therapist" in signed_in(case_manager).get("/").content.decode()


def test_what_is_in_date_for_long_is_not_shown(case_manager):
    StaffCheckFactory(person=case_manager, ends_on=TODAY + timedelta(days=61))

    assert lines_for(case_manager, PracticeSettings(), now=timezone.now()) is None


@pytest.mark.parametrize(
    ("issued", "looked_up", "runs_out"),
    [
        (date(2023, 11, 22), None, True),
        (date(2023, 11, 23), None, False),
        (date(2020, 1, 1), date(2023, 11, 22), True),
        (date(2020, 1, 1), date(2024, 1, 1), False),
    ],
)
def test_the_query_for_old_dbs_checks_agrees_with_the_sum(issued, looked_up, runs_out):
    check = StaffCheckFactory(dbs=True, issued_on=issued, looked_up_on=looked_up)
    until = date(2026, 11, 22)

    assert StaffCheck.objects.running_out(until, dbs_years=3).exists() == runs_out
    assert (check.runs_out_on(dbs_years=3) <= until) == runs_out
