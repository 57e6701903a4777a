"""What a log line tells of an error: where it happened, never what somebody had typed."""

import io
import logging
import os
import socket
import subprocess
import sys
import time

import pytest
from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clients.models import Risk
from tests.faults.ground import free_port
from ui.logs import Line, answering, without_secrets

TOKEN = "aB3-" * 11  # as long as a link to an outside reader


def line_of(problem):
    record = logging.LogRecord("test", logging.ERROR, __file__, 1, "Internal Server Error: /clients/", (), problem)
    return Line("%(message)s").format(record)


def caught(work):
    try:
        work()
    except Exception:
        return line_of(sys.exc_info())
    return ""


def test_the_practices_logs_are_written_so():
    assert settings.LOGGING["formatters"]["line"]["()"] == "ui.logs.Line"


@pytest.mark.parametrize("work", [lambda: int("zebra"), lambda: {}["zebra"], lambda: "zebra".index("x")])
def test_values_stay_out(work):
    line = caught(work)
    assert "zebra" not in line.splitlines()[-1]
    assert "test_logs.py" in line


def test_the_row_that_a_database_refuses_stays_out(client_file, case_manager):
    def refused():
        row = {"hazard": "zebra", "client": client_file, "raised_by": case_manager, "raised_on": timezone.localdate()}
        made = Risk.objects.create(**row)
        with transaction.atomic():
            Risk.objects.create(pk=made.pk, severity=None, **row)

    line = caught(refused)
    assert "zebra" not in line.replace('"hazard": "zebra"', "")
    assert IntegrityError.__name__ in line


def test_other_errors_keep_their_words_and_their_cause():
    def work():
        try:
            raise TypeError("no such argument")
        except TypeError as cause:
            raise RuntimeError("cannot go on\nzebra") from cause

    line = caught(work)
    assert line.index("no such argument") < line.index("cannot go on")
    assert "zebra" not in line.splitlines()[-1]


def test_a_value_that_the_database_or_a_field_quotes_stays_out(db):
    def refused():
        raise ValidationError("“zebra” is not a valid UUID")

    assert "zebra" not in caught(refused).splitlines()[-1]


def failed_task(formatter):
    """The lines that a worker's logger writes about a task that fails on somebody's words."""

    @current_app.task(name="tests.fails")
    def fails(words):
        raise RuntimeError(f"cannot send {words}")

    written, logger = io.StringIO(), logging.getLogger("celery.app.trace")
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    try:
        fails.apply(args=["zebra"])
    finally:
        logger.removeHandler(handler)
        current_app.tasks.unregister("tests.fails")
    return written.getvalue()


def test_a_task_that_fails_tells_its_name_and_kind_of_error_only():
    lines = failed_task(Line("%(message)s"))

    assert "tests.fails" in lines
    assert "RuntimeError" in lines
    assert "test_logs.py" in lines
    assert "zebra" not in lines
    assert "zebra" in failed_task(logging.Formatter("%(message)s")), "the control: an ordinary formatter tells"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Error handling request GET /clients/?q=zebra", "Error handling request GET /clients/"),
        (f"Not Found: /r/{TOKEN}/pdf/", "Not Found: /r//pdf/"),
        (f"302 /account/password/reset/key/{TOKEN}/ 12", "302 /account/password/reset/key// 12"),
        ("/issued/0c1d7a3e-5b1e-4a43-9a53-0a6dd0fb3a25/", "/issued/0c1d7a3e-5b1e-4a43-9a53-0a6dd0fb3a25/"),
        ("Is the database up? It is not.", "Is the database up? It is not."),
    ],
)
def test_query_strings_and_secret_pieces_of_paths_are_cut_out(line, kept):
    assert without_secrets(line) == kept


def test_each_line_names_the_request_it_belongs_to():
    record = logging.LogRecord("test", logging.INFO, __file__, 1, "hello", (), None)

    with answering("4f2a"):
        assert Line("%(request_id)s %(message)s").format(record) == "4f2a hello"
    assert Line("%(request_id)s %(message)s").format(record) == "- hello"


def served_log(folder, *options):
    """What gunicorn writes about requests that carry a word where nobody may log it."""
    port, log = free_port(), folder / "web.log"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    environment = kept | {"SECRET_KEY": "tests only", "SECURE": "false", "BIND": f"127.0.0.1:{port}"}
    environment |= {"WEB_CONCURRENCY": "1", "DATABASE_URL": "postgresql://nobody:none@127.0.0.1:1/none"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:casemgmt.gunicorn", "casemgmt.wsgi", *options]
    with log.open("wb") as file:
        web = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=file, stderr=file)
    try:
        deadline = time.monotonic() + 30
        while "Booting worker" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        for head in (
            "GET /clients/?q=zebra HTTP/1.1\r\nReferer: http://localhost/?zebra\r\nUser-Agent: zebra",
            f"GET /r/{TOKEN}/ HTTP/1.1",
            "GET /clients/?q=zebra HTTP/nonsense",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
                line.sendall(f"{head}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                while line.recv(65536):
                    pass
    finally:
        web.terminate()
        web.wait(30)
    return log.read_text()


def test_the_web_servers_log_has_paths_and_no_more(tmp_path):
    log = served_log(tmp_path)

    assert " GET /clients/ 302 " in log
    assert " GET /r// 503 " in log
    assert "zebra" not in log
    assert TOKEN not in log


def test_the_web_servers_own_format_would_tell(tmp_path):
    """The negative control."""
    assert "zebra" in served_log(tmp_path, '--access-logformat=%(r)s %(f)s "%(a)s"')
