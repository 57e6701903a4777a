"""Log lines in which an exception says where it happened and never what somebody had typed."""

import logging
import traceback
from typing import Any

WITH_VALUES = (ValueError, LookupError)  # "invalid literal: …", "…" not found


class Line(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        return "\n".join(reversed(list(_chain(ei[1]))))


def _chain(problem: BaseException | None) -> Any:
    while problem is not None:
        where = "".join(traceback.format_tb(problem.__traceback__))
        yield f"Traceback (most recent call last):\n{where}{_named(problem)}"
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _named(problem: BaseException) -> str:
    """The kind of exception and its first line; a database puts the whole row it refused into the following ones."""
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    first = str(problem).partition("\n")[0][:200]
    return kind if isinstance(problem, WITH_VALUES) or not first else f"{kind}: {first}"
