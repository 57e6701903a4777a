from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Assignment, Client, ConflictWall
from clients.wall_actions import AlreadyEnded, AlreadyWalled, AroundOneself, StillTheLead, build_wall, end_wall
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory, OpeningFactory

NOW = timezone.now()
PAGE, BUILD = "/practice/walls/", "/practice/walls/build/"


@pytest.fixture
def colleague(client_file):
    """Covers the file at the moment."""
    spell = AssignmentFactory(
        client=client_file, kind="cover", starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=9)
    )
    return spell.staff


def test_a_wall_shuts_somebody_out_at_once_and_ends_their_spells(client_file, colleague, admin):
    planned = AssignmentFactory(
        client=client_file, kind="assistant", staff=colleague, starts_at=NOW + timedelta(days=3)
    )

    ended = build_wall(client_file, staff=colleague, by=admin, now=NOW, reason="Neighbour")

    assert {spell.kind for spell in ended} == {"cover", "assistant"}
    assert not Assignment.objects.filter(staff=colleague, ends_at__gt=planned.starts_at).exists()
    assert not Client.objects.known_to(colleague, now=NOW).exists()
    verbs = list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["client.assignment_ended", "client.assignment_ended", "wall.built"]


@pytest.mark.parametrize("starts", [timedelta(days=-60), timedelta(days=2)], ids=["now", "soon"])
def test_who_leads_a_client_or_is_to_hands_over_first(admin, starts):
    spell = AssignmentFactory(starts_at=NOW + starts)

    with pytest.raises(StillTheLead):
        build_wall(spell.client, staff=spell.staff, by=admin, now=NOW, reason="Neighbour")

    spell.refresh_from_db()
    assert spell.ends_at is None
    assert not ConflictWall.objects.exists()


def test_a_former_lead_can_be_walled_off(admin):
    spell = AssignmentFactory(ends_at=NOW - timedelta(days=1))
    assert build_wall(spell.client, staff=spell.staff, by=admin, now=NOW, reason="Neighbour") == []


def test_one_wall_at_a_time_and_none_around_oneself(client_file, outsider, admin):
    build_wall(client_file, staff=outsider, by=admin, now=NOW, reason="Neighbour")
    with pytest.raises(AlreadyWalled):
        build_wall(client_file, staff=outsider, by=admin, now=NOW, reason="Neighbour")
    with pytest.raises(AroundOneself):
        build_wall(client_file, staff=admin, by=admin, now=NOW, reason="Neighbour")


def test_a_wall_with_a_last_day_falls_by_itself(client_file, case_manager, supervisor, admin):
    until = NOW + timedelta(days=3)
    build_wall(client_file, staff=supervisor, by=admin, now=NOW, reason="Cousin", ends_at=until)
    assert not Client.objects.known_to(supervisor, now=until - timedelta(seconds=1)).exists()
    assert Client.objects.visible_to(supervisor, now=until).exists()


def test_a_wall_is_ended_once_and_says_why(client_file, supervisor, admin):
    build_wall(client_file, staff=supervisor, by=admin, now=NOW - timedelta(days=1), reason="Cousin")
    wall = ConflictWall.objects.get()

    end_wall(wall, by=admin, now=NOW, reason="The family moved away")

    wall.refresh_from_db()
    assert (wall.ends_at, wall.ended_by, wall.ended_why) == (NOW, admin, "The family moved away")
    assert Client.objects.visible_to(supervisor, now=NOW).contains(client_file)
    assert AuditEvent.objects.filter(verb="wall.ended", client=client_file.reference).count() == 1
    with pytest.raises(AlreadyEnded):
        end_wall(wall, by=admin, now=NOW, reason="Again")


def build(browser, **values):
    return browser.post(BUILD, {"reason": "Cousin", **values})


def test_an_admin_builds_and_ends_a_wall_on_the_pages(client_file, supervisor, admin, signed_in):
    browser = signed_in(admin)

    answer = build(browser, client=client_file.reference.lower(), staff=supervisor.pk, ends_on="")

    assert answer.status_code == 303
    wall = ConflictWall.objects.get()
    page = browser.get(PAGE).content.decode()
    assert f"{supervisor.name} is kept from every trace of {client_file.reference}." in page
    assert reverse("clients:end_wall", args=[wall.pk]) in page
    browser.post(reverse("clients:end_wall", args=[wall.pk]), {"reason": "Moved away"})
    assert "Walls that have ended" in browser.get(PAGE).content.decode()


def test_the_page_says_what_ended_with_the_wall(client_file, colleague, admin, signed_in):
    browser = signed_in(admin)
    build(browser, client=client_file.reference, staff=colleague.pk)
    assert "Their spell as cover ended." in browser.get(PAGE).content.decode()


def test_the_last_day_belongs_to_the_wall(client_file, supervisor, admin, signed_in):
    build(signed_in(admin), client=client_file.reference, staff=supervisor.pk, ends_on="30 Nov 2126")
    ends = timezone.localtime(ConflictWall.objects.get().ends_at, timezone.get_default_timezone())
    assert f"{ends:%d %b %Y %H:%M}" == "01 Dec 2126 00:00"


def test_a_lead_is_refused_with_the_way_to_hand_over(client_file, case_manager, admin, signed_in):
    answer = build(signed_in(admin), client=client_file.reference, staff=case_manager.pk)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hand the client over first." in page
    assert reverse("clients:allocation", args=[client_file.reference]) in page


def test_an_admin_behind_a_wall_meets_no_trace_of_the_client(client_file, admin, case_manager, outsider, signed_in):
    """Lists, counts, search, the walls themselves, openings, and what a form answers: all as if there were none."""
    opening = OpeningFactory(client=client_file)
    other = ConflictWallFactory(client=client_file, staff=outsider)
    browser = signed_in(admin)
    assert client_file.reference in browser.get(PAGE).content.decode()

    own = ConflictWallFactory(client=client_file, staff=admin)

    for where in (PAGE, "/", "/clients/", f"/clients/?status=all&q={client_file.reference}"):
        answer = browser.get(where)
        text = answer.content.decode().replace(f'value="{client_file.reference}"', "")
        text = text.replace(f"q%3D{client_file.reference}", "")  # what they typed themselves, in "Save this view"
        assert client_file.reference not in text, where
        assert client_file.family_name not in text, where
    assert browser.get("/").context["openings_to_review"] == 0
    for route, pk in (("end_wall", own.pk), ("end_wall", other.pk), ("review_opening", opening.pk)):
        assert browser.get(reverse(f"clients:{route}", args=[pk])).status_code == 404
    walled = build(browser, client=client_file.reference, staff=outsider.pk)
    unknown = build(browser, client="CM-0000", staff=outsider.pk)
    assert walled.context["form"].errors == unknown.context["form"].errors
    assert walled.status_code == unknown.status_code == 422


def test_nobody_meets_a_wall_around_themselves_not_even_an_ended_one(client_file, admin, case_manager, signed_in):
    wall = ConflictWallFactory(client=client_file, staff=admin, ends_at=NOW - timedelta(days=1), reason="Old flame")
    browser = signed_in(admin)
    assert "Old flame" not in browser.get(PAGE).content.decode()
    assert browser.get(reverse("clients:end_wall", args=[wall.pk])).status_code == 404


def test_a_supervisor_reviews_openings_and_keeps_no_walls(client_file, supervisor, outsider, signed_in):
    ConflictWallFactory(client=client_file, staff=outsider, reason="Old flame")
    browser = signed_in(supervisor)
    page = browser.get(PAGE).content.decode()
    assert "Old flame" not in page
    assert "Build a wall" not in page
    assert browser.get(BUILD).status_code == 403


def test_walls_do_not_reach_other_clients(client_file, supervisor, case_manager, admin):
    other = AssignmentFactory(staff=case_manager, client=ClientFactory()).client
    build_wall(client_file, staff=supervisor, by=admin, now=NOW, reason="Cousin")
    assert list(Client.objects.known_to(supervisor, now=NOW)) == [other]
    assert Client.objects.known_to(UserFactory(roles=["practice_admin"]), now=NOW).count() == 2
