"""F6: the clock goes forward and back, and jumps. Every reminder comes on its own local day, and once.

The sweep takes the time as an argument and asks no other clock, so the ticks of a night are handed to it one by one.
"""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from reminders import actions
from reminders.models import Channel, Reminder, Stage, State
from reviews.models import Review
from tests.factories.clients import AssignmentFactory, ClientFactory
from tests.faults.counts import small_and_full
from tests.reminders.ground import supervisor_of

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
NIGHTS = {"forward": date(2027, 3, 28), "back": date(2027, 10, 31)}
JUMPS = {"none": {}, "an hour back": {30: timedelta(hours=-1)}, "a day on": {30: timedelta(days=1)}}


def review_on(due_on, lead):
    client = ClientFactory()
    AssignmentFactory(client=client, staff=lead)
    return Review.objects.create(client=client, due_on=due_on)


def ticks(night, jump, every):
    """The moments of a clock from noon before the night until two days later, with a jump after so many ticks."""
    shown = datetime.combine(night - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=11, seconds=58)
    end = shown + timedelta(hours=48)
    number = 0
    while shown < end:
        yield shown
        number += 1
        shown += every() + jump.get(number, timedelta())


def sweep_through(moments):
    """When each reminder was made, by the ticks that made it."""
    made = {}
    for moment in moments:
        actions.sweep(now=moment)
        new = Reminder.objects.exclude(pk__in=made).values_list("pk", flat=True)
        made |= dict.fromkeys(new, moment)
    return made


def late_or_early(made, moments):
    """Reminders that were not made at the first tick of their own local day."""
    moments = list(moments)
    for row in Reminder.objects.filter(pk__in=made):
        first_day = row.due_on + {Stage.BEFORE: -timedelta(days=7), Stage.ON_THE_DAY: timedelta()}[row.stage]
        expected = next(moment for moment in moments if moment.astimezone(LONDON).date() >= first_day)
        if made[row.pk] != expected:
            yield f"{row.stage} {row.due_on}: {made[row.pk]}, not {expected}"


@pytest.fixture(params=NIGHTS)
def night(request, case_manager):
    """Around it a review falls due on each day."""
    supervisor_of(case_manager)
    for shift in range(10):
        review_on(NIGHTS[request.param] + timedelta(days=shift), case_manager)
    return NIGHTS[request.param]


@pytest.mark.parametrize("jump", JUMPS)
@small_and_full("seeds", 1, 50)
def test_every_reminder_comes_at_the_first_tick_of_its_local_day(night, jump, seeds):
    for seed in range(seeds):
        Reminder.objects.all().delete()
        mail.outbox.clear()
        chance = random.Random(seed)  # noqa: S311 - the same ticks every time
        moments = list(ticks(night, JUMPS[jump], lambda: timedelta(minutes=chance.randint(10, 50))))  # noqa: B023

        made = sweep_through(moments)

        assert list(late_or_early(made, moments)) == []
        assert max(Counter(message.extra_headers["Message-ID"] for message in mail.outbox).values()) == 1
        days = {moment.astimezone(LONDON).date() for moment in moments}
        assert len(mail.outbox) == len(days), "one digest a local day, for each day has a review that comes up"
        assert not Reminder.objects.exclude(state=State.SENT).filter(send_after__lte=max(moments)).exists()
        in_app = Reminder.objects.filter(channel=Channel.IN_APP).values_list("subject_id", "stage")
        assert len(in_app) == len(set(in_app))


def test_control_a_day_reckoned_in_utc_begins_an_hour_off(night, monkeypatch):
    monkeypatch.setattr(actions, "local_day", lambda now: now.astimezone(UTC).date())
    moments = list(ticks(night, {}, lambda: timedelta(minutes=30)))

    made = sweep_through(moments)

    assert list(late_or_early(made, moments))
