"""`python3 run.py bench`: measures, and prints the tables of docs/performance.md as Markdown."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time

import psycopg

from tests.bench import fifty_run, ground, pages, tables
from tests.bench.load import compare
from tests.postgres import free_port

SWEEP = ground.Size(10_000, 10_000, 100)


def main():
    options = _options()
    sizes = (ground.SMALL,) if options.quick else (ground.SMALL, ground.LARGE)
    results = {"sizes": [size.clients for size in sizes], "quick": options.quick}
    started = time.monotonic()
    with _server() as server, ground.redis() as broker:
        if options.fifty:
            results["fifty"] = fifty_run.run(server, broker, seconds=options.seconds)
        else:
            rounds, seconds = (3, 1.0) if options.quick else (options.rounds, 2.0)
            results["pages"] = measure_pages(server, broker, sizes, rounds=rounds, seconds=seconds)
            results["sweep"] = measure_sweep(
                server, ground.SMALL if options.quick else SWEEP, rounds=2 if options.quick else 3
            )
            results["report"] = measure_report(server, rounds=3 if options.quick else 7)
    results["minutes"] = round((time.monotonic() - started) / 60, 1)
    ground.KEPT.mkdir(parents=True, exist_ok=True)
    name = "fifty.json" if options.fifty else "results.json"
    (ground.KEPT / name).write_text(json.dumps(results, indent=1))
    print(tables.of(results))


def _options():
    parser = argparse.ArgumentParser(prog="run.py bench")
    parser.add_argument("--quick", action="store_true", help="1,000 clients only, few rounds: while you work")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--fifty", action="store_true", help="fifty people at once instead")
    parser.add_argument("--seconds", type=int, default=600, help="how long the fifty work")
    return parser.parse_args()


@contextlib.contextmanager
def _server():
    """BENCH_SERVER names a PostgreSQL that is there already, without a database."""
    given = os.environ.get("BENCH_SERVER")
    if given:
        yield given
    else:
        with ground.postgres() as server:
            yield server


def measure_pages(server, broker, sizes, *, rounds, seconds):
    with contextlib.ExitStack() as running:
        targets = []
        for size in sizes:
            url = ground.loaded(server, size)
            ground.settle(url)
            signed_in = pages.signed_in(url)
            environ = ground.environment(url, CELERY_BROKER_URL=broker)
            port = running.enter_context(ground.gunicorn(f"web-{size.clients}", environ))
            targets += pages.targets(size.clients, port, signed_in["people"][0], signed_in["today"])
        found = compare(
            targets, rounds=rounds, seconds=seconds, told=lambda words: print(words, file=sys.stderr, flush=True)
        )
    return [
        {
            "page": page,
            "size": size,
            "connections": count,
            "rounds": [[one.cost, one.median, one.p95, len(one.answers)] for one in windows],
        }
        for (page, size, count), windows in found.items()
    ]


def measure_sweep(server, size, *, rounds):
    template, copy = ground.loaded(server, size), "bench_sweep"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {copy}")
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {template.rpartition('/')[2]}")
        port = free_port()
        sink = subprocess.Popen([sys.executable, "-m", "tests.bench.sink", str(port)], cwd=ground.ROOT)
        try:
            return _said("tests.bench.sweep", rounds, f"{server}/{copy}", EMAIL_URL=f"smtp://127.0.0.1:{port}")
        finally:
            sink.terminate()
            sink.wait()
            connection.execute(f"DROP DATABASE {copy}")


def measure_report(server, *, rounds):
    return _said("tests.bench.report", rounds, ground.loaded(server, ground.SMALL))


def _said(module, rounds, database_url, **more):
    environ = ground.environment(database_url, **more)
    command = [sys.executable, "-m", module, str(rounds)]
    result = subprocess.run(command, cwd=ground.ROOT, env=environ, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{module}: {result.stderr[-3000:]}")
    return json.loads(result.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
