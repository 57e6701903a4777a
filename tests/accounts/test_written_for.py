"""A query about what a person may see is written out once for each set of roles, and asked for each person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import written_for as module
from accounts.models import Absence, User
from accounts.roles import Role
from accounts.written_for import written_for
from tests.factories.accounts import AbsenceFactory
from ui.written import NotTheSameWords

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def written_here(monkeypatch):
    """What a test writes is no query of the product."""
    monkeypatch.setattr(module.WrittenFor, "every", [])
    return written_for


def absences(user, now, since):
    found = Absence.objects.on(timezone.localdate(now)).filter(starts_on__gte=since).order_by("pk")
    return found if user.holds(Role.PRACTICE_ADMIN) else found.filter(person=user)


def test_each_person_gets_what_the_query_gives_them(written_here, case_manager, outsider, admin):
    own, of_outsider = AbsenceFactory(person=case_manager), AbsenceFactory(person=outsider)
    asked, since = written_here(absences), timezone.localdate() - timedelta(days=7)

    asked(case_manager, NOW, since)
    with CaptureQueriesContext(connection) as captured:
        found = [asked(person, NOW, since) for person in (case_manager, outsider, admin)]

    assert found == [[own], [of_outsider], [own, of_outsider]]
    assert found == [list(asked.plainly(person, NOW, since)) for person in (case_manager, outsider, admin)]
    assert len(captured) == 3
    assert asked(case_manager, NOW, timezone.localdate() + timedelta(days=1)) == []
    assert asked(case_manager, NOW - timedelta(days=30), since) == []


def test_who_is_not_at_work_any_more_is_asked_about_apart(written_here, case_manager):
    AbsenceFactory(person=case_manager)

    @written_here
    def while_active(user, now):
        return Absence.objects.filter(person=user) if user.is_active else Absence.objects.none()

    assert len(while_active(case_manager, NOW)) == 1
    case_manager.is_active = False
    assert while_active(case_manager, NOW) == []


def by_their_address(user, now):
    return User.objects.filter(email=user.email)


def a_week_before(user, now):
    return Absence.objects.filter(entered_at__gte=now - timedelta(days=7))


@pytest.mark.parametrize(
    ("query", "problem"), [(by_their_address, User.DoesNotExist), (a_week_before, NotTheSameWords)]
)
def test_a_query_that_would_hold_one_person_s_words_for_everybody_is_refused(
    written_here, case_manager, query, problem
):
    with pytest.raises(problem):
        written_here(query)(case_manager, NOW)


def test_a_person_of_whom_everything_is_known_would_be_written_out(written_here, case_manager, outsider, monkeypatch):
    """The negative control: with a whole person standing in, everybody would get the answer for that one."""
    whole = User(email=case_manager.email)
    monkeypatch.setattr(module, "_somebody", lambda **known: whole)
    asked = written_here(by_their_address)

    assert asked(outsider, NOW) == [case_manager]


def test_values_that_follow_the_person_keep_their_places(written_here, case_manager):
    away = AbsenceFactory(person=case_manager, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 9))

    @written_here
    def between(user, now, first, last):
        return Absence.objects.filter(person=user, starts_on__gte=first, ends_on__lte=last)

    assert between(case_manager, NOW, date(2026, 3, 1), date(2026, 3, 10)) == [away]
    assert between(case_manager, NOW, date(2026, 3, 10), date(2026, 3, 1)) == []
