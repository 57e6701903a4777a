"""The product as it is served: gunicorn and a Celery worker with beat, each a process group, on an empty practice."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
ADMIN, ADMIN_PASSWORD = "amara@alderwren.example", "an admin with a long password"


@contextlib.contextmanager
def served(database_url: str, folder: Path) -> Iterator[str]:
    """Serves an empty practice with one admin; gives its address. Everything made lies under `folder`."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TEST_"))} | {
        "DJANGO_SETTINGS_MODULE": "casemgmt.settings",
        "SECRET_KEY": "a journey's own key, made up and long enough for everybody",
        "SECURE": "false",
        "REQUIRE_MFA": "false",
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": "filesystem://",
        "BROKER_FOLDER": str(folder / "broker"),
        "EMAIL_URL": f"file://{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONUNBUFFERED": "1",
    }
    for name in ("broker", "broker-control"):
        (folder / name).mkdir()
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True)
    first_admin = [*manage, "first_admin", ADMIN, "--name", "Amara Bello"]
    subprocess.run(first_admin, cwd=ROOT, env=environment, check=True, input=f"{ADMIN_PASSWORD}\n", text=True)
    web = [str(BIN / "gunicorn"), "casemgmt.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=4"]
    worker = [str(BIN / "celery"), "--app=casemgmt", "worker", "--pool=solo", "--beat", "--loglevel=WARNING"]
    worker.append(f"--schedule={folder / 'beat'}")
    log = (folder / "log").open("w")
    groups = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        for command in (web, worker)
    ]
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", log=folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        for group in groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group.pid, signal.SIGTERM)
        for group in groups:
            with contextlib.suppress(subprocess.TimeoutExpired):
                group.wait(15)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group.pid, signal.SIGKILL)
        log.close()


def wait_for(url: str, *, log: Path, seconds: int = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url, timeout=5)
            return
        time.sleep(0.3)
    raise AssertionError(f"{url} did not answer 200:\n{log.read_text()[-3000:]}")
