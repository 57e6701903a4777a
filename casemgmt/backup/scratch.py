"""A database and a folder that exist only for a drill."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from casemgmt.backup.problems import Refused


@contextmanager
def scratch_place(settings: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The environment of a process that is to restore there. `settings` are those of the practice's own database."""
    folder = Path(tempfile.mkdtemp(prefix="casemgmt-drill-"))
    try:
        media = {"MEDIA_ROOT": str(folder / "media")}
        if "sqlite" in settings["ENGINE"]:
            yield {**media, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
        else:
            with _database(settings) as name:
                yield {**media, "DATABASE_URL": url_of(settings, name)}
    finally:
        shutil.rmtree(folder)


def url_of(settings: dict[str, Any], name: str) -> str:
    """What `casemgmt.environment.database` would read as these settings, with another database."""
    host, options = settings["HOST"], dict(settings.get("OPTIONS", {}))
    if host.startswith("/"):
        options["host"], host = host, ""
    who = quote(settings["USER"], safe="") + (
        f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    )
    where = f"[{host}]" if ":" in host else host
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    asked = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{who}{'@' if who else ''}{where}{port}/{quote(name, safe='')}{asked}"


@contextmanager
def _database(settings: dict[str, Any]) -> Iterator[str]:
    name = f"{settings['NAME']}_drill"
    with psycopg.connect(url_of(settings, settings["NAME"]), autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.DuplicateDatabase:
            raise Refused(f'Another drill runs, or one was killed. If so: DROP DATABASE "{name}";') from None
        except psycopg.errors.InsufficientPrivilege:
            raise Refused(
                "The drill makes a database of its own: let MIGRATION_DATABASE_URL name a role that may."
            ) from None
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
