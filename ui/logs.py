"""Log lines that say where something happened, in answer to which request, and never what somebody had typed."""

import copy
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError

WITH_VALUES = (ValueError, LookupError, DataError, ValidationError)  # "invalid literal: …", "…" not found
# A query string, and a long random piece of a path: links to outside readers, invitations and password resets.
SECRET = re.compile(r"(?<=[^\s?])\?[^\s\"']+|(?<=/)[\w:-]{40,}(?=[/\s\"']|$)")

_request_id: ContextVar[str] = ContextVar("request id", default="-")


def request_id() -> str:
    return _request_id.get()


@contextmanager
def answering(number: str) -> Iterator[None]:
    token = _request_id.set(number)
    try:
        yield
    finally:
        _request_id.reset(token)


def without_secrets(line: str) -> str:
    return SECRET.sub("", line)


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.request_id = request_id()
        if isinstance(record.args, Mapping) and "exc" in record.args:
            _tell_kind_only(record, record.args)
        return without_secrets(super().format(record))

    def formatException(self, ei: Any) -> str:
        return _told(ei[1], _named)


def _tell_kind_only(record: logging.LogRecord, told: Mapping[str, Any]) -> None:
    """Celery writes the exception and its traceback into the line itself, with everything they quote."""
    kind = re.match(r"[\w.]*", str(told["exc"]))
    record.args = {**told, "exc": kind[0] if kind else "", "traceback": ""}
    if record.exc_info:
        record.exc_text = _told(record.exc_info[1], _kind)


def _told(problem: BaseException | None, name: Any) -> str:
    return "\n".join(reversed(list(_chain(problem, name))))


def _chain(problem: BaseException | None, name: Any) -> Iterator[str]:
    while problem is not None:
        where = "".join(traceback.format_tb(problem.__traceback__))
        yield f"Traceback (most recent call last):\n{where}{name(problem)}"
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _kind(problem: BaseException) -> str:
    return f"{type(problem).__module__}.{type(problem).__qualname__}"


def _named(problem: BaseException) -> str:
    """The kind of exception and its first line; a database puts the whole row it refused into the following ones."""
    first = str(problem).partition("\n")[0][:200]
    return _kind(problem) if isinstance(problem, WITH_VALUES) or not first else f"{_kind(problem)}: {first}"
