from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.capacity import limit_of
from accounts.models import PracticeSettings, WorkingTerms
from accounts.terms_actions import set_terms
from audit.models import AuditEvent
from tests.factories.accounts import WorkingTermsFactory
from ui.versions import Stale

TODAY = date(2026, 11, 22)
PRACTICE = PracticeSettings()  # 100 points for 1.0 FTE; 60 per cent in the first 13 weeks


def terms(fte="1", duties=0, weeks=None):
    started_on = TODAY - timedelta(weeks=weeks) if weeks is not None else None
    return WorkingTerms(fte=Decimal(fte), duties=duties, started_on=started_on)


@pytest.mark.parametrize(
    ("of", "limit"),
    [
        (terms("1"), 100),
        (terms("0.8"), 80),
        (terms("0.8", duties=15), 65),
        (terms("1", weeks=12), 60),
        (terms("1", weeks=13), 100),
        (terms("0.5", duties=10, weeks=0), 20),
        (terms("0.1", duties=40), 0),
        (terms("0.33"), 33),
        (None, 100),
    ],
)
def test_a_limit_is_points_times_fte_less_duties_and_lower_in_the_first_weeks(of, limit):
    assert limit_of(of, PRACTICE, today=TODAY) == limit


def test_terms_are_kept_and_the_log_names_the_fields(admin, case_manager):
    set_terms(case_manager, version=0, by=admin, fte=Decimal("0.8"), duties=5)
    set_terms(case_manager, version=1, by=admin, fte=Decimal("0.8"), duties=10)

    assert WorkingTerms.objects.get(person=case_manager).duties == 10
    events = AuditEvent.objects.filter(verb="terms.changed").order_by("number")
    assert [event.fields for event in events] == [["duties", "fte"], ["duties"]]


@pytest.mark.parametrize("version", [0, 1])
def test_two_admins_do_not_overwrite_each_other(admin, case_manager, version):
    set_terms(case_manager, version=0, by=admin, duties=5)
    set_terms(case_manager, version=1, by=admin, duties=6)

    with pytest.raises(Stale):
        set_terms(case_manager, version=version, by=admin, duties=7)

    case_manager.terms.refresh_from_db()
    assert case_manager.terms.duties == 6


GIVEN = {"fte": "0.6", "duties": "10", "started_on": "1 Sep 2025", "profession": "nurse", "area": "Bristol BS1"}


def test_an_admin_keeps_the_terms_of_the_team(admin, case_manager, signed_in):
    browser, path = signed_in(admin), reverse("accounts:working_terms", args=[case_manager.pk])

    answer = browser.post(path, GIVEN)

    assert answer.status_code == 303
    kept = WorkingTerms.objects.get(person=case_manager)
    assert (str(kept.fte), kept.duties, kept.started_on) == ("0.60", 10, date(2025, 9, 1))
    assert 'value="0.60"' in browser.get(path).content.decode()


@pytest.mark.parametrize("fte", ["0", "2", "a half", "NaN", "0.333"])
def test_an_fte_that_cannot_be_is_refused(admin, case_manager, signed_in, fte):
    path = reverse("accounts:working_terms", args=[case_manager.pk])

    answer = signed_in(admin).post(path, GIVEN | {"fte": fte})

    assert answer.status_code == 422
    assert not WorkingTerms.objects.exists()


def test_a_save_over_somebody_elses_shows_both(admin, case_manager, signed_in):
    WorkingTermsFactory(person=case_manager, duties=5, version=4)
    path = reverse("accounts:working_terms", args=[case_manager.pk])

    answer = signed_in(admin).post(path, GIVEN | {"version": "3"})

    assert answer.status_code == 409
    assert "Saved by somebody else" in answer.content.decode()
