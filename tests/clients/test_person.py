"""The ten markers with their gaps, the hospital papers, and equality apart from it all."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients import person_actions as actions
from clients.markers import markers
from clients.models import Circumstances, Client, EqualityRecord, HospitalDocument
from practice.equality import Answer, shown
from tests.factories.clients import EqualityRecordFactory
from ui.versions import Stale

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def last_event():
    return AuditEvent.objects.order_by("-number").first()


def test_an_empty_file_has_ten_gaps():
    listed = markers(Client(), None, capacity=0, goals=0, today=TODAY)
    assert [marker.number for marker in listed if not marker.told] == list(range(1, 11))


def test_each_marker_is_told_from_its_own_place():
    client = Client(born_on=date(1990, 5, 2), injured_on=date(2024, 3, 1), pre_existing="Asthma")
    held = Circumstances(
        before="Lived alone", work="Fitter", dependants="None", geography="Town", daily_living="Cooks", witnessed="No"
    )
    told = markers(client, held, capacity=1, goals=3, today=date(2026, 11, 22))
    assert [marker.told for marker in told] == [
        "36 years",
        "Asthma\nLived alone",
        "Fitter",
        "None",
        "Town",
        "1 decision assessed",
        "Cooks",
        "3 open goals",
        "No",
        "2 years, since 1 Mar 2024",
    ]


@pytest.mark.django_db
def test_the_panel_shows_its_gaps(signed_in, case_manager, client_file):
    where = reverse("practice:person", args=[client_file.reference])
    before = signed_in(case_manager).get(where).context["told"]
    actions.change_circumstances(client_file, version=0, by=case_manager, now=NOW, dependants="Two children")
    response = signed_in(case_manager).get(where)
    assert response.context["told"] == before + 1
    assert "Two children" in response.content.decode()


@pytest.mark.django_db
def test_circumstances_are_changed_by_one_at_a_time(case_manager, client_file):
    actions.change_circumstances(client_file, version=0, by=case_manager, now=NOW, work="Fitter")
    event = last_event()
    assert (event.verb, event.fields) == ("circumstances.changed", ["work"])
    with pytest.raises(Stale):
        actions.change_circumstances(client_file, version=0, by=case_manager, now=NOW, work="Cook")
    actions.change_circumstances(client_file, version=1, by=case_manager, now=NOW, work="Cook")
    assert Circumstances.objects.get().work == "Cook"


@pytest.mark.django_db
def test_the_list_of_hospital_papers(case_manager, client_file):
    asked = {"discharge": "requested", "imaging": "", "therapy": "not_needed"}
    assert actions.note_papers(client_file, asked, on=TODAY, by=case_manager) == ["discharge", "therapy"]
    assert last_event().verb == "hospital_papers.changed"
    assert actions.note_papers(client_file, asked, on=TODAY, by=case_manager) == []
    actions.note_papers(client_file, {"discharge": "received", "therapy": ""}, on=TODAY, by=case_manager)
    assert list(HospitalDocument.objects.values_list("paper", "state")) == [("discharge", "received")]


@pytest.mark.django_db
def test_equality_stands_on_its_own_page_alone(signed_in, case_manager, client_file):
    answers = {"religion": "sikh", "adjustments": "Zebra print"}
    actions.change_equality(client_file, version=0, by=case_manager, today=TODAY, **answers)
    assert (last_event().verb, last_event().fields) == ("equality.changed", [])
    browser = signed_in(case_manager)
    for route in ("practice:person", "practice:brief", "practice:client_summary", "clients:safety"):
        page = browser.get(reverse(route, args=[client_file.reference])).content.decode()
        assert "Sikh" not in page, route
        assert "Zebra" not in page, route
    page = browser.get(reverse("clients:equality", args=[client_file.reference])).content.decode()
    assert "Sikh" in page
    assert last_event().verb == "equality.opened"


WORDS = {"a": "A", "b": "B", "c": "C", "": "Not asked"}


def counts(**given):
    return {answer.words: answer.count for answer in shown(given, WORDS, smallest=10)}


def test_a_small_group_is_hidden_and_another_with_it():
    assert counts(a=40, b=12, c=3) == {"A": 40, "B": None, "C": None, "Not asked": None}


def test_small_groups_that_hide_each_other_hide_no_more():
    assert counts(a=40, b=6, c=5) == {"A": 40, "B": None, "C": None, "Not asked": None}


def test_large_groups_are_shown_and_none_reads_like_few():
    assert counts(a=40, b=12, c=10) == {"A": 40, "B": 12, "C": 10, "Not asked": None}
    assert shown({}, {"a": "A"}, smallest=10) == [Answer("A", None)]


@pytest.mark.django_db
def test_the_practice_sees_counts_of_large_groups_only(signed_in, admin):
    for _ in range(10):
        EqualityRecordFactory(ethnic_group="white", gender="woman")
    EqualityRecordFactory(ethnic_group="white", gender="man")
    questions = dict(signed_in(admin).get("/practice/equality/").context["questions"])
    assert Answer("White", 11) in questions["Ethnic group"]
    assert {answer.count for answer in questions["Gender"]} == {None}
    assert EqualityRecord.objects.count() == 11
