"""Hands one message to the mail server and says how it went: sent, to be tried again, refused, or not known."""

import logging
import smtplib
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, get_connection

from reminders.models import State

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """`state` DUE means that the message has certainly not left and may be tried again."""

    state: State
    problem: str = ""
    server_is_away: bool = False


class Postbox:
    """One connection to the mail server for many messages."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.began = False

    def send(self, message: EmailMessage) -> Outcome:
        self.began = False
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            return Outcome(State.DUE, f"The mail server cannot be reached: {_words(problem)}", server_is_away=True)
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPResponseException as problem:  # the server said no, so it has not taken the message
            return self._refused(problem.smtp_code, _words(problem))
        except smtplib.SMTPRecipientsRefused as problem:
            code, words = next(iter(problem.recipients.values()))
            return self._refused(code, f"{code} {words.decode(errors='replace')}")
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            if self.began:
                return Outcome(
                    State.UNKNOWN, f"The connection broke while the message was handed over: {_words(problem)}"
                )
            return Outcome(State.DUE, f"The connection broke: {_words(problem)}", server_is_away=True)
        except ValueError as problem:  # an address or a header that no mail server would take
            return Outcome(State.FAILED, _words(problem))
        return Outcome(State.SENT)

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            log.info("The mail server had closed the connection first.")

    def _open(self) -> None:
        if self.connection is None:
            self.connection = get_connection()
            self.connection.open()
            self._note_the_moment()

    def _note_the_moment(self) -> None:
        """Before DATA a broken connection means "not sent"; after it nobody can tell. smtplib does not say which."""
        server = getattr(self.connection, "connection", None)
        if not isinstance(server, smtplib.SMTP):
            return
        hand_over = server.data

        def data(*args: Any, **kwargs: Any) -> Any:
            self.began = True
            return hand_over(*args, **kwargs)

        server.data = data  # type: ignore[method-assign]

    def _refused(self, code: int, words: str) -> Outcome:
        self.close()
        return Outcome(State.DUE if 400 <= code < 500 else State.FAILED, words, server_is_away=code == 421)


def _words(problem: BaseException) -> str:
    return f"{type(problem).__name__} {problem}"[:250]
