"""Risks, alerts, the way in, complaints and promises."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from clients import safety_actions as actions
from clients.due import all_due, complaints_due, promises_due, risks_due
from clients.models import Client, TimelineEntry, WayIn
from tests.factories.accounts import UserFactory
from tests.factories.capacity import CapacityAssessmentFactory
from tests.factories.clients import ComplaintFactory, PromiseFactory, RiskFactory
from ui.versions import Stale

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def page(browser, client, route):
    return browser.get(reverse(route, args=[client.reference])).content.decode()


def verbs(client):
    return list(AuditEvent.objects.filter(client=client.reference).order_by("number").values_list("verb", flat=True))


def test_an_alert_stands_above_every_page_until_it_is_ended(signed_in, case_manager, client_file):
    alert = actions.raise_alert(client_file, kind="no_contact", words="M. Dell", on=TODAY, by=case_manager)
    browser = signed_in(case_manager)
    assert "M. Dell" in page(browser, client_file, "records:timeline")
    actions.end_alert(alert, on=TODAY, reason="Moved away", by=case_manager)
    assert "M. Dell" not in page(browser, client_file, "records:timeline")
    with pytest.raises(actions.AlreadyClosed):
        actions.end_alert(alert, on=TODAY, reason="Again", by=case_manager)
    assert [verb for verb in verbs(client_file) if "alert" in verb] == ["alert.raised", "alert.ended"]


def test_the_way_in_stands_on_one_page_alone_and_its_opening_is_told(signed_in, case_manager, client_file):
    actions.change_way_in(client_file, text="Code 4711", version=0, by=case_manager, now=NOW)
    browser = signed_in(case_manager)
    for route in ("clients:safety", "practice:brief", "practice:client_summary", "records:timeline", "practice:person"):
        assert "4711" not in page(browser, client_file, route), route
    assert "way_in.opened" not in verbs(client_file)
    assert "4711" in page(browser, client_file, "clients:way_in")
    assert verbs(client_file)[-1] == "way_in.opened"
    assert "way_in.changed" in verbs(client_file)


def test_who_reads_for_the_practice_alone_is_not_told_how_to_get_in(signed_in, client_file):
    browser = signed_in(UserFactory(roles=[Role.CLINICAL_READER]))
    assert reverse("clients:way_in", args=[client_file.reference]) not in page(browser, client_file, "clients:safety")
    assert browser.get(reverse("clients:way_in", args=[client_file.reference])).status_code == 403


def test_two_people_write_the_way_in_and_the_second_is_told(case_manager, client_file):
    actions.change_way_in(client_file, text="Bell", version=0, by=case_manager, now=NOW)
    with pytest.raises(Stale):
        actions.change_way_in(client_file, text="Knock", version=0, by=case_manager, now=NOW)
    assert WayIn.objects.get().text == "Bell"


def test_a_risk_is_reviewed_and_falls_due_again(case_manager, client_file):
    risk = RiskFactory(client=client_file, review_on=TODAY)
    assert [row.subject_id for row in risks_due(TODAY, [client_file.pk])] == [risk.pk]
    later = TODAY + timedelta(weeks=12)
    actions.review_risk(risk, version=1, by=case_manager, client_view="Mine to take", review_on=later)
    assert not list(risks_due(TODAY))
    assert [row.due_on for row in risks_due(later)] == [later]
    assert verbs(client_file)[-1] == "risk.reviewed"
    with pytest.raises(Stale):
        actions.review_risk(risk, version=1, by=case_manager, client_view="Lost")


def test_a_closed_risk_falls_due_no_more(case_manager, client_file):
    risk = RiskFactory(client=client_file, review_on=TODAY)
    actions.close_risk(risk, on=TODAY, reason="Rail fitted", by=case_manager)
    assert not list(risks_due(TODAY))


def test_a_complaint_has_a_clock_and_its_story_tells_no_words_of_it(case_manager, client_file):
    complaint = actions.receive_complaint(
        client_file,
        kind="complaint",
        received_on=TODAY,
        from_whom="Her sister",
        about="Nobody rang",
        by=case_manager,
        now=NOW,
    )
    assert complaint.answer_due_on == TODAY + timedelta(days=28)
    assert [row.subject_id for row in complaints_due(complaint.answer_due_on)] == [complaint.pk]
    actions.resolve_complaint(complaint, on=TODAY, resolution="Rang", learning="", by=case_manager, now=NOW)
    assert not list(complaints_due(complaint.answer_due_on))
    assert verbs(client_file)[-2:] == ["complaint.received", "complaint.resolved"]
    told = TimelineEntry.objects.filter(client=client_file).order_by("pk")
    assert [(entry.title, entry.excerpt) for entry in told][-2:] == [
        ("Complaint received", ""),
        ("Complaint resolved", ""),
    ]
    with pytest.raises(actions.AlreadyClosed):
        actions.resolve_complaint(complaint, on=TODAY, resolution="Again", learning="", by=case_manager, now=NOW)


def test_a_promise_falls_due_until_it_is_settled(case_manager, client_file):
    promise = actions.make_promise(
        client_file, what="Ring", to_whom="Her sister", on=TODAY, due_on=TODAY, by=case_manager
    )
    assert [row.subject_id for row in promises_due(TODAY, [client_file.pk])] == [promise.pk]
    actions.settle_promise(promise, on=TODAY, how="Rang", by=case_manager)
    assert not list(promises_due(TODAY))
    assert verbs(client_file)[-2:] == ["promise.made", "promise.settled"]


def test_what_falls_due_stands_on_my_day_with_where_it_leads(signed_in, case_manager, client_file):
    complaint = ComplaintFactory(client=client_file, answer_due_on=TODAY)
    promise = PromiseFactory(client=client_file, due_on=TODAY)
    day = signed_in(case_manager).get("/").content.decode()
    assert reverse("clients:complaint", args=[complaint.pk]) in day
    assert reverse("clients:settle_promise", args=[promise.pk]) in day


def test_all_of_it_together_in_one_query(django_assert_num_queries, client_file):
    rows = {
        "risk_review": RiskFactory(client=client_file, review_on=TODAY),
        "capacity": CapacityAssessmentFactory(client=client_file, review_on=TODAY),
        "complaint": ComplaintFactory(client=client_file, answer_due_on=TODAY),
        "promise": PromiseFactory(client=client_file, due_on=TODAY),
    }
    PromiseFactory(due_on=TODAY)
    for whose in ([client_file.pk], Client.objects.filter(pk=client_file.pk)):
        with django_assert_num_queries(1):
            found = list(all_due(TODAY, whose))
        assert {row.kind: row.subject_id for row in found} == {kind: row.pk for kind, row in rows.items()}
    assert len(list(all_due(TODAY))) == 5
