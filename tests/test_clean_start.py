"""`python3 run.py` in a clean folder: what somebody sees who has just cloned this."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from casemgmt.bootstrap import packages
from casemgmt.bootstrap.paths import PYTHON, ROOT
from tests.postgres import free_port

NOT_CLONED = {".git", ".venv", "var", "__pycache__", "node_modules"}
PATIENCE = 150
CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The checkout without anything made in it, and with the packages that the tests run on."""
    folder = tmp_path_factory.mktemp("clone") / "checkout"
    shutil.copytree(ROOT, folder, ignore=lambda _, names: NOT_CLONED & set(names))
    venv = folder / ".venv"
    venv.mkdir()
    for part in PYTHON.parents[1].iterdir():
        if part.name != "installed":
            (venv / part.name).symlink_to(part)
    (venv / "installed").write_text(packages.mark(packages.RUNTIME))
    return folder


class Start:
    """One run of `python3 run.py`, until it says that it is well."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        self.log = folder.parent / "run.log"
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "run.py"],
                cwd=folder,
                env={**kept, "PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            while "Open http://" not in self.said():
                assert self.process.poll() is None, self.said()
                assert time.monotonic() - began < PATIENCE, self.said()
                time.sleep(0.2)
        except AssertionError:
            self.end()
            raise
        self.seconds = time.monotonic() - began

    def __enter__(self) -> "Start":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        return self.log.read_text()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)


def test_a_clean_folder_becomes_a_running_demo_and_a_second_start_changes_nothing(clone):
    with Start(clone) as first:
        password = re.search(r"password (\S+)", first.said())[1]
        with urllib.request.urlopen(f"{first.address}/healthz", timeout=5) as answer:
            assert answer.status == 200
        _sees_the_demo(first.address, password)
    began_with = _counts(clone)

    with Start(clone) as second:
        assert f"password {password}" in second.said()
        assert second.seconds < first.seconds

    assert _counts(clone) == began_with
    assert not _answers(second.port), "Ctrl-C ends the web server"
    made = {path.name for path in clone.iterdir()} - {path.name for path in ROOT.iterdir()}
    assert made <= {"var", ".venv"}, "everything that is made lies in two folders"


def _sees_the_demo(address, password):
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)))
    plain = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom", address]
    shown = subprocess.run(plain, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "Alderwren Rehabilitation" in shown
    assert "E-mail address" in shown

    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    sign_in = browser.open(f"{address}/account/login/", timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', sign_in.read().decode())[1]
    typed = {"csrfmiddlewaretoken": token, "login": "priya@demo.example", "password": password}
    browser.open(sign_in.url, urllib.parse.urlencode(typed).encode(), timeout=20)
    page = browser.open(f"{address}/clients/CM-0142/summary/", timeout=20).read().decode()
    assert "Jordan Ashby" in page
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    assert browser.open(f"{address}{style}", timeout=20).status == 200


def _counts(clone):
    """Rows of the practice's own tables; sweeps and seals go on by themselves."""
    tables = ("accounts_user", "clients_client", "records_contactrecord", "careplans_goal", "reports_issuedreport")
    with sqlite3.connect(clone / "var" / "db.sqlite3") as database:
        counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    database.close()
    return counts


def _answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
