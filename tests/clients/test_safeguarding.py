"""A concern is read by few, leaves no word elsewhere, and has a clock."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients import safeguarding_actions as actions
from clients.log_words import NARROW, deed
from clients.models import Concern, TimelineEntry
from tests.access.routes import every_route
from tests.access.table import door_of
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.factories.clients import AssignmentFactory, ConcernFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def concern(client_file, case_manager):
    return actions.raise_concern(
        client_file, noticed_on=TODAY, what="Xylocard gone", at_once="", client_wish="", by=case_manager, now=NOW
    )


def cover_of(client, **values):
    spell = {"starts_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(days=1)}
    return AssignmentFactory(client=client, kind="cover", **spell, **values).staff


def test_the_lead_and_their_supervisor_read_it_and_cover_does_not(concern, case_manager, client_file):
    cover, supervisor = cover_of(client_file), SupervisionFactory(supervisee=case_manager).supervisor
    readers = [person for person in (case_manager, supervisor, cover) if concern in Concern.objects.visible_to(person)]
    assert readers == [case_manager, supervisor]


def test_the_supervisor_of_the_cover_does_not_read_it(concern, client_file):
    supervisor = SupervisionFactory(supervisee=cover_of(client_file)).supervisor
    assert not Concern.objects.visible_to(supervisor).exists()


def test_who_is_named_reads_it_and_who_raised_it_stays_named(concern, case_manager, client_file):
    cover = cover_of(client_file)
    actions.name_readers(concern, people=[cover], by=case_manager, now=NOW)
    assert concern in Concern.objects.workable_by(cover)
    actions.name_readers(concern, people=[], by=case_manager, now=NOW)
    assert not Concern.objects.visible_to(cover).exists()
    assert list(concern.named.all()) == [case_manager]


def test_being_named_opens_no_file(concern, case_manager):
    """The narrow door stands behind the file's own."""
    stranger = UserFactory()
    actions.name_readers(concern, people=[stranger], by=case_manager, now=NOW)
    assert not Concern.objects.visible_to(stranger).exists()


def test_no_page_shows_somebody_else_a_word_of_it(signed_in, concern, client_file, case_manager):
    cover = signed_in(cover_of(client_file))
    pages = [route for route in every_route() if door_of(route.name, "GET") == "reads the file"]
    pages = [route for route in pages if route.arguments == ("reference",)]
    assert len(pages) > 10
    for route in pages:
        assert "Xylocard" not in cover.get(route.path({"reference": client_file.reference})).content.decode(), route
        assert str(concern.pk) not in cover.get(route.path({"reference": client_file.reference})).content.decode()
    where = reverse("clients:concern", args=[concern.pk])
    assert cover.get(where).status_code == 403
    assert "Xylocard" in signed_in(case_manager).get(where).content.decode()


def test_its_steps_leave_one_neutral_line_each_in_the_log_and_none_on_the_timeline(concern, case_manager, client_file):
    told = TimelineEntry.objects.filter(client=client_file).count()
    actions.add_step(concern, text="Rang the desk", by=case_manager, now=NOW)
    actions.decide_concern(concern, referred_to="Duty desk", reason="Abuse", by=case_manager, now=NOW)
    actions.name_readers(concern, people=[], by=case_manager, now=NOW)
    actions.close_concern(concern, outcome="Safe", by=case_manager, now=NOW)
    events = AuditEvent.objects.filter(target_id=str(concern.pk)).order_by("number")
    assert [event.verb for event in events] == [
        "concern.raised",
        "concern.step_added",
        "concern.decided",
        "concern.readers_named",
        "concern.closed",
    ]
    assert {deed(event) for event in events} == {NARROW}
    assert not any(event.fields for event in events)
    assert TimelineEntry.objects.filter(client=client_file).count() == told


def test_the_clock_runs_from_raising_and_keeps_the_setting_it_began_with(concern):
    assert concern.decide_by - concern.raised_at == timedelta(hours=24)
    assert concern.decide_by > timezone.now()


def test_it_is_decided_once_and_closed_only_then(case_manager, client_file):
    concern = ConcernFactory(client=client_file)
    with pytest.raises(actions.Refusal, match="first"):
        actions.close_concern(concern, outcome="Safe", by=case_manager, now=NOW)
    actions.decide_concern(concern, referred_to="", reason="Explained", by=case_manager, now=NOW)
    concern.refresh_from_db()
    assert concern.referred_at is None
    with pytest.raises(actions.Refusal, match="already"):
        actions.decide_concern(concern, referred_to="Desk", reason="Again", by=case_manager, now=NOW)
    actions.close_concern(concern, outcome="Safe", by=case_manager, now=NOW)
    with pytest.raises(actions.Refusal, match="already"):
        actions.close_concern(concern, outcome="Safe", by=case_manager, now=NOW)


def test_until_it_is_decided_it_stands_on_the_day_of_those_who_may_read_it(
    signed_in, concern, case_manager, client_file
):
    where = reverse("clients:concern", args=[concern.pk])
    cover, supervisor = cover_of(client_file), SupervisionFactory(supervisee=case_manager).supervisor
    days = [where in signed_in(person).get("/").content.decode() for person in (case_manager, supervisor, cover)]
    assert days == [True, True, False]
    actions.decide_concern(concern, referred_to="", reason="Explained", by=case_manager, now=NOW)
    assert where not in signed_in(case_manager).get("/").content.decode()
