"""Where the work at hand comes from: the address of the request, or the name of the job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

_origin: ContextVar[str] = ContextVar("origin", default="")


def origin() -> str:
    return _origin.get()


def address_of(request: HttpRequest) -> str:
    """The client's address past PROXY_COUNT proxies of ours. What stands before their entries anybody can make up."""
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXY_COUNT <= len(passed):
        try:
            return str(ip_address(passed[-settings.PROXY_COUNT].strip()))
        except ValueError:
            pass
    return str(request.META.get("REMOTE_ADDR", ""))


@contextmanager
def coming_from(place: str) -> Iterator[None]:
    token = _origin.set(place[:60])
    try:
        yield
    finally:
        _origin.reset(token)
