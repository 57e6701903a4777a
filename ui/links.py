"""Links of a page, and the paths they lead to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse

STAND_IN = str(UUID(int=0xFFFFFFFF_FFFF_7FFF_BFFF_FFFFFFFFFFFF))


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    current: bool = False


def path_to(route: str, *args: Any) -> str:
    """The path of a route, or "" while the package that holds it is not built.

    `reverse` takes longer than anything else on a page of links. So the path of a record is worked out once for each
    route and the id or the reference put into it, as long as that is made of letters, figures and hyphens.
    """
    if not args:
        return _of_page(route, settings.ROOT_URLCONF)
    word = str(args[0]) if len(args) == 1 else ""
    if word.isascii() and word.replace("-", "").isalnum():
        before, after = _around(route, settings.ROOT_URLCONF)
        return f"{before}{word}{after}" if before else ""
    return _path(route, *args)


@lru_cache(maxsize=256)
def _around(route: str, urls: str) -> tuple[str, str]:
    """What stands before and after the one argument of a route. `urls` tells the routes of one test from another's."""
    before, _, after = _path(route, STAND_IN).partition(STAND_IN)
    return before, after


@lru_cache(maxsize=256)
def _of_page(route: str, urls: str) -> str:
    return _path(route)


def _path(route: str, *args: Any) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
