from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import PracticeSettings
from audit.models import AuditEvent
from clients.caseload_actions import assign_lead
from reminders import actions, delivery_actions
from reminders.models import Channel, Reminder, Stage, State, Sweep
from reminders.postbox import Outcome
from reminders.sources import Source, given
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory, ClientFactory, ConflictWallFactory
from tests.factories.reminders import ReminderFactory
from tests.reminders.ground import in_days, review_due, supervisor_of

pytestmark = pytest.mark.django_db


def sweep(days=0):
    """A pass at midday, so many days from today."""
    midday = datetime.combine(in_days(days), datetime.min.time()).replace(hour=12)
    now = timezone.make_aware(midday, timezone.get_default_timezone())
    actions.sweep(now=now)
    return now


def told(person):
    rows = Reminder.objects.filter(person=person).order_by("stage", "channel")
    return [(row.stage, row.channel, row.state) for row in rows]


def test_a_review_due_today_is_told_once_in_the_app_and_once_by_mail(case_manager):
    review_due(0, lead=case_manager)

    for _ in range(3):
        sweep()

    assert told(case_manager) == [
        (Stage.ON_THE_DAY, Channel.IN_APP, State.SENT),
        (Stage.ON_THE_DAY, Channel.MAIL, State.SENT),
    ]
    assert len(mail.outbox) == 1


def test_each_stage_is_told_on_its_day(case_manager):
    supervisor = supervisor_of(case_manager)
    review_due(7, lead=case_manager)

    subjects = []
    for day in range(-1, 16):
        mail.outbox.clear()
        sweep(day)
        subjects.append([(message.to[0], message.subject) for message in mail.outbox])

    assert subjects[1] == [(case_manager.email, "Due: 1 item")]
    assert subjects[8] == [(case_manager.email, "Due: 1 item")]
    assert [to for to, subject in subjects[15]] == [supervisor.email]
    assert sum(map(len, subjects)) == 3


def test_after_an_outage_only_the_latest_stage_is_told(case_manager):
    supervisor = supervisor_of(case_manager)
    review_due(-40, lead=case_manager)

    sweep()

    assert told(case_manager) == [(Stage.ESCALATED, Channel.IN_APP, State.SENT)]
    assert [message.to for message in mail.outbox] == [[supervisor.email]]


def test_a_stage_that_was_not_sent_in_time_gives_way_to_the_next(case_manager, settings):
    review_due(3, lead=case_manager)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    sweep()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    sweep(3)

    mailed = Reminder.objects.mail().order_by("made_at").values_list("stage", "state")
    assert list(mailed) == [(Stage.BEFORE, State.CANCELLED), (Stage.ON_THE_DAY, State.SENT)]
    assert len(mail.outbox) == 1


def test_a_digest_lists_all_of_a_day_and_names_nobody(case_manager):
    reviews = [review_due(day, lead=case_manager) for day in (0, 1, 2)]

    sweep()

    (message,) = mail.outbox
    assert message.subject == "Due: 3 items"
    for review in reviews:
        assert review.client.reference in message.body
        assert review.client.family_name not in message.body
    assert message.extra_headers["Message-ID"].startswith(f"<reminders.{case_manager.pk}.")


def test_what_falls_due_after_the_digest_waits_for_tomorrows(case_manager):
    review_due(0, lead=case_manager)
    sweep()
    late = review_due(0, lead=case_manager)

    sweep()
    today = len(mail.outbox)
    sweep(1)

    assert today == 1
    assert len(mail.outbox) == 2
    assert late.client.reference in mail.outbox[1].body


def test_an_escalation_goes_by_itself(case_manager):
    supervisor_of(case_manager)
    for _ in range(3):
        review_due(-8, lead=case_manager)

    sweep()

    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 3
    assert all(message.subject.startswith("Overdue: CM-") for message in mail.outbox)


def test_a_moved_date_cancels_what_was_not_sent_and_moving_back_revives_it(case_manager):
    review = review_due(0, lead=case_manager)
    now = timezone.now()
    wanted = _made(now)
    row = Reminder.objects.mail().get()

    review.due_on = in_days(60)
    review.save()
    actions.withdraw({}, unsent=actions.unsent_mail(["review"]))
    row.refresh_from_db()
    moved_away = row.state
    review.due_on = in_days(0)
    review.save()
    actions.make(wanted, unsent=actions.unsent_mail(["review"]), now=now)
    row.refresh_from_db()

    assert (moved_away, row.state) == (State.CANCELLED, State.DUE)


def _made(now):
    """The rows of today's sweep, before anything is sent."""
    due = actions.ask(given.sources, until=in_days(7))
    people = given.responsible_for({row.client_id for row in due.rows}, now)
    wanted = actions.all_wanted(due.rows, people, today=in_days(0), days_before=7, days_after=7)
    actions.make(wanted, unsent=actions.unsent_mail(["review"]), now=now)
    return wanted


def test_a_finished_review_is_not_told(case_manager):
    review = review_due(0, lead=case_manager)
    now = timezone.now()
    _made(now)
    review.due_on, review.held_on, review.finished_at, review.by = in_days(0), in_days(0), now, case_manager
    review.save()

    delivery_actions.send_due(now=now)

    assert mail.outbox == []
    assert Reminder.objects.mail().get().state == State.CANCELLED


def test_whoever_lost_the_client_before_the_mail_left_gets_none(case_manager, outsider, admin):
    review = review_due(0, lead=case_manager)
    now = timezone.now()
    _made(now)
    assign_lead(review.client, staff=outsider, by=admin, now=now, reason="Moved")

    delivery_actions.send_due(now=timezone.now())
    actions.sweep(now=timezone.now())

    assert [message.to for message in mail.outbox] == [[outsider.email]]


def test_a_walled_off_person_hears_nothing_and_cover_does(case_manager, admin):
    client, cover = ClientFactory(), UserFactory()
    review_due(0, lead=case_manager, client=client)
    ConflictWallFactory(client=client, staff=case_manager)
    AssignmentFactory(client=client, staff=cover, kind="cover", ends_at=timezone.now() + timedelta(days=3))

    actions.sweep(now=timezone.now())

    assert set(Reminder.objects.values_list("person", flat=True)) == {cover.pk}


def test_a_lease_that_ran_out_is_unknown_and_is_never_sent_again_by_itself(case_manager):
    review_due(0, lead=case_manager)
    now = timezone.now()
    _made(now)
    (message,) = delivery_actions.claim("worker one", now=now)
    assert delivery_actions.begin(message, worker="worker one", now=now)

    for minutes in (6, 60, 3000):
        delivery_actions.note_run_out(now=now + timedelta(minutes=minutes))
        delivery_actions.send_due(now=now + timedelta(minutes=minutes))

    assert Reminder.objects.mail().get().state == State.UNKNOWN
    assert mail.outbox == []


def test_what_was_claimed_and_not_begun_is_sent_by_the_next_worker(case_manager):
    review_due(0, lead=case_manager)
    now = timezone.now()
    _made(now)
    (message,) = delivery_actions.claim("worker one", now=now)

    delivery_actions.send_due(now=now)
    before = len(mail.outbox)
    delivery_actions.note_run_out(now=now + timedelta(minutes=6))
    delivery_actions.send_due(now=now + timedelta(minutes=6))

    assert before == 0
    assert len(mail.outbox) == 1
    assert not delivery_actions.begin(message, worker="worker one", now=now)  # the sleeper wakes and must not send


def test_a_worker_that_was_only_slow_says_that_it_sent(case_manager):
    review_due(0, lead=case_manager)
    now = timezone.now()
    _made(now)
    (message,) = delivery_actions.claim("worker one", now=now)
    delivery_actions.begin(message, worker="worker one", now=now)
    delivery_actions.note_run_out(now=now + timedelta(minutes=6))

    delivery_actions.note(message, Outcome(State.SENT), worker="worker one", now=now)

    assert Reminder.objects.mail().get().state == State.SENT


def test_a_mail_server_that_is_away_is_tried_again_for_a_day(case_manager, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    review_due(0, lead=case_manager)
    now = start = timezone.now()
    _made(now)
    row = Reminder.objects.mail().get()

    while row.state == State.DUE:
        now = max(now, row.send_after)
        delivery_actions.send_due(now=now)
        row.refresh_from_db()

    assert row.state == State.FAILED
    assert timedelta(hours=23) <= now - start <= timedelta(hours=25)


def test_one_source_that_fails_leaves_the_others_swept_and_the_pass_unfinished(case_manager, monkeypatch):
    review_due(0, lead=case_manager)

    def broken(until, clients):
        raise RuntimeError("no table")

    monkeypatch.setattr(given, "sources", [Source("referral", "Referrals", broken), *given.sources[:1]])

    with pytest.raises(actions.SomethingUnread, match="Referrals"):
        sweep()

    assert len(mail.outbox) == 1
    assert not Sweep.objects.exists()


def test_the_practice_sets_its_own_days(case_manager):
    PracticeSettings.current()
    PracticeSettings.objects.update(remind_days_before=2, escalate_days_after=1)
    supervisor = supervisor_of(case_manager)
    review_due(3, lead=case_manager)
    review_due(-1, lead=case_manager)

    sweep()

    assert set(Reminder.objects.values_list("stage", flat=True)) == {Stage.ESCALATED}
    assert [message.to for message in mail.outbox] == [[supervisor.email]]


def test_a_person_sends_an_unknown_message_again_with_the_same_message_id(case_manager, admin):
    review = review_due(0, lead=case_manager)
    row = _unknown(review, case_manager)

    actions.send_again(row, by=admin, now=timezone.now())
    actions.sweep(now=timezone.now())

    row.refresh_from_db()
    assert row.state == State.SENT
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == ["<this@practice.example>"]
    assert AuditEvent.objects.filter(verb="reminder.sent_again", client=review.client.reference).count() == 1
    with pytest.raises(actions.NotOpen):
        actions.send_again(_as_unknown(row), by=admin, now=timezone.now())


def test_a_person_says_that_it_arrived(case_manager):
    row = _unknown(review_due(0, lead=case_manager), case_manager)

    actions.settle(row, by=case_manager, now=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.settled_by) == (State.SENT, case_manager)
    assert AuditEvent.objects.filter(verb="reminder.settled").count() == 1


def test_a_failed_message_that_is_set_aside_does_not_come_back(case_manager):
    review = review_due(0, lead=case_manager)
    row = _unknown(review, case_manager, state=State.FAILED)

    actions.settle(row, by=case_manager, now=timezone.now())
    actions.sweep(now=timezone.now())

    assert mail.outbox == []


def _unknown(review, person, state=State.UNKNOWN):
    return ReminderFactory(
        client=review.client,
        subject_id=review.pk,
        due_on=review.due_on,
        person=person,
        state=state,
        message_id="<this@practice.example>",
    )


def _as_unknown(row):
    row.state = State.UNKNOWN
    return row
