"""Planning a handover and the cover of an absence, as an admin does it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence
from clients.handover_actions import Move, hand_over
from clients.models import Assignment, AssignmentKind, Client, Handover, HandoverKind, HandoverState
from tests.factories.accounts import AbsenceFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ConflictWallFactory

pytestmark = pytest.mark.django_db

NEW = "/practice/handovers/new/"
DAY = timedelta(days=1)


@pytest.fixture
def caseload(case_manager):
    return [AssignmentFactory(staff=case_manager).client for _ in range(3)]


@pytest.fixture
def browser(admin, signed_in):
    return signed_in(admin)


def body(clients, receiver, **more):
    given = {"clients": [client.pk for client in clients], "receiver": receiver.pk, "reason": "Evened out"}
    return given | more


def leads(clients):
    live = Assignment.objects.live(timezone.now()).leads().filter(client__in=clients)
    return set(live.values_list("staff__name", flat=True))


def test_the_check_page_shows_the_load_and_moves_nobody(caseload, outsider, browser):
    AbsenceFactory(person=outsider, starts_on=timezone.localdate() + DAY)

    page = browser.post(NEW, body(caseload[:2], outsider))

    assert page.status_code == 200
    text = page.content.decode()
    assert "3 → 1 client" in text
    assert "0 → 2 clients" in text
    assert "Nobody can confirm a handover note any more" in text
    assert "Daniel Owens is away from" in text
    assert leads(caseload) == {"Priya Kaur"}
    assert not Handover.objects.exists()


def test_what_was_typed_is_shown_as_text(caseload, outsider, browser):
    page = browser.post(NEW, body(caseload, outsider, reason="<b>x</b>")).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_change_something_leads_back_to_the_filled_form(caseload, outsider, browser):
    page = browser.post(NEW, body(caseload, outsider, step="change"))

    assert page.status_code == 200
    assert 'value="Evened out"' in page.content.decode()


def test_the_second_step_carries_it_out(caseload, outsider, browser):
    answer = browser.post(NEW, body(caseload[:2], outsider, step="move"), follow=True)

    assert "2 clients move to Daniel Owens now." in answer.content.decode()
    assert leads(caseload[:2]) == {"Daniel Owens"}
    assert leads(caseload[2:]) == {"Priya Kaur"}


def test_clients_named_in_the_address_are_ticked(caseload, outsider, browser):
    AssignmentFactory(staff=outsider)
    page = browser.get(NEW, {"clients": f"{caseload[0].reference},{caseload[1].reference}"}).content.decode()

    assert page.count("checked") == 2
    assert caseload[2].reference not in page


def test_a_refusal_names_the_client(caseload, outsider, browser):
    ConflictWallFactory(client=caseload[0], staff=outsider)

    answer = browser.post(NEW, body(caseload, outsider, step="move"))

    assert answer.status_code == 422
    assert f"{caseload[0].short_name}: Daniel Owens cannot be assigned" in answer.content.decode()
    assert leads(caseload) == {"Priya Kaur"}


def test_until_it_begins_the_page_offers_undo(caseload, outsider, browser):
    browser.post(NEW, body(caseload, outsider, step="move", starts_on="tomorrow"))
    made = Handover.objects.get()
    page = reverse("practice:handover", args=[made.pk])
    assert "Undo this handover" in browser.get(page).content.decode()

    answer = browser.post(reverse("practice:undo_handover", args=[made.pk]), follow=True)

    assert "Undone." in answer.content.decode()
    assert "Undo this handover" not in browser.get(page).content.decode()
    made.refresh_from_db()
    assert made.state == HandoverState.UNDONE


def test_a_job_shows_how_far_it_is(caseload, case_manager, outsider, admin, browser):
    moves = [Move(client, case_manager, outsider) for client in caseload]
    made = hand_over(moves, kind=HandoverKind.REASSIGN, by=admin, now=timezone.now(), reason="Many", as_job=True)

    piece = browser.get(reverse("practice:handover_progress", args=[made.pk]), headers={"HX-Request": "true"})

    assert "0 of 3 moved." in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert "Under way" in browser.get(reverse("practice:handovers")).content.decode()


def test_a_client_behind_a_wall_leaves_no_trace_on_the_practices_pages(caseload, outsider, admin, browser):
    browser.post(NEW, body(caseload, outsider, step="move"), follow=True)
    ConflictWallFactory(client=caseload[0], staff=admin)
    made = Handover.objects.get()

    for page in (reverse("practice:handovers"), reverse("practice:handover", args=[made.pk]), NEW):
        text = browser.get(page).content.decode()
        assert caseload[0].reference not in text
        assert "3 clients" not in text
    Client.objects.filter(pk__in=[client.pk for client in caseload[1:]]).update(status="closed")
    for client in caseload[1:]:
        ConflictWallFactory(client=client, staff=admin)
    assert browser.get(reverse("practice:handover", args=[made.pk])).status_code == 404


def cover_page(absence):
    return reverse("practice:cover_absence", args=[absence.pk])


def test_an_absence_leads_to_its_cover_one_client_left_out(caseload, case_manager, outsider, browser):
    entered = browser.post("/practice/absences/new/", {"person": case_manager.pk, "kind": "sick", "starts_on": "today"})
    absence = Absence.objects.get()
    assert entered["Location"] == cover_page(absence)
    other = UserFactory()
    chosen = {"covers": outsider.pk, f"cover_{caseload[0].reference}": "nobody"}
    chosen |= {f"cover_{caseload[1].reference}": other.pk}

    page = browser.post(cover_page(absence), chosen).content.decode()
    assert "1 client without cover" in page
    assert browser.post(cover_page(absence), chosen | {"step": "cover"}).status_code == 303

    covers = Assignment.objects.filter(kind=AssignmentKind.COVER)
    assert dict(covers.values_list("client", "staff")) == {caseload[1].pk: other.pk, caseload[2].pk: outsider.pk}
    assert "2 of 3 clients covered" in browser.get("/practice/absences/").content.decode()
    left = browser.get(cover_page(absence)).content.decode()
    assert caseload[0].reference in left
    assert caseload[1].reference not in left


def test_overlapping_absences_and_days_in_the_wrong_order_are_refused(case_manager, browser):
    AbsenceFactory(person=case_manager)
    given = {"person": case_manager.pk, "kind": "leave", "starts_on": "today"}

    again = browser.post("/practice/absences/new/", given)
    backwards = browser.post("/practice/absences/new/", given | {"ends_on": "yesterday"})

    assert "entered for these days already" in again.content.decode()
    assert "on or after the first" in backwards.content.decode()


def test_the_last_day_can_be_entered_later(case_manager, browser):
    absence = AbsenceFactory(person=case_manager)

    answer = browser.post(reverse("practice:change_absence", args=[absence.pk]), {"ends_on": "tomorrow"})

    assert answer.status_code == 303
    absence.refresh_from_db()
    assert absence.ends_on == timezone.localdate() + DAY


def test_who_is_back_says_so_and_nobody_else_for_them(case_manager, outsider, signed_in):
    absence = AbsenceFactory(person=case_manager)
    back = reverse("practice:note_return", args=[absence.pk])

    assert signed_in(outsider).post(back).status_code == 404
    assert signed_in(case_manager).post(back).status_code == 303

    absence.refresh_from_db()
    assert absence.returned_by == case_manager


def test_only_admins_learn_why_somebody_is_away(caseload, case_manager, outsider, supervisor, signed_in):
    AbsenceFactory(person=case_manager)

    for person in (outsider, supervisor):
        assert "Sick" not in signed_in(person).get("/").content.decode()
        assert signed_in(person).get("/practice/absences/").status_code == 403
