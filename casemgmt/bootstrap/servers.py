"""The web server and the worker as two process groups that live and end together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from casemgmt.bootstrap.paths import LOGS, PYTHON, ROOT, Stop

PATIENCE = 120  # seconds until /healthz must be well; after a long rest it waits for the first sweep


@dataclass(frozen=True)
class Server:
    name: str
    command: tuple[str, ...]

    def start(self, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [PYTHON, "-m", *self.command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a group of its own: Ctrl-C reaches run.py alone, which ends both in order
            )

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"


Running = dict[Server, subprocess.Popen[bytes]]


def serve(servers: list[Server], environment: dict[str, str], port: int, *, about: str) -> int:
    """Until a signal comes (0) or one of the servers ends by itself (1)."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means it
        signal.signal(signal.SIGHUP, _interrupt)
    running: Running = {}
    try:
        for server in servers:
            running[server] = server.start(environment)
        wait_until_well(running, port)
        print(f"\n{about}\nOpen http://localhost:{port}/   (Ctrl-C ends it; logs are in var/log/)", flush=True)
        while True:
            stop_if_one_ended(running)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nEnding.", flush=True)
        return 0
    finally:
        end(running)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def wait_until_well(running: Running, port: int) -> None:
    started, told = time.monotonic(), False
    while not is_well(port):
        stop_if_one_ended(running)
        waited = time.monotonic() - started
        if waited > PATIENCE:
            raise Stop(
                f"/healthz was not well after {PATIENCE} seconds. Look into var/log/web.log and var/log/worker.log."
            )
        if waited > 15 and not told:
            print("Still waiting for the worker's first sweep ...", flush=True)
            told = True
        time.sleep(0.2)


def is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop_if_one_ended(running: Running) -> None:
    for server, process in running.items():
        if process.poll() is not None:
            tail = "\n".join(server.log.read_text(errors="replace").splitlines()[-15:])
            raise Stop(f"{tail}\nThe {server.name} ended by itself (code {process.returncode}); so everything ends.")


def end(running: Running) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave one of the groups behind
    for process in running.values():
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + 10
    for process in running.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print("Not ended after 10 seconds; killed.", file=sys.stderr)
        signal_group(process, signal.SIGKILL)  # whatever is left of the group
        process.wait()


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone; macOS says so by the second
        os.killpg(process.pid, number)
