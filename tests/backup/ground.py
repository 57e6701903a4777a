"""A practice worth backing up, ways to take a backup apart and put it together again, and places to restore into."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from audit.actions import seal_events
from casemgmt.backup import reading, rows, tables
from casemgmt.backup.archive import written
from casemgmt.backup.encryption import encrypting, identities_in, new_pair, recipients_in
from casemgmt.backup.making import make
from practice.demo.build import tell_stories
from tests.bad_input import CODED, MARKUP, NAMES
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.records import ContactRecordFactory
from tests.factories.reports import IssuedReportFactory
from tests.faults.ground import database_url

HARD_TO_CARRY = ["\\N", "\\.", "tab\there", "line\r\nbreak\u2028", "back\\slash", '{"base64": "AA=="}', "\x01", "", " "]
FILES = {
    "documents/scan.pdf": bytes(range(256)) * 5000,
    "documents/Łukasz “left” – 2.txt": "Grüße".encode(),
    "empty": b"",
}


@dataclass(frozen=True)
class Backups:
    """One practice, backed up twice at the same moment."""

    plain: Path
    encrypted: Path
    identity: Path
    key: str
    text: list[str]

    def of(self, kind):
        return (self.plain, None) if kind == "plain" else (self.encrypted, self.identity)


def back_up_a_practice(folder):
    """Fills the test's own database, backs it up and empties it again."""
    media, into = folder / "media", folder / "backups"
    into.mkdir()
    for name, content in FILES.items():
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(content)
    key = new_pair(folder / "identity")
    try:
        with override_settings(MEDIA_ROOT=media):
            text = fill()
        made = [back_up(into, media, recipients=recipients) for recipients in ([], recipients_in(key))]
    finally:
        call_command("flush", interactive=False, verbosity=0)
    return Backups(*made, folder / "identity", key, text)


def fill():
    tell_stories(now=timezone.now(), password=PASSWORD)
    UserFactory(name="Priya Kaur", email="priya@practice.example")
    record = ContactRecordFactory()
    text = [*HARD_TO_CARRY, *CODED, *NAMES, *MARKUP]
    for words in text:
        ContactRecordFactory(client=record.client, author=record.author, text=words)
    IssuedReportFactory(pdf=bytes(range(256)) * 3000)
    seal_events(now=timezone.now())
    return text


def back_up(into, media, *, recipients=(), now=datetime(2026, 11, 20, 3, 0, tzinfo=UTC)):
    return make(connection, into=into, media_root=media, recipients=list(recipients), identity=None, now=now)[0]


def taken_apart(path, identity=None):
    """The parts of a backup by name, in order."""
    with reading.opened(path, identity) as found:
        return {name: content.read() for name, content in found}


def put_together(parts, path, identity=None):
    """A backup with these parts, sealed and, with an identity, encrypted as a proper one is."""
    with path.open("wb") as file, contextlib.ExitStack() as stack:
        sink = file
        if identity:
            keys = [each.to_public() for each in identities_in(identity)]
            sink = stack.enter_context(encrypting(file, keys))
        with written(sink) as archive:
            for name, content in parts.items():
                archive.add(name, content)
    return path


def tables_with_rows():
    mine = set(tables.our_tables(connection)) - set(tables.FILLED_BY_MIGRATE)
    return {table for table in mine if rows.has_rows(connection, table)}


def environment(url, media, **more):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "SECRET_KEY": "tests only",
        "SECURE": "false",
        "CELERY_BROKER_URL": "memory://",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(media),
        **more,
    }


def manage(environment, *arguments, **more):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, **more)


@contextlib.contextmanager
def empty_database(folder, name):
    """The URL of a database without tables, on the server that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    own = f"{connection.settings_dict['NAME']}_{name}"
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{own}" TEMPLATE template0')
        try:
            yield f"{database_url().rpartition('/')[0]}/{own}"
        finally:
            server.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def run(name, *arguments, **options):
    """A command in this process; what it printed."""
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()
