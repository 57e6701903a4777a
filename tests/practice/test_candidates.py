from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Assignment, CaseManagerChoice
from clients.wall_actions import build_wall
from tests.factories.accounts import StaffCheckFactory, UserFactory, WorkingTermsFactory
from tests.factories.clients import AssignmentFactory, ClientFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def waiting(db):
    """Nadia, new and unassigned, near Bristol: 1 + 1 + 0 + 3 + 2 points."""
    return ClientFactory(
        given_name="Nadia", preferred_name="", family_name="Bashir", address="8 Weir Lane BS3 2PD", created_at=NOW
    )


@pytest.fixture
def page(waiting, admin, signed_in):
    return signed_in(admin), reverse("practice:candidates", args=[waiting.reference])


def names(found):
    return [candidate.name for candidate in found]


def test_those_with_room_come_first_in_the_stated_order(page):
    for name, fte in (("Ann", "0.2"), ("Ben", "1"), ("Cas", "1"), ("Dee", "0.06")):
        WorkingTermsFactory(person=UserFactory(name=name), fte=fte)
    browser, path = page

    shown = browser.get(path).context

    assert names(shown["with_room"]) == ["Ben", "Cas", "Ann"]
    assert names(shown["without_room"]) == ["Dee"]
    assert [(one.before, one.after, one.limit) for one in shown["without_room"]] == [(0, 7, 6)]


def test_each_is_shown_with_what_speaks_for_them(page, case_manager):
    WorkingTermsFactory(
        person=case_manager, specialisms="Amputation", languages="Welsh", profession="nurse", area="Bath BA1"
    )
    carried = ClientFactory(created_at=NOW - timedelta(days=300))
    AssignmentFactory(client=carried, staff=case_manager)
    browser, path = page

    answer = browser.get(path)

    [one] = answer.context["with_room"]
    assert (one.profession, one.specialisms, one.languages, one.distance) == ("Nurse", "Amputation", "Welsh", "Far")
    assert (one.before, one.after) == (6, 13)
    assert "Weir Lane" not in answer.content.decode()
    assert AuditEvent.objects.filter(verb="candidates.opened").count() == 1


def test_each_is_shown_with_how_far_their_registration_reaches(page, case_manager, outsider):
    StaffCheckFactory(person=case_manager, ends_on=TODAY - timedelta(days=1))
    browser, path = page

    found = {one.name: one.registered.tone for one in browser.get(path).context["with_room"]}

    assert found == {case_manager.name: "red", outsider.name: ""}


def test_whom_a_wall_keeps_away_is_not_offered(page, waiting, case_manager, outsider, admin):
    build_wall(waiting, staff=outsider, by=admin, now=NOW, reason="Neighbours")
    browser, path = page

    answer = browser.get(path)

    assert names(answer.context["with_room"]) == [case_manager.name]
    assert outsider.name not in answer.content.decode()


def given(*offered, **values):
    said = {"said_by": "Nadia", "words": "She speaks my language", "on": "today"}
    return {"offered": [str(person.pk) for person in offered]} | said | values


def test_the_choice_is_recorded_and_carried_out(page, waiting, case_manager, outsider):
    browser, path = page

    answer = browser.post(path, given(case_manager, outsider, chosen=str(outsider.pk)))

    assert (answer.status_code, answer["Location"]) == (303, reverse("clients:allocation", args=[waiting.reference]))
    choice = CaseManagerChoice.objects.get(client=waiting)
    assert (choice.chosen, choice.words, choice.on) == (outsider, "She speaks my language", TODAY)
    assert Assignment.objects.leads().live(timezone.now()).get(client=waiting).staff == outsider
    assert "She speaks my language" in browser.get(path).content.decode()


def test_nobody_chosen_is_a_choice_too(page, waiting, case_manager):
    browser, path = page

    assert browser.post(path, given(case_manager, chosen="")).status_code == 303
    assert CaseManagerChoice.objects.get(client=waiting).chosen is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"offered": []}, "Tick at least one case manager who was offered"),
        ({"words": ""}, "Enter why, in their words"),
        ({"said_by": ""}, "Enter who told you"),
    ],
)
def test_a_choice_that_is_not_whole_is_refused_and_keeps_the_ticks(page, case_manager, change, words):
    browser, path = page

    answer = browser.post(path, given(case_manager, chosen="") | change)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ("checked" in answer.content.decode()) == bool(change.get("offered", True))


def test_whom_was_not_offered_cannot_be_chosen(page, case_manager, outsider):
    browser, path = page

    answer = browser.post(path, given(case_manager, chosen=str(outsider.pk)))

    assert answer.status_code == 422
    assert f"Tick {outsider.name} as offered too" in answer.content.decode()


def test_the_lead_cannot_be_chosen_again(page, waiting, case_manager):
    AssignmentFactory(client=waiting, staff=case_manager)
    browser, path = page

    answer = browser.post(path, given(case_manager, chosen=str(case_manager.pk)))

    assert answer.status_code == 422
    assert "already carries this client" in answer.content.decode()
    assert not CaseManagerChoice.objects.exists()
