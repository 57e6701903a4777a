"""The ladder of the staff's checks: 60, 30 and 7 days before they run out, on the day, and when that is long past."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import PracticeSettings
from accounts.register_actions import end_check, renew_check
from audit.models import AuditEvent
from practice.expiring import ladder
from reminders import actions
from reminders.models import Channel, Kind, Reminder, Stage, State
from reminders.own_sources import stage_on
from reminders.sources import given
from reminders.undelivered import rows_for
from tests.access.pages import signed_in
from tests.factories.accounts import StaffCheckFactory
from tests.reminders.ground import in_days, review_due

pytestmark = pytest.mark.django_db


def midday(days):
    at = datetime.combine(in_days(days), datetime.min.time()).replace(hour=12)
    return timezone.make_aware(at, timezone.get_default_timezone())


def sweep(days=0):
    actions.sweep(now=midday(days))


def stages_told(person, channel=Channel.MAIL):
    return set(
        Reminder.objects.filter(person=person, channel=channel, state=State.SENT).values_list("stage", flat=True)
    )


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-61, None),
        (-60, Stage.FIRST),
        (-31, Stage.FIRST),
        (-30, Stage.SECOND),
        (-7, Stage.BEFORE),
        (0, Stage.ON_THE_DAY),
        (6, Stage.ON_THE_DAY),
        (7, Stage.ESCALATED),
        (700, Stage.ESCALATED),
    ],
)
def test_the_latest_step_of_the_ladder_counts(days, stage):
    end = date(2026, 11, 22)

    assert stage_on(ladder(PracticeSettings()), end, today=end + timedelta(days=days)) == stage


def test_the_person_and_the_admins_are_told_once_at_each_step(case_manager, outsider, admin):
    StaffCheckFactory(person=case_manager, ends_on=in_days(60))

    sent = {}
    for day in range(-1, 69):
        mail.outbox.clear()
        sweep(day)
        if mail.outbox:
            sent[day] = sorted((message.to[0], message.subject) for message in mail.outbox)

    both = sorted((person.email, "Due: 1 item") for person in (case_manager, admin))
    assert sent == {0: both, 30: both, 53: both, 60: both, 67: [(admin.email, "Overdue: PK")]}
    assert not Reminder.objects.filter(person=outsider).exists()
    assert stages_told(case_manager, Channel.IN_APP) == {
        Stage.FIRST, Stage.SECOND, Stage.BEFORE, Stage.ON_THE_DAY, Stage.ESCALATED,
    }  # fmt: skip


def test_mail_names_the_kind_and_the_initials_and_nothing_more(case_manager):
    StaffCheckFactory(person=case_manager, number="OT-SECRET", ends_on=in_days(20))
    StaffCheckFactory(person=case_manager, dbs=True, issued_on=date(2020, 1, 1))

    sweep()

    [message] = mail.outbox
    assert "PK: professional registration ends " in message.body
    assert "PK: DBS check was due 1 Jan 2023" not in message.body  # long overdue: the admins hear, by itself
    for word in ("Kaur", "OT-SECRET", "HCPC"):
        assert word not in message.body + message.subject


def test_the_practice_sets_the_steps(case_manager):
    practice = PracticeSettings.current()
    practice.expiry_first_days = 90
    practice.save()
    StaffCheckFactory(person=case_manager, ends_on=in_days(80))

    sweep()

    assert stages_told(case_manager) == {Stage.FIRST}


def renewed(check):
    renew_check(check, by=check.person, now=timezone.now(), which="hcpc_ot", body="HCPC", ends_on=in_days(800))


def given_up(check):
    end_check(check, on=in_days(0), by=check.person, now=timezone.now())


def deactivated(check):
    type(check.person).objects.filter(pk=check.person_id).update(is_active=False)


@pytest.mark.parametrize("change", [renewed, given_up, deactivated])
def test_what_was_settled_is_asked_about_again_before_it_leaves(case_manager, change):
    check = StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    actions.make_reminders(now=midday(0))

    change(check)
    actions.send_due(now=midday(0))

    assert not mail.outbox
    assert Reminder.objects.mail().get().state == State.CANCELLED


def test_what_nobody_settled_leaves(case_manager):
    """The negative control of the test above."""
    StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    actions.make_reminders(now=midday(0))

    actions.send_due(now=midday(0))

    assert len(mail.outbox) == 1


def test_a_renewal_withdraws_what_waits(case_manager):
    check = StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    actions.make_reminders(now=midday(0))

    renewed(check)
    actions.make_reminders(now=midday(0))

    assert Reminder.objects.mail().get().state == State.CANCELLED


def test_who_is_no_admin_any_more_is_not_told(case_manager, admin):
    StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    actions.make_reminders(now=midday(0))
    type(admin).objects.filter(pk=admin.pk).update(role_words="|supervisor|")

    actions.send_due(now=midday(0))

    assert [message.to for message in mail.outbox] == [[case_manager.email]]


def test_checks_and_clients_share_the_message_of_the_day(case_manager):
    StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    review = review_due(0, lead=case_manager)

    sweep()

    [message] = [message for message in mail.outbox if message.to == [case_manager.email]]
    assert message.subject == "Due: 2 items"
    assert "PK: professional registration" in message.body
    assert f"{review.client.reference}: review" in message.body


def test_a_kind_that_cannot_be_read_does_not_hold_up_the_others(case_manager, monkeypatch):
    def broken(until, staff=None):
        raise RuntimeError("no such table")

    first, *others = given.own_sources
    monkeypatch.setattr(given, "own_sources", [replace(first, due=broken), *others])
    StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    StaffCheckFactory(person=case_manager, indemnity=True, ends_on=in_days(20))

    with pytest.raises(actions.SomethingUnread, match="Registrations"):
        sweep()

    assert set(Reminder.objects.values_list("kind", flat=True)) == {Kind.INDEMNITY}


def test_what_may_not_have_arrived_is_shown_to_the_person_and_the_admins(case_manager, outsider, admin):
    check = StaffCheckFactory(person=case_manager, ends_on=in_days(20))
    actions.make_reminders(now=midday(0))
    Reminder.objects.mail().filter(person=case_manager).update(state=State.UNKNOWN)

    page = signed_in(case_manager).get("/reminders/").content.decode()

    assert 'Professional registration of <span class="num">PK</span>' in page
    assert len(rows_for(admin)) == 1
    assert rows_for(outsider) == []
    actions.settle(rows_for(case_manager)[0], by=case_manager, now=timezone.now())
    assert AuditEvent.objects.get(verb="reminder.settled").client == ""
    assert Reminder.objects.mail().get(person=case_manager, subject_id=check.pk).state == State.SENT
