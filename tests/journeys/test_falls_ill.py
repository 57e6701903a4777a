"""Priya falls ill on a Monday morning: her clients are covered in one go, and she has her list back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clients.models import Client
from reminders.actions import make_reminders
from reminders.models import Channel, Reminder
from reviews.models import Review
from tests.browser.conftest import sign_in
from tests.factories.clients import AssignmentFactory, ClientFactory, RiskFactory
from tests.reminders.ground import supervisor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROMISE = "I told his mother that I would ring the school about the ramp"


@pytest.fixture
def at_work(chromium, live_server):
    """`at_work(person)`: their own browser, signed in."""
    contexts = []

    def open_browser(person):
        contexts.append(chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}))
        sign_in(contexts[-1], person)
        return contexts[-1].new_page()

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def riskiest(case_manager):
    """One of twelve clients: a high risk, something promised at the last review, and a review that is late."""
    today = timezone.localdate()
    for _ in range(11):
        AssignmentFactory(staff=case_manager)
    client = ClientFactory(family_name="Riskiest", next_review_on=today - timedelta(days=3))
    AssignmentFactory(staff=case_manager, client=client)
    RiskFactory(client=client, hazard="Seizures at night", severity="high", in_place="Alarm by the bed")
    held = today - timedelta(weeks=12)
    Review.objects.create(
        client=client, due_on=held, held_on=held, finished_at=timezone.now(), by=case_manager, next_steps=PROMISE
    )
    Review.objects.create(client=client, due_on=today - timedelta(days=3))
    return client


def main(page):
    return page.get_by_role("main")


def told():
    """Who was told today that something falls due, and would be by mail."""
    make_reminders(now=timezone.now())
    rows = Reminder.objects.exclude(state="cancelled")
    return {channel: set(rows.filter(channel=channel).values_list("person__name", flat=True)) for channel in Channel}


def enters_the_absence(page):
    page.goto("/practice/absences/")
    page.get_by_role("link", name="Enter an absence").first.click()
    page.get_by_label("Who is away").select_option(label="Priya Kaur")
    page.get_by_label("Why").select_option(label="Sick")
    page.get_by_role("button", name="Save and arrange cover").click()
    expect(page.get_by_role("heading", name="Cover for Priya Kaur")).to_be_visible()


def covers_everybody(page):
    choice = page.get_by_label("Who covers")
    choice.select_option(label="Daniel Owens")
    page.get_by_role("button", name="Look at what it does").click()
    expect(main(page)).to_contain_text("covers 0 → 12 clients")
    page.get_by_role("button", name="Cover 12 clients").click()
    expect(main(page)).to_contain_text("Cover for an absence")


def test_priya_falls_ill_and_nobody_is_forgotten(riskiest, case_manager, outsider, admin, at_work):
    supervisor = supervisor_of(case_manager)
    amara, daniel, priya = at_work(admin), at_work(outsider), at_work(case_manager)

    enters_the_absence(amara)
    amara.goto("/")
    expect(main(amara)).to_contain_text("12 clients without cover")
    assert told()[Channel.IN_APP] == {supervisor.name}

    amara.get_by_role("link", name="Arrange cover").click()
    covers_everybody(amara)
    amara.goto("/")
    expect(main(amara)).not_to_contain_text("without cover")

    daniel.goto("/")
    expect(main(daniel)).to_contain_text("You cover for Priya Kaur until Priya Kaur is back")
    daniel.get_by_role("link", name=f"Read handover for {riskiest.initials}, {riskiest.reference}").click()
    expect(main(daniel)).to_contain_text("nobody has confirmed it")
    expect(main(daniel)).to_contain_text("Seizures at night (high): Alarm by the bed")
    expect(main(daniel)).to_contain_text(PROMISE)
    daniel.get_by_role("button", name="I have read this").click()
    expect(main(daniel)).to_contain_text("Read by Daniel Owens")
    assert outsider.name in told()[Channel.IN_APP]
    assert case_manager.name not in told()[Channel.MAIL] | told()[Channel.IN_APP]

    priya.goto("/")
    priya.get_by_role("button", name="I am back").click()
    expect(main(priya)).to_contain_text("Welcome back")
    priya.goto("/clients/")
    expect(main(priya)).to_contain_text("12 shown")
    assert daniel.goto(f"/clients/{riskiest.reference}/summary/").status == 404
    assert Client.objects.workable_by(case_manager).count() == 12
    assert case_manager.name in told()[Channel.IN_APP]
