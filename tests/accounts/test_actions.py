import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.actions import (
    EmailInUse,
    InvitationEnded,
    LastAdmin,
    accept_invitation,
    add_staff,
    change_practice,
    deactivate,
    invite,
    open_invitation,
    start_supervision,
)
from accounts.models import Invitation, Notice, NoticeState, PracticeSettings, Session, User
from accounts.roles import Role
from audit.models import AuditEvent
from reminders.notice_actions import send_notices
from tests.factories.accounts import UserFactory

GOOD = "four unrelated words here"


def invited(admin, now, **given):
    invitation = invite(
        email="Owen@practice.example", name="Owen Pryce", roles=[Role.CASE_MANAGER], by=admin, now=now, **given
    )
    return invitation.token


def test_an_invited_person_joins_with_the_roles_they_were_given(admin):
    now = timezone.now()
    token = invited(admin, now, registration="HCPC OT1")
    assert not mail.outbox
    send_notices(now=now)
    assert token in mail.outbox[0].body
    assert mail.outbox[0].to == ["owen@practice.example"]
    person = accept_invitation(token, password=GOOD, now=now + timedelta(days=6))
    assert (person.email, person.roles, person.registration) == ("owen@practice.example", {"case_manager"}, "HCPC OT1")
    assert person.check_password(GOOD)


def test_an_invitation_works_once_and_for_seven_days(admin):
    now = timezone.now()
    token = invited(admin, now)
    with pytest.raises(InvitationEnded):
        open_invitation(token, now=now + timedelta(days=7))
    accept_invitation(token, password=GOOD, now=now)
    with pytest.raises(InvitationEnded):
        accept_invitation(token, password=GOOD, now=now)
    assert User.objects.filter(email="owen@practice.example").count() == 1


def test_a_guessed_invitation_opens_nothing(db):
    with pytest.raises(InvitationEnded):
        open_invitation("guessed", now=timezone.now())


def test_the_token_itself_is_not_stored(admin):
    token = invited(admin, timezone.now())
    assert token not in f"{Invitation.objects.values().get()}{Notice.objects.values().get()}"


@pytest.mark.parametrize("ended", ["used", "withdrawn with its sender"])
def test_an_invitation_that_has_ended_is_not_mailed(admin, sole_practitioner, ended):
    now = timezone.now()
    token = invited(admin, now)
    if ended == "used":
        accept_invitation(token, password=GOOD, now=now)
    else:
        deactivate(admin, by=sole_practitioner, now=now)
    send_notices(now=now + timedelta(minutes=1))
    assert not mail.outbox
    assert Notice.objects.get().state == NoticeState.CANCELLED


def test_one_account_per_address_whatever_its_case(admin, case_manager):
    with pytest.raises(EmailInUse):
        invite(email=case_manager.email.upper(), name="Twin", roles=[], by=admin, now=timezone.now())
    with pytest.raises(EmailInUse):
        add_staff(email=case_manager.email.upper(), name="Twin", roles=[], password=None, by=admin)


def test_deactivation_ends_every_session_at_once(admin, case_manager, outsider, signed_in):
    laptop, phone, other = signed_in(case_manager), signed_in(case_manager), signed_in(outsider)
    deactivate(case_manager, by=admin, now=timezone.now())
    for browser in (laptop, phone):
        assert browser.get("/clients/").status_code == 302
    assert other.get("/clients/").status_code == 200
    assert Session.objects.count() == 1
    assert AuditEvent.objects.filter(verb="staff.deactivated", target_id=str(case_manager.pk)).exists()


def test_the_last_admin_stays(admin):
    with pytest.raises(LastAdmin):
        deactivate(admin, by=admin, now=timezone.now())
    UserFactory(roles=[Role.PRACTICE_ADMIN])
    deactivate(admin, by=admin, now=timezone.now())
    assert not User.objects.get(pk=admin.pk).is_active


def test_supervision_and_settings_leave_their_trace(admin, supervisor, outsider):
    start_supervision(supervisor, supervisee=outsider, on=timezone.localdate(), by=admin)
    change_practice(PracticeSettings.current(), by=admin, answer_days=28)
    assert PracticeSettings.current().answer_days == 28
    assert AuditEvent.objects.filter(verb__in=["supervision.started", "practice.changed"]).count() == 2


def test_the_first_admin_of_an_empty_practice(db, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "123456")
    with pytest.raises(CommandError, match="too short"):
        call_command("first_admin", "amara.okafor@practice.example")
    monkeypatch.setattr("builtins.input", lambda: GOOD)
    call_command("first_admin", "amara.okafor@practice.example")
    person = User.objects.get()
    assert person.holds(Role.PRACTICE_ADMIN)
    assert person.name == "Amara Okafor"
    with pytest.raises(CommandError, match="has staff already"):
        call_command("first_admin", "second@practice.example")


def test_with_an_admin_their_open_invitations_go(admin, sole_practitioner):
    now = timezone.now()
    token = invited(admin, now)
    deactivate(admin, by=sole_practitioner, now=now + timedelta(minutes=1))
    with pytest.raises(InvitationEnded):
        open_invitation(token, now=now + timedelta(minutes=2))


def test_two_admins_do_not_overwrite_each_others_settings(admin, signed_in):
    page, practice = "/practice/settings/", PracticeSettings.current()
    form = signed_in(admin).get(page).context["form"]
    typed = {name: form.initial[name] for name in form.fields} | {"version": form.current_version, "link_days": 7}
    change_practice(practice, by=admin, answer_days=28)
    response = signed_in(admin).post(page, typed)
    assert response.status_code == 409
    assert PracticeSettings.current().answer_days == 28
    assert signed_in(admin).post(page, typed | {"version": 2, "answer_days": 28}).status_code == 303
    assert PracticeSettings.current().link_days == 7


def test_two_admins_who_deactivate_each_other_leave_one(transactional_db):
    people = [UserFactory(roles=[Role.PRACTICE_ADMIN]) for _ in range(2)]
    barrier, refused = threading.Barrier(2), []

    def work(person, other):
        barrier.wait()
        try:
            deactivate(person, by=other, now=timezone.now())
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
