"""The product behind gunicorn on the test's own database, and people who talk to it as browsers do."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
from dataclasses import dataclass

from django.conf import settings
from django.test import Client as Browser

from tests.accounts.ground import just_signed_in
from tests.faults.ground import ROOT, children_of, environment, free_port, wait_until

CSRF = "c" * 32


class Web:
    """A gunicorn as one process group; `settings` go into its environment."""

    def __init__(self, folder, sink, *, workers=1, threads=8, **settings):
        self.port, self.log = free_port(), folder / "web.log"
        folder.mkdir(exist_ok=True)
        self.environment = environment(
            folder, sink, DJANGO_SETTINGS_MODULE="tests.faults.served", REQUIRE_MFA="false", **settings
        )
        self.command = [sys.executable, "-m", "gunicorn", "tests.faults.wsgi", f"--bind=127.0.0.1:{self.port}"]
        self.command += [f"--workers={workers}", f"--threads={threads}", "--worker-class=gthread"]

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--no-control-socket"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self.answers, log=self.log)

    def workers(self):
        """The processes that answer; their master starts others when they end."""
        return set(children_of(self.process))

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def address(self):
        return "127.0.0.1", self.port

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        with contextlib.suppress(OSError), socket.create_connection(self.address, timeout=1):
            return True
        return False

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.kill()


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


LOST = Answer(0, "", "")  # no answer came


class Person:
    """Somebody with a session of their own, at one address. `at` may be changed, as when a server moves."""

    def __init__(self, user, at, *, patience=60):
        browser = Browser()
        browser.force_login(user)
        just_signed_in(browser, user)
        self.user, self.at, self.patience = user, at, patience
        self.session = browser.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, path):
        return self._ask("GET", path, None)

    def post(self, path, body):
        return self._ask("POST", path, encoded(body))

    def headers(self):
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def _ask(self, method, path, body):
        connection = http.client.HTTPConnection(*self.at, timeout=self.patience)
        try:
            connection.request(method, path, body, self.headers())
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException):
            return LOST
        finally:
            connection.close()


def encoded(body):
    return urllib.parse.urlencode(body | {"csrfmiddlewaretoken": CSRF}, doseq=True)


def at_once(calls):
    """What each call gave, all let loose at the same moment."""
    calls = list(calls)
    start, given = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        start.wait()
        given[place] = call()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
