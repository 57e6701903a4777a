from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.forms import PracticeForm
from accounts.models import CheckKind, CpdEntry, PracticeSettings, StaffCheck
from audit.models import AuditEvent
from tests.access.pages import signed_in
from tests.factories.accounts import CpdEntryFactory, StaffCheckFactory

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


def test_a_case_manager_adds_a_registration(case_manager):
    sent = {"which": "hcpc_ot", "number": "OT700700", "ends_on": "31 Oct 2029"}

    response = signed_in(case_manager).post("/account/register/add/registration/", sent, follow=True)

    assert StaffCheck.objects.get().body == "HCPC"
    assert "HCPC, occupational therapist" in response.content.decode()


def test_a_registration_without_its_end_is_refused_with_the_end_of_the_cycle(case_manager):
    response = signed_in(case_manager).post(
        "/account/register/add/registration/", {"which": "hcpc_physio", "number": "PH1"}
    )

    assert response.status_code == 422
    assert "this register runs to 30 Apr" in response.content.decode()


def test_another_register_is_named(case_manager):
    browser, sent = signed_in(case_manager), {"which": "other", "number": "7", "ends_on": "31 Oct 2029"}

    assert browser.post("/account/register/add/registration/", sent).status_code == 422
    browser.post("/account/register/add/registration/", sent | {"other_body": "UKCP"})

    assert StaffCheck.objects.get().title == "UKCP"


def test_a_renewal_suggests_the_next_end_of_the_cycle(case_manager):
    check = StaffCheckFactory(person=case_manager, ends_on="2027-10-31")

    page = signed_in(case_manager).get(reverse("accounts:renew_check", args=[check.pk])).content.decode()

    assert "31 Oct 2029" in page


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (CheckKind.MEMBERSHIP, {"which": "babicm", "detail": "Advanced member"}),
        (CheckKind.DBS, {"which": "enhanced", "issued_on": "1 Mar 2026"}),
        (CheckKind.INDEMNITY, {"body": "Marlow Mutual", "ends_on": "1 Mar 2029"}),
    ],
)
def test_an_admin_adds_each_kind_for_a_colleague(case_manager, admin, kind, sent):
    response = signed_in(admin).post(reverse("accounts:add_check", args=[case_manager.pk, kind]), sent)

    assert response.status_code == 303
    assert StaffCheck.objects.get(person=case_manager).kind == kind


def test_an_admin_verifies_a_colleague_s_evidence(case_manager, admin):
    check = StaffCheckFactory(person=case_manager)
    sent = {"seen": "on", "version": check.version}

    signed_in(admin).post(reverse("accounts:verify_check", args=[check.pk]), sent)

    check.refresh_from_db()
    assert check.verified_by == admin


def test_an_admin_cannot_verify_their_own(admin):
    check = StaffCheckFactory(person=admin)

    response = signed_in(admin).post(reverse("accounts:verify_check", args=[check.pk]), {"seen": "on", "version": 1})

    assert response.status_code == 422
    assert "another practice admin" in response.content.decode()


def test_two_windows_on_one_check_are_both_shown(case_manager):
    check = StaffCheckFactory(person=case_manager)
    browser, where = signed_in(case_manager), reverse("accounts:change_check", args=[check.pk])
    sent = {"which": "hcpc_ot", "number": "OT1", "ends_on": "31 Oct 2029", "version": 1, "once_key": "a"}
    assert browser.post(where, sent).status_code == 303

    response = browser.post(where, sent | {"number": "OT2", "once_key": "b"})

    assert response.status_code == 409
    assert "OT1" in response.content.decode()


def test_a_person_declares_and_learns(case_manager):
    browser = signed_in(case_manager)

    assert browser.post("/account/register/fitness/", {}).status_code == 422
    browser.post("/account/register/fitness/", {"declared": "on"})
    browser.post(
        "/account/register/learning/add/",
        {"on": "today", "hours": "1", "spare_minutes": "30", "what": "Webinar", "reflection": "Ask early"},
    )

    assert StaffCheck.objects.get().kind == CheckKind.FITNESS
    assert CpdEntry.objects.get().minutes == 90


def test_learning_without_a_length_is_refused(case_manager):
    response = signed_in(case_manager).post("/account/register/learning/add/", {"on": "today", "what": "Webinar"})

    assert response.status_code == 422
    assert "Enter how long it took" in response.content.decode()


def test_what_somebody_takes_from_learning_is_theirs_alone(case_manager, admin):
    CpdEntryFactory(person=case_manager, what="Study day", reflection="I was out of my depth")

    own = signed_in(case_manager).get("/account/register/").content.decode()
    theirs = signed_in(admin).get(reverse("accounts:person_register", args=[case_manager.pk])).content.decode()

    assert "out of my depth" in own
    assert "Study day" in theirs
    assert "out of my depth" not in theirs


@pytest.fixture
def staff(case_manager, outsider, admin):
    """A case manager with everything in date, a colleague whose registration has lapsed, an admin with nothing."""
    for person, ends_on in ((case_manager, TODAY + timedelta(days=400)), (outsider, TODAY - timedelta(days=1))):
        StaffCheckFactory(person=person, ends_on=ends_on, verified_by=admin, verified_at=timezone.now())
        StaffCheckFactory(person=person, dbs=True, verified_by=admin, verified_at=timezone.now())
        StaffCheckFactory(person=person, indemnity=True, verified_by=admin, verified_at=timezone.now())
        StaffCheckFactory(person=person, kind="fitness", issued_on=TODAY, which="", body="")
    StaffCheckFactory(person=case_manager, kind="membership", which="babicm", body="BABICM", ends_on=None)
    CpdEntryFactory(person=case_manager, minutes=600)
    CpdEntryFactory(person=case_manager, minutes=600, on=TODAY - timedelta(days=400))
    return signed_in(admin)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", ["Amara Okafor", "Daniel Owens", "Priya Kaur"]),
        ("lapsed", ["Amara Okafor", "Daniel Owens"]),
        ("soon", []),
        ("unverified", ["Priya Kaur"]),
        ("nonsense", ["Amara Okafor", "Daniel Owens", "Priya Kaur"]),
    ],
)
def test_the_staff_register_is_filtered_by_state(staff, state, shown):
    response = staff.get("/practice/team/register/", {"state": state})

    assert [row.person.name for row in response.context["rows"]] == shown


def test_learning_counts_for_twelve_months_against_the_practice_s_minimum(staff):
    PracticeSettings.current()
    PracticeSettings.objects.update(cpd_hours=10)

    rows = staff.get("/practice/team/register/").context["rows"]

    assert [(row.learnt, row.learnt_state.word) for row in rows][1:] == [
        ("0m", "Under 10 hours"),
        ("10h", "10 hours reached"),
    ]


def test_the_register_is_downloaded_and_the_download_recorded(staff, outsider):
    type(outsider).objects.filter(pk=outsider.pk).update(name="=1+1")

    response = staff.get("/practice/team/register/csv/")

    lines = response.content.decode().splitlines()
    assert (
        lines[0].removeprefix("\ufeff") == 'Name,Role,Registration,DBS,Indemnity,Fitness,Memberships,"CPD, 12 months"'
    )
    assert any(line.startswith("'=1+1,Occupational therapist,Lapsed ") for line in lines)
    assert AuditEvent.objects.filter(verb="register.exported").exists()


def test_the_steps_of_the_ladder_go_down(admin):
    form = PracticeForm({"expiry_first_days": "60", "expiry_second_days": "60", "expiry_last_days": "7"}, token=None)
    assert "expiry_second_days" in form.errors
