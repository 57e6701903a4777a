"""What the mail server answers, and what that means for the message."""

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage

from reminders.models import State
from reminders.postbox import Postbox
from tests.faults.ground import free_port


class Server:
    """Answers each verb as told; `drop` is the verb at which it hangs up."""

    def __init__(self, *, to="250 yes", taken="250 taken", drop=""):
        self.to, self.taken, self.drop = to, taken, drop

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.drop == "RCPT":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server, session, envelope):
        if self.drop == "DATA":
            server.transport.abort()
        return self.taken


@pytest.fixture
def outcome(settings):
    """`outcome(**answers)` is how one message to such a server ends."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 3

    def send(address="staff@practice.example", **answers):
        controller = Controller(Server(**answers), hostname="127.0.0.1", port=settings.EMAIL_PORT)
        controller.start()
        postbox = Postbox()
        try:
            return postbox.send(EmailMessage("Due: 1 item", "CM-0101", "cases@practice.example", [address]))
        finally:
            postbox.close()
            controller.stop()

    return send


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, State.SENT),
        ({"to": "450 greylisted, come back later"}, State.DUE),
        ({"to": "550 no such mailbox"}, State.FAILED),
        ({"taken": "451 try again"}, State.DUE),
        ({"taken": "554 refused after all"}, State.FAILED),
        ({"drop": "RCPT"}, State.DUE),
        ({"drop": "DATA"}, State.UNKNOWN),
        ({"address": "staff@practice.example\nBcc: other@practice.example"}, State.FAILED),
    ],
    ids=["taken", "greylisted", "no mailbox", "busy", "refused", "hung up before", "hung up after", "bad address"],
)
def test_what_the_server_answers_decides_about_the_message(outcome, answers, state):
    assert outcome(**answers).state == state


def test_a_server_that_is_not_there_means_try_later_and_try_no_other(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    outcome = Postbox().send(EmailMessage("Due", "CM-0101", "cases@practice.example", ["staff@practice.example"]))

    assert (outcome.state, outcome.server_is_away) == (State.DUE, True)
