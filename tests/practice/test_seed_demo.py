from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from practice.demo.build import tell_stories
from practice.demo.days import Days
from records.models import ContactRecord
from reviews.models import Review

PASSWORD = "a plain but long password"


def test_a_practice_with_staff_of_its_own_gets_no_demo(case_manager, monkeypatch, capsys):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    call_command("seed_demo")

    assert User.objects.get() == case_manager
    assert "sign in" not in capsys.readouterr().out.lower()


def test_without_a_password_nobody_is_made(db, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("seed_demo")

    assert not User.objects.exists()


@pytest.mark.parametrize("today", ["2027-01-01", "2027-05-16", "2028-02-29"])
def test_the_story_can_be_told_on_any_day(db, today):
    now = timezone.make_aware(datetime.fromisoformat(f"{today}T00:10"))

    tell_stories(now=now, password=PASSWORD)

    assert not ContactRecord.objects.filter(signed_at__gt=now).exists()
    assert {review.due_on > now.date() for review in Review.objects.planned()} == {True, False}


def test_days_are_working_days_and_keep_their_order():
    days = Days(datetime(2027, 5, 16).date())  # noqa: DTZ001 - a day

    counted = [days.on(ago) for ago in range(40, -40, -1)]

    assert counted == sorted(counted)
    assert {day.weekday() for day in counted if day != days.today} == {0, 1, 2, 3, 4}
    assert days.on(0) == days.today
    assert all(days.on(ago) <= days.today - timedelta(days=1) for ago in range(1, 40))
