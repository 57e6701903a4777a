"""What a log line tells of an error: where it happened, never what somebody had typed."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from clients.models import Risk
from ui.logs import Line


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
