"""Roles that are given and taken away, and the history of the practice's settings."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import actions
from accounts.actions import LastAdmin, RoleInUse, change_practice, change_roles, end_supervision
from accounts.forms import PracticeForm
from accounts.models import Invitation, PracticeSettings, SettingsChange, Supervision, User
from accounts.roles import Role
from audit.models import AuditEvent
from clients.models import Client
from tests.factories.accounts import InvitationFactory, SettingsChangeFactory, UserFactory
from tests.factories.clients import AssignmentFactory

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def test_new_roles_hold_from_the_next_page_and_nobody_is_signed_out(admin, outsider, signed_in):
    browser = signed_in(outsider)
    assert browser.get("/practice/supervision/").status_code == 403

    answer = signed_in(admin).post(f"/practice/staff/{outsider.pk}/roles/", {"roles": ["supervisor"]})

    assert answer.status_code == 303
    assert browser.get("/practice/supervision/").status_code == 200
    assert browser.get("/clients/new/").status_code == 403
    event = AuditEvent.objects.get(verb="staff.roles_changed")
    assert event.fields == ["added supervisor", "removed case_manager"]


def test_the_same_roles_again_leave_no_trace(admin, outsider):
    change_roles(outsider, roles=[Role.CASE_MANAGER], by=admin, now=NOW)
    assert not AuditEvent.objects.filter(verb="staff.roles_changed").exists()


def test_the_only_admin_stays_one(admin, signed_in):
    answer = signed_in(admin).post(f"/practice/staff/{admin.pk}/roles/", {"roles": ["case_manager"]})

    assert answer.status_code == 422
    assert "only practice admin" in answer.content.decode()
    UserFactory(roles=[Role.PRACTICE_ADMIN])
    answer = signed_in(admin).post(f"/practice/staff/{admin.pk}/roles/", {"roles": ["case_manager"]})
    assert answer["Location"] == "/", "the list is no longer theirs to see"


def test_with_the_role_of_an_admin_their_open_invitations_go(admin, sole_practitioner):
    open_one, others = InvitationFactory(invited_by=admin), InvitationFactory(invited_by=sole_practitioner)
    change_roles(admin, roles=[Role.SUPERVISOR], by=sole_practitioner, now=NOW)
    still_open = Invitation.objects.filter(expires_at__gt=NOW)
    assert list(still_open) == [others]
    assert open_one not in still_open


def test_a_case_manager_with_clients_stays_one(admin, case_manager):
    AssignmentFactory(staff=case_manager)
    later = AssignmentFactory(staff=case_manager, kind="cover", starts_at=NOW + timedelta(days=3))
    ended = AssignmentFactory(staff=case_manager, kind="cover", ends_at=NOW - timedelta(days=3))

    with pytest.raises(RoleInUse, match="works with 2 clients"):
        change_roles(case_manager, roles=[Role.SUPERVISOR], by=admin, now=NOW)
    change_roles(case_manager, roles=[Role.SUPERVISOR, Role.CASE_MANAGER], by=admin, now=NOW)

    assert later.starts_at > ended.ends_at
    assert User.objects.get(pk=case_manager.pk).roles == {Role.SUPERVISOR, Role.CASE_MANAGER}


def test_a_supervisor_with_supervisees_stays_one(admin, supervisor, case_manager):
    with pytest.raises(RoleInUse, match=f"supervises {case_manager.name}"):
        change_roles(supervisor, roles=[Role.CASE_MANAGER], by=admin, now=NOW)
    end_supervision(Supervision.objects.get(), on=TODAY, by=admin)

    change_roles(supervisor, roles=[Role.CASE_MANAGER], by=admin, now=NOW)

    assert User.objects.get(pk=supervisor.pk).roles == {Role.CASE_MANAGER}


def test_without_the_question_a_case_manager_would_leave_clients_behind(admin, case_manager, monkeypatch):
    """The negative control of the two tests above."""
    AssignmentFactory(staff=case_manager)
    monkeypatch.setattr(actions.work_held, "reasons", lambda *given, **named: [])
    change_roles(case_manager, roles=[Role.SUPERVISOR], by=admin, now=NOW)
    assert not Client.objects.workable_by(User.objects.get(pk=case_manager.pk)).exists()


def test_two_admins_who_take_the_role_from_each_other_leave_one(transactional_db):
    people = [UserFactory(roles=[Role.PRACTICE_ADMIN]) for _ in range(2)]
    barrier, refused = threading.Barrier(2), []

    def work(person, other):
        barrier.wait()
        try:
            change_roles(person, roles=[Role.SUPERVISOR], by=other, now=timezone.now())
        except LastAdmin:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in (people, reversed(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.holding(Role.PRACTICE_ADMIN).count() == 1


def test_a_supervision_ends_on_its_day(admin, supervisor, client_file, signed_in):
    held = Supervision.objects.get()
    assert Client.objects.visible_to(supervisor).exists()

    answer = signed_in(admin).post(f"/practice/supervisions/{held.pk}/end/", {"on": "today"})
    end_supervision(held, on=TODAY + timedelta(days=5), by=admin)  # what has ended keeps its end

    assert answer.status_code == 303
    assert Supervision.objects.get().ends_on == TODAY
    assert not Client.objects.visible_to(supervisor).exists()
    assert AuditEvent.objects.filter(verb="supervision.ended").count() == 1


def test_the_page_says_who_can_see_what(admin, supervisor, case_manager, signed_in):
    page = signed_in(admin).get("/practice/roles/").content.decode()
    assert "Knows the client" in page
    assert f"/practice/staff/{case_manager.pk}/roles/" in page

    page = signed_in(supervisor).get("/practice/roles/").content.decode()
    assert "Keep somebody from a file by a conflict wall" in page
    assert f"/practice/staff/{case_manager.pk}/roles/" not in page
    assert signed_in(case_manager).get("/practice/roles/").status_code == 403


def test_each_changed_setting_keeps_its_old_and_new_value(admin):
    practice = PracticeSettings.current()
    change_practice(practice, by=admin, now=NOW, answer_days=28, link_days=practice.link_days, name="Alder")

    found = SettingsChange.objects.order_by("field").values_list("field", "old", "new", "by_name", "at")
    assert list(found) == [
        ("answer_days", "21", "28", admin.name, NOW),
        ("name", "Your practice", "Alder", admin.name, NOW),
    ]


def test_a_change_that_is_taken_back_leaves_no_history(admin, monkeypatch):
    def fails(*given, **named):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fails)
    with pytest.raises(RuntimeError):
        change_practice(PracticeSettings.current(), by=admin, answer_days=28)
    assert PracticeSettings.current().answer_days == 21
    assert not SettingsChange.objects.exists()


def test_the_settings_page_names_defaults_and_shows_who_changed_what(admin, signed_in):
    SettingsChangeFactory(field="reply_days", old="14", new="10")
    page = signed_in(admin).get("/practice/settings/").content.decode()
    assert "Default 24." in page
    assert "Who changed what" in page
    assert "Amara Okafor" in page


@pytest.mark.parametrize("text", ["\n".join(["An item"] * 21), "x" * 201])
def test_a_checklist_stays_short(admin, signed_in, text):
    browser = signed_in(admin)
    form = browser.get("/practice/settings/").context["form"]
    typed = {name: form.initial[name] for name in form.fields} | {"version": form.current_version}

    answer = browser.post("/practice/settings/", typed | {"record_checklist": text})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"record_checklist"}


def test_every_setting_stands_on_the_page_once(admin, signed_in):
    form = signed_in(admin).get("/practice/settings/").context["form"]
    placed = [field.name for _, fields in form.grouped for field in fields]
    assert sorted(placed) == sorted(PracticeForm.base_fields)
