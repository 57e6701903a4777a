from datetime import date

import pytest

from reminders.models import Channel, Kind, Stage
from reminders.sources import DueRow, People
from reminders.stages import all_wanted, stage_of, wanted
from ui.ids import uuid7

DUE_ON = date(2026, 3, 20)
REVIEW = DueRow(Kind.REVIEW, uuid7(), uuid7(), "CM-0101", DUE_ON)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 3, 12), None),
        (date(2026, 3, 13), Stage.BEFORE),
        (date(2026, 3, 19), Stage.BEFORE),
        (date(2026, 3, 20), Stage.ON_THE_DAY),
        (date(2026, 3, 26), Stage.ON_THE_DAY),
        (date(2026, 3, 27), Stage.ESCALATED),
        (date(2027, 3, 27), Stage.ESCALATED),
    ],
)
def test_only_the_latest_stage_counts(today, stage):
    assert stage_of(DUE_ON, today=today, days_before=7, days_after=7) == stage


def test_before_the_day_whoever_works_on_the_file_is_told_in_the_app_and_by_mail():
    lead, cover, supervisor = uuid7(), uuid7(), uuid7()

    told = list(wanted(REVIEW, Stage.BEFORE, People((lead, cover), (supervisor,))))

    assert {(one.person, one.channel) for one in told} == {
        (lead, Channel.IN_APP),
        (lead, Channel.MAIL),
        (cover, Channel.IN_APP),
        (cover, Channel.MAIL),
    }


def test_escalation_reaches_the_supervisor_by_mail_and_the_others_in_the_app():
    lead, supervisor = uuid7(), uuid7()

    told = list(wanted(REVIEW, Stage.ESCALATED, People((lead,), (supervisor,))))

    assert {(one.person, one.channel) for one in told} == {
        (lead, Channel.IN_APP),
        (supervisor, Channel.IN_APP),
        (supervisor, Channel.MAIL),
    }


def test_a_client_of_nobody_has_no_reminder_and_a_file_twice_named_has_one():
    people = {REVIEW.client_id: People((uuid7(),))}

    nobody = all_wanted([REVIEW], {}, today=DUE_ON, days_before=7, days_after=7)
    twice = all_wanted([REVIEW, REVIEW], people, today=DUE_ON, days_before=7, days_after=7)

    assert nobody == {}
    assert len(twice) == 2  # in the app and by mail
