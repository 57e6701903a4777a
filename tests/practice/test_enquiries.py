"""The log of enquiries: its clock, its decisions, and who reads what of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import PracticeSettings
from accounts.roles import Role
from audit.models import AuditEvent
from practice.enquiries import actions
from practice.models import Enquiry, Intake
from reminders import actions as reminders
from reminders.models import Kind, Reminder, Stage
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory
from tests.factories.enquiries import EnquiryFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
LOG = "/enquiries/"


def asked(**values):
    given = {"source": "solicitor", "firm": "Pike & Rowe", "given_name": "Jonah", "nation": "ENG", "received_at": NOW}
    return given | values


def at(year, month, day, hour=16):
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("received", "nation", "days", "due"),
    [
        (at(2026, 11, 18), "ENG", 1, date(2026, 11, 19)),
        (at(2026, 11, 20), "ENG", 1, date(2026, 11, 23)),
        (at(2026, 11, 27), "SCT", 1, date(2026, 12, 1)),
        (at(2026, 11, 20), "ENG", 3, date(2026, 11, 25)),
    ],
)
def test_the_clock_runs_in_working_days_of_the_nation(admin, received, nation, days, due):
    practice = PracticeSettings.current()
    PracticeSettings.objects.filter(pk=practice.pk).update(acknowledge_days=days)

    enquiry = actions.log_enquiry(by=admin, now=NOW, **asked(received_at=received, nation=nation))

    assert enquiry.acknowledge_by == due


def test_a_later_setting_moves_no_old_clock_but_another_day_of_receipt_does(admin):
    enquiry = actions.log_enquiry(by=admin, now=NOW, **asked(received_at=at(2026, 11, 18)))
    PracticeSettings.objects.update(acknowledge_days=5)
    given = {"source": "solicitor", "given_name": "Jonas", "nation": "ENG"}

    actions.change_enquiry(enquiry, version=1, by=admin, now=NOW, **given, received_at=enquiry.received_at)
    assert enquiry.acknowledge_by == date(2026, 11, 19)

    actions.change_enquiry(enquiry, version=2, by=admin, now=NOW, **given, received_at=at(2026, 11, 19))
    assert Enquiry.objects.get().acknowledge_by == date(2026, 11, 26)


def test_from_log_to_decision_over_the_pages(signed_in, admin, case_manager):
    browser = signed_in(admin)
    form = {
        "source": "solicitor",
        "contact_name": "Alison Rowe",
        "received_on": "yesterday",
        "received_clock": "10am",
        "given_name": "Jonah",
        "family_name": "Ketteridge",
        "nation": "ENG",
        "injury": "Fell from a scaffold",
    }
    where = browser.post("/enquiries/new/", form)["Location"]
    enquiry = Enquiry.objects.get()
    assert enquiry.logged_by == admin
    assert "Acknowledge by" in browser.get(where).content.decode()

    browser.post(f"{where}acknowledge/", {"how": "email", "on": "today", "at": "0:00"})
    assert "To decide" in browser.get(where).content.decode()
    again = browser.post(f"{where}acknowledge/", {"how": "letter", "on": "today", "at": "0:00"})
    assert again.status_code == 422

    browser.post(f"{where}decide/", {"answer": "accepted", "worker": case_manager.pk})

    intake = Intake.objects.get()
    assert (intake.worker, intake.enquiry) == (case_manager, enquiry)
    assert "File being set up" in browser.get(where).content.decode()
    verbs = AuditEvent.objects.exclude(verb="enquiry.opened").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["enquiry.logged", "enquiry.acknowledged", "enquiry.decided", "intake.begun"]
    assert "scaffold" not in " ".join(AuditEvent.objects.values_list("text", flat=True))
    assert AuditEvent.objects.filter(verb="enquiry.opened").exists()


def test_waiting_and_declining_ask_for_reasons_and_both_stay_to_be_read(signed_in, admin):
    browser, enquiry = signed_in(admin), EnquiryFactory()
    where = f"{enquiry.get_absolute_url()}decide/"

    refused = browser.post(where, {"answer": "waiting"})
    assert set(refused.context["form"].errors) == {"reason", "look_again_on"}
    browser.post(where, {"answer": "waiting", "reason": "No room yet", "look_again_on": "tomorrow"})
    browser.post(where, {"answer": "declined", "reason": "Still no room"})

    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.look_again_on) == ("declined", None)
    page = browser.get(enquiry.get_absolute_url()).content.decode()
    assert "No room yet" in page
    assert "Still no room" in page


def test_two_who_accept_at_once_begin_one_intake(admin, case_manager):
    enquiry = EnquiryFactory()
    decision = {"answer": "accepted", "reason": "", "look_again_on": None, "worker": case_manager}
    actions.decide_enquiry(enquiry, **decision, by=admin, now=NOW)

    with pytest.raises(actions.AlreadyAccepted):
        actions.decide_enquiry(enquiry, **decision, by=admin, now=NOW)

    assert Intake.objects.count() == 1


def test_nobody_changes_an_enquiry_once_there_is_a_file(signed_in, admin):
    enquiry = EnquiryFactory(client=ClientFactory(), answer="accepted")
    browser, where = signed_in(admin), enquiry.get_absolute_url()

    for page, body in (("change/", {}), ("acknowledge/", {"how": "email", "on": "today", "at": "0:00"})):
        form = browser.get(f"{where}{page}").context["form"]
        shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        answer = browser.post(f"{where}{page}", shown | body)
        assert answer.status_code == 422
        assert "stays as it is" in answer.content.decode()


def test_what_is_late_stands_first_and_what_is_decided_is_filtered_out(signed_in, admin):
    EnquiryFactory(given_name="Later", acknowledge_by=TODAY + 3 * DAY)
    EnquiryFactory(given_name="Decided", answer="declined")
    EnquiryFactory(given_name="Waiting", answer="waiting", look_again_on=TODAY + 9 * DAY, **acknowledged(admin))
    EnquiryFactory(given_name="Acknowledged", **acknowledged(admin))
    EnquiryFactory(given_name="Late", late=True)

    page = signed_in(admin).get(LOG)

    names = [row.name.split()[0] for row in page.context["rows"]]
    assert names == ["Late", "Later", "Waiting", "Acknowledged"]
    assert page.context["late"] == 1
    declined = signed_in(admin).get(f"{LOG}?state=declined").context["rows"]
    assert [row.name.split()[0] for row in declined] == ["Decided"]


def acknowledged(person):
    return {"acknowledged_at": NOW, "acknowledged_by": person, "acknowledged_how": "email"}


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({"acknowledge_by": TODAY - DAY}, True),
        ({"acknowledge_by": TODAY}, False),
        ({"answer": "waiting", "look_again_on": TODAY - DAY}, True),
        ({"answer": "waiting", "look_again_on": TODAY}, False),
        ({"acknowledge_by": TODAY - DAY, "answer": "declined"}, False),
    ],
)
def test_when_an_enquiry_is_late(values, late):
    EnquiryFactory(**values)
    assert Enquiry.objects.late(TODAY).exists() is late


def test_late_ones_are_on_the_admins_day_and_on_the_dashboard(signed_in, admin, case_manager):
    EnquiryFactory(given_name="Jonah", family_name="Ketteridge", late=True)
    EnquiryFactory(given_name="In", family_name="Time")

    day = signed_in(admin).get("/").content.decode()
    assert "Jonah Ketteridge" in day
    assert "In Time" not in day
    assert "Jonah Ketteridge" not in signed_in(case_manager).get("/").content.decode()
    figures = {each["title"]: each for each in signed_in(admin).get("/practice/dashboard/").context["figures"]}
    assert figures["Late enquiries"]["count"] == 1


def test_days_to_allocation_count_from_receipt(signed_in, admin):
    client = ClientFactory()
    enquiry = EnquiryFactory(client=client, answer="accepted", received_at=NOW - 9 * DAY)
    AssignmentFactory(client=client, starts_at=NOW - 3 * DAY)
    AssignmentFactory(client=client, kind="cover", starts_at=NOW - 8 * DAY)

    page = signed_in(admin).get(f"{LOG}?state=accepted")

    assert [row.days for row in page.context["rows"]] == ["6 days to allocation"]
    assert page.context["usual_days"] == 6
    assert "6 days to allocation" in signed_in(admin).get(enquiry.get_absolute_url()).content.decode()


SECRET = "fell from a scaffold on the harbour wall"


def places(enquiry):
    where = enquiry.get_absolute_url()
    return [LOG, "/enquiries/enquiries.csv", where, f"{where}change/", f"{where}decide/", f"{where}acknowledge/", "/"]


def test_admins_see_who_asks_about_whom_and_no_clinical_word(signed_in, admin):
    enquiry = EnquiryFactory(asked=SECRET, injury=SECRET, late=True)
    pages = {place: signed_in(admin).get(place).content.decode() for place in places(enquiry)}

    assert [place for place, page in pages.items() if SECRET in page] == []
    assert enquiry.family_name in pages["/enquiries/enquiries.csv"]
    assert AuditEvent.objects.filter(verb="enquiries.exported").count() == 1


def test_who_reads_files_reads_the_same_pages_with_it(signed_in, case_manager):
    """The negative control of the test above."""
    enquiry = EnquiryFactory(asked=SECRET, injury=SECRET)
    shown = [place for place in places(enquiry) if SECRET in signed_in(case_manager).get(place).content.decode()]
    assert shown == [enquiry.get_absolute_url(), f"{enquiry.get_absolute_url()}change/"]


def test_an_admin_who_changes_an_enquiry_keeps_what_they_may_not_read(signed_in, admin):
    enquiry = EnquiryFactory(injury=SECRET)
    where = f"{enquiry.get_absolute_url()}change/"
    form = signed_in(admin).get(where).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    signed_in(admin).post(where, shown | {"family_name": "Kettering", "version": "1", "injury": "Overwritten"})

    enquiry.refresh_from_db()
    assert (enquiry.family_name, enquiry.injury) == ("Kettering", SECRET)
    assert AuditEvent.objects.filter(verb="enquiry.changed").exists()


def test_whoever_is_walled_off_from_the_client_does_not_know_the_enquiry(signed_in, case_manager, outsider):
    client = ClientFactory()
    AssignmentFactory(client=client, staff=case_manager)
    enquiry = EnquiryFactory(client=client, answer="accepted")

    assert signed_in(case_manager).get(enquiry.get_absolute_url()).status_code == 200
    assert signed_in(outsider).get(enquiry.get_absolute_url()).status_code == 404
    assert enquiry.name not in signed_in(outsider).get(f"{LOG}?state=all").content.decode()


def test_supervisors_without_clients_of_their_own_have_no_log(signed_in):
    assert signed_in(UserFactory(roles=[Role.SUPERVISOR])).get(reverse("practice:enquiries")).status_code == 403


def test_who_logged_it_and_the_admins_are_reminded_on_the_day_and_again_when_it_is_late(admin, case_manager):
    EnquiryFactory(acknowledge_by=TODAY, logged_by=case_manager)

    reminders.sweep(now=NOW)
    on_the_day = set(Reminder.objects.values_list("person", "stage"))
    reminders.sweep(now=NOW + DAY)
    Enquiry.objects.update(answer="declined")

    assert on_the_day == {(admin.pk, Stage.ON_THE_DAY), (case_manager.pk, Stage.ON_THE_DAY)}
    assert Reminder.objects.filter(stage=Stage.ESCALATED, kind=Kind.ENQUIRY).exists()
    text = " ".join(message.subject + message.body for message in mail.outbox)
    assert "enquiry to answer" in text
    assert "Ketteridge" not in text
