"""Reads the process environment: plain values through environs, secrets from `NAME` or the file `NAME_FILE` names."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()


def secret(name: str, default: str | None = None) -> str:
    """The value of `NAME`, else the content of the file named by `NAME_FILE`, else `default`.

    Raises ImproperlyConfigured, in words for whoever starts the server, when there is none of the three.
    """
    file = os.environ.get(f"{name}_FILE")
    if file and name not in os.environ:
        try:
            return Path(file).read_text().strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read: {problem}") from problem
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(
            f"Set {name}, or {name}_FILE to a file that holds it. `python3 run.py` makes one for you under var/."
        )
    return value


def database(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:],
            # IMMEDIATE takes the write lock at BEGIN, so that two writers wait for each other instead of failing.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL starts with sqlite:/// or postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def migrating(settings: dict[str, Any]) -> dict[str, Any]:
    """The same database for `migrate`: on PostgreSQL no statement waits for a lock, or holds one, over two seconds.

    Options in the URL come later and win: `?options=-c%20statement_timeout%3D0`.
    """
    if "postgresql" not in settings["ENGINE"]:
        return settings
    given = settings["OPTIONS"].get("options", "")
    limits = f"-c lock_timeout=2s -c statement_timeout=2s {given}".strip()
    return settings | {"OPTIONS": settings["OPTIONS"] | {"options": limits}}


def mail(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for `smtp://`, `smtp+tls://`, `smtps://`, `console://` or `file:///folder`."""
    parts = urlparse(url)
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backend}console.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{backend}filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme not in ("smtp", "smtp+tls", "smtps"):
        raise ImproperlyConfigured("EMAIL_URL starts with smtp://, smtp+tls://, smtps://, console:// or file:///")
    return {"EMAIL_BACKEND": f"{backend}smtp.EmailBackend", **_smtp(parts)}


def _smtp(parts: ParseResult) -> dict[str, Any]:
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
