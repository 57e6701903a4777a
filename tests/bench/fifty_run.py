"""Fifty people at once, on PostgreSQL and on SQLite, while reminders go out; then more people until it bends."""

import contextlib
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from tests.bench import ground, pages
from tests.postgres import free_port

STEPS = (1, 50, 100, 150, 200)
STEPS_ON_SQLITE = (1, 8, 50)
WHILE_REMINDED = {"PostgreSQL": 50, "SQLite": 8}  # the reminders fall due as these people begin
REMINDERS = 1_000
SHORTEST = 30


def run(server, broker, *, seconds):
    """Those who work while reminders go out do so for `seconds`; each other step takes a fifth of that."""
    template = ground.loaded(server, ground.SMALL)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bench_fifty")
        connection.execute(f"CREATE DATABASE bench_fifty TEMPLATE {template.rpartition('/')[2]}")
    found = steps("PostgreSQL", f"{server}/bench_fifty", broker, STEPS, seconds)
    return found + on_sqlite(broker, seconds)


def on_sqlite(broker, seconds):
    """As run.py serves a sole practitioner, with eight connections: one worker, eight threads."""
    file = ground.folder() / "fifty.sqlite3"
    for old in file.parent.glob("fifty.sqlite3*"):
        old.unlink()
    url = f"sqlite:///{file}"
    ground.manage(url, "migrate", "--verbosity", "0")
    ground.manage(url, "seed_load", "--clients=1000", "--records=50000", "--staff=10")
    threads = ("--worker-class=gthread", "--threads=8")
    return steps("SQLite", url, broker, STEPS_ON_SQLITE, seconds, workers=1, more=threads)


def steps(where, url, broker, people, seconds, *, workers=2, more=()):
    found = []
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        mails = free_port()
        running.enter_context(_process("-m", "tests.bench.sink", str(mails)))
        environ = ground.environment(url, CELERY_BROKER_URL=broker, EMAIL_URL=f"smtp://127.0.0.1:{mails}")
        said = folder / "people.json"
        said.write_text(json.dumps(pages.signed_in(url, 10)))
        port = running.enter_context(ground.gunicorn(f"fifty-{where}", environ, workers=workers, more=more))
        celery = ("-m", "celery", "--app=casemgmt", "worker", "--pool=solo", "--beat", "--loglevel=WARNING")
        schedule = f"--schedule={folder / 'beat'}"
        running.enter_context(_process(*celery, schedule, "--without-gossip", "--without-mingle", environ=environ))
        for count in people:
            reminded = count == WHILE_REMINDED[where]
            if reminded:
                _manage_fall_due(environ)
            before, lasts = _sent(environ), seconds if reminded else max(SHORTEST, seconds // 5)
            found.append(_step(where, count, lasts, port, said, folder))
            found[-1]["mails"] = _sent(environ) - before
            print(found[-1], file=sys.stderr, flush=True)
    return found


def _step(where, count, seconds, port, said, folder):
    prefix = folder / f"step-{count}"
    command = [
        "-m",
        "locust",
        "-f",
        "tests/bench/fifty.py",
        "--headless",
        "--only-summary",
        "--host",
        f"http://127.0.0.1:{port}",
    ]
    command += [
        "-u",
        str(count),
        "-r",
        str(max(5, count // 5)),
        "-t",
        f"{seconds}s",
        "--csv",
        str(prefix),
        "--loglevel=ERROR",
    ]
    environ = {**os.environ, "PEOPLE": str(said)}
    with (ground.LOGS / "bench-locust.log").open("ab") as log:  # its exit code only says whether there were errors
        subprocess.run([sys.executable, *command], cwd=ground.ROOT, env=environ, stdout=log, stderr=log)
    with open(f"{prefix}_stats.csv") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    whole, saves = rows["Aggregated"], rows.get("Save", {})
    return {
        "where": where,
        "people": count,
        "seconds": seconds,
        "requests": int(whole["Request Count"]),
        "errors": int(whole["Failure Count"]),
        "p50": whole["50%"],
        "p95": whole["95%"],
        "saves p95": saves.get("95%", ""),
        "pages": {name: {"p50": row["50%"], "p95": row["95%"]} for name, row in rows.items()},
    }


ASK = "from tests.bench.fifty_rows import {0}; {0}()"


def _manage_fall_due(environ):
    subprocess.run([sys.executable, "-c", ASK.format("fall_due")], cwd=ground.ROOT, env=environ, check=True)


def _sent(environ):
    command = [sys.executable, "-c", ASK.format("print_sent")]
    return int(subprocess.run(command, cwd=ground.ROOT, env=environ, check=True, capture_output=True, text=True).stdout)


@contextlib.contextmanager
def _process(*command, environ=None):
    with (ground.LOGS / "bench-process.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ground.ROOT, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
