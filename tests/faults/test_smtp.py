"""F18: a mail server with moods. What it may have taken is never sent again by itself; the rest is tried again."""

import asyncio
import contextlib
from collections import Counter
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from reminders import actions, delivery_actions
from reminders.models import Reminder, State
from reminders.postbox import Postbox
from tests.factories.accounts import SupervisionFactory, UserFactory
from tests.faults.ground import free_port
from tests.reminders.ground import review_due

pytestmark = [pytest.mark.django_db, pytest.mark.one_leg]

PATIENCE = 0.3  # seconds that the product waits for an answer; 20 when it is served


class Moody:
    """Answers well, but to one address as told: `moods` are its answers, one a try, at the verb `at`."""

    def __init__(self, address, at, moods):
        self.address, self.at, self.moods, self.seen = address, at, list(moods), Counter()

    async def answer(self, verb, address, server, good):
        if verb != self.at or address != self.address or not self.moods:
            return good
        mood = self.moods.pop(0)
        if mood == "hang up":
            server.transport.abort()
        if mood == "hang":
            await asyncio.sleep(5 * PATIENCE)
        return good if mood in ("hang up", "hang") else mood

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return await self.answer("RCPT", address, server, "250 yes")

    async def handle_DATA(self, server, session, envelope):
        said = await self.answer("DATA", envelope.rcpt_tos[0], server, "250 taken")
        if said.startswith("250"):
            self.seen[envelope.rcpt_tos[0]] += 1
        return said


@contextlib.contextmanager
def served(settings, handler):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), PATIENCE
    controller = Controller(handler, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def two():
    """Two supervisors, each with one overdue review to hear of."""
    found = []
    for _ in range(2):
        supervisor, lead = UserFactory(roles=[Role.SUPERVISOR]), UserFactory()
        SupervisionFactory(supervisor=supervisor, supervisee=lead)
        review_due(-8, lead=lead)
        found.append(supervisor)
    return found


def ticks(minutes):
    for minute in minutes:
        actions.sweep(now=timezone.now() + timedelta(minutes=minute))


def state_of(person):
    return Reminder.objects.mail().get(person=person)


TEMPORARY = ["421 closing", "450 greylisted", "451 busy"]
CASES = {
    "busy three times": ("RCPT", TEMPORARY, State.SENT, 1),
    "busy after the text": ("DATA", TEMPORARY, State.SENT, 1),
    "greylisted for a quarter of an hour": ("RCPT", ["450 greylisted"] * 4, State.SENT, 1),
    "no mailbox": ("RCPT", ["550 no such mailbox"], State.FAILED, 0),
    "refused after the text": ("DATA", ["554 refused"], State.FAILED, 0),
    "hangs up before the text": ("RCPT", ["hang up"], State.SENT, 1),
    "hangs up before its answer": ("DATA", ["hang up"], State.UNKNOWN, 1),
    "hangs at the address": ("RCPT", ["hang"], State.SENT, 1),
    "hangs after the text": ("DATA", ["hang"], State.UNKNOWN, None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_message_ends_as_its_server_answered_and_nobody_else_waits(settings, two, signed_in, case):
    at, moods, ends, arrived = CASES[case]
    moody, well = two
    handler = Moody(moody.email, at, moods)
    with served(settings, handler):
        ticks([0, 1])
        other = state_of(well).state
        ticks(range(2, 40))

    assert other == State.SENT, "at the second tick, whatever the first recipient's server does"
    assert state_of(moody).state == ends
    assert handler.seen[well.email] == 1
    assert handler.seen[moody.email] == arrived or arrived is None
    page = signed_in(moody).get(reverse("reminders:undelivered")).content.decode()
    assert (state_of(moody).client_reference in page) == (ends in (State.FAILED, State.UNKNOWN))


def test_control_without_the_moment_of_hand_over_a_message_is_doubled(settings, two, monkeypatch):
    monkeypatch.setattr(Postbox, "_note_the_moment", lambda postbox: None)
    handler = Moody(two[0].email, "DATA", ["hang up"])
    with served(settings, handler):
        ticks(range(5))

    assert handler.seen[two[0].email] == 2


def test_a_server_that_no_longer_offers_tls_gets_no_message_in_the_clear(settings, two):
    handler = Moody("", "", [])
    settings.EMAIL_USE_TLS = True
    with served(settings, handler):
        ticks(range(5))
        assert {state_of(person).state for person in two} == {State.DUE}
        assert not handler.seen
        settings.EMAIL_USE_TLS = False  # the control: what the person who runs it would have to decide
        ticks([10])

    assert handler.seen.total() == 2


def test_a_server_that_is_away_for_a_day_is_asked_ever_more_seldom_and_then_shown_as_failed(settings, two):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    ticks(range(0, 30 * 60, 10))

    rows = [state_of(person) for person in two]
    assert {row.state for row in rows} == {State.FAILED}
    assert {row.attempts for row in rows} == {delivery_actions.TRIES}
