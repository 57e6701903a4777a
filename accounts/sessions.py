"""Django's database sessions, with whose they are and where from in columns of their own."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from accounts.devices import device_of
from accounts.models import Session
from audit.whence import address_of


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        session.person_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.device, session.address = data.get("device", ""), data.get("address", "")
        session.signed_in_at, session.seen_at = _moment(data.get("started_at")), _moment(data.get("seen_at"))
        return session


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Notes where somebody has just signed in; the limits of the session count from here."""
    request.session["started_at"] = request.session["seen_at"] = now.timestamp()
    request.session["address"] = address_of(request)[:60]
    request.session["device"] = device_of(request.headers.get("User-Agent", ""))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
