"""`run.py`: everything a person needs to open the application in a browser."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from casemgmt.bootstrap import machine, packages
from casemgmt.bootstrap.paths import BROKER, DATABASE, PYTHON, ROOT, VAR, Stop, make_folders
from casemgmt.bootstrap.servers import Server, serve

DEMO_PASSWORD = VAR / "demo_password"  # there exactly when the database is the demo practice
COLLECTED = VAR / "static" / ".collected"


def run(*, empty: bool) -> int:
    port = chosen_port()
    make_folders()
    with only_one():
        demo = is_demo(empty=empty)
        packages.install()
        if not machine.provide(machine.PANGO):
            print(f"Pango is missing: reports are read as HTML and issuing waits. Type: {machine.PANGO.line_to_type}")
        environment = environment_for(port, demo=demo)
        manage(environment, "migrate", "--verbosity", "0")
        collect_static(environment)
        sign_ins = manage(environment, "seed_demo") if demo else no_demo_data()
        empty_broker(environment)
        return serve(web_and_worker(port), environment, port, about=sign_ins + demo_notice(demo=demo))


def chosen_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT is {text!r}, which is no port number. Type: PORT=8000 python3 run.py")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            other = port + 1 if port < 65535 else 8000
            raise Stop(
                f"Port {port} cannot be used ({problem.strerror}). Type: PORT={other} python3 run.py"
            ) from problem
    return port


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two starts in one folder would empty each other's broker."""
    with (VAR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Stop("This folder is being served already. Stop that run.py with Ctrl-C first.") from problem
        yield


def is_demo(*, empty: bool) -> bool:
    """The demo lives in the embedded database only, and only in one that began as the demo."""
    if {"DATABASE_URL", "DATABASE_URL_FILE"} & set(os.environ):
        return False
    if DEMO_PASSWORD.exists():
        if empty:
            raise Stop(
                "var/ holds the demo practice. To start in earnest type: mv var var-demo && python3 run.py --empty"
            )
        return True
    if empty or (DATABASE.exists() and DATABASE.stat().st_size):
        return False
    write_private(DEMO_PASSWORD, os.environ.get("DEMO_PASSWORD") or "-".join(secrets.token_hex(2) for _ in range(4)))
    return True


def write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def environment_for(port: int, *, demo: bool) -> dict[str, str]:
    environment = {"SECURE": "false", **os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    if not {"SECRET_KEY", "SECRET_KEY_FILE"} & set(os.environ):
        key = VAR / "secret_key"
        if not key.exists() or not key.read_text():
            write_private(key, secrets.token_urlsafe(64))
        environment["SECRET_KEY_FILE"] = str(key)
    if demo:
        environment |= {"REQUIRE_MFA": "false", "DEMO_PASSWORD": DEMO_PASSWORD.read_text().strip()}
    else:
        environment.pop("DEMO_PASSWORD", None)
    return environment


def manage(environment: dict[str, str], *command: str) -> str:
    result = subprocess.run(
        [PYTHON, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise Stop(f"{result.stdout}{result.stderr}\n`manage.py {command[0]}` failed, see above.")
    return result.stdout


def collect_static(environment: dict[str, str]) -> None:
    """Takes seconds, so only when a file of ours or a pinned package has changed."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    marks = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    mark = hashlib.sha256("\n".join([packages.mark(packages.RUNTIME), *marks]).encode()).hexdigest()
    if COLLECTED.exists() and COLLECTED.read_text() == mark:
        return
    manage(environment, "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    COLLECTED.write_text(mark)


def no_demo_data() -> str:
    line = ".venv/bin/python manage.py first_admin EMAIL"
    return f"No demo data. The first admin, in a second terminal: {line}\n"


def demo_notice(*, demo: bool) -> str:
    if not demo:
        return ""
    return "This is a demo with made-up people: signing in needs no second step (REQUIRE_MFA=false), here only.\n"


def empty_broker(environment: dict[str, str]) -> None:
    """The queue is only a doorbell; rings of an earlier run mean nothing now."""
    if environment.get("CELERY_BROKER_URL") or environment.get("CELERY_BROKER_URL_FILE"):
        return
    folder = Path(environment.get("BROKER_FOLDER", BROKER))
    for stale in (folder, folder.with_name(f"{folder.name}-control")):
        shutil.rmtree(stale, ignore_errors=True)
        stale.mkdir(parents=True)


def web_and_worker(port: int) -> list[Server]:
    gunicorn = ("gunicorn", "casemgmt.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=4")
    celery = ("celery", "--app=casemgmt", "worker", "--pool=solo", "--beat", "--loglevel=INFO")
    return [
        Server("web", (*gunicorn, "--worker-class=gthread", "--no-control-socket")),
        Server("worker", (*celery, "--without-gossip", "--without-mingle")),
    ]
