"""`run.py test`: the suite on SQLite, again on PostgreSQL, then the browser leg, and what ran where."""

import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from casemgmt.bootstrap import machine, packages
from casemgmt.bootstrap.paths import LOGS, PYTHON, ROOT, make_folders

NO_TESTS_CHOSEN = 5  # pytest's exit code
# A database each, on every core up to four. A worker takes tests that lie together, for the sake of what they share.
PROCESSES = ("-n", "auto", "--maxprocesses=4")
IN_PARALLEL = (*PROCESSES, "--dist=worksteal")
APART = (*PROCESSES, "--dist=loadgroup")  # a browser shares nothing


@dataclass(frozen=True)
class Leg:
    name: str
    markers: str
    launcher: tuple[str, ...] = ()
    database_url: str = ""
    options: tuple[str, ...] = IN_PARALLEL


@dataclass(frozen=True)
class Outcome:
    """How a leg ended, as one line of the summary."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        skipped = f", {len(self.skipped)} skipped: {'; '.join(self.skipped)}" if self.skipped else ""
        return f"{self.name}: {self.note or f'{self.passed} passed, {self.failed} failed'}{skipped}"


def run(arguments: list[str], *, long: bool) -> int:
    packages.install(development=True)
    make_folders()
    if not machine.provide(machine.PANGO):
        print(f"Pango is missing, so every test that makes a PDF will fail. Type: {machine.PANGO.line_to_type}")
    needs = {"redis": machine.REDIS, "browser": machine.CHROMIUM}
    missing = {marker: need for marker, need in needs.items() if not machine.provide(need)}
    chosen = [*arguments, *(["--long"] if long else [])]  # tests/conftest.py leaves the slow ones out without it
    outcomes = [run_leg(leg, chosen) for leg in legs(missing, long=long)]
    return summarise([*outcomes, *(not_run(marker, need) for marker, need in missing.items())])


def not_run(marker: str, need: machine.Need) -> Outcome:
    """Red on CI, where everything must be there; elsewhere said aloud with the line to type."""
    failed = 1 if os.environ.get("CI") else 0
    note = f"not run, {need.name} is missing. Type: {need.line_to_type}"
    return Outcome(f"Tests marked {marker}", failed=failed, note=note)


def legs(missing: Collection[str], *, long: bool) -> list[Leg]:
    left_out = [*([] if long else ["long", "weekly"]), *sorted({"redis"} & set(missing))]
    without = "".join(f" and not {marker}" for marker in left_out)
    given = os.environ.get("TEST_DATABASE_URL", "")
    launcher = () if given else (str(PYTHON), str(ROOT / "tests" / "postgres.py"))
    postgres = Leg("PostgreSQL (yours)" if given else "PostgreSQL 18", f"not browser{without}", launcher, given)
    browser = [] if "browser" in missing else [Leg("Chromium on SQLite", f"browser{without}", options=APART)]
    return [Leg("SQLite", f"not browser and not one_leg{without}"), postgres, *browser]


def run_leg(leg: Leg, arguments: list[str]) -> Outcome:
    print(f"\n--- {leg.name} ---", flush=True)
    results = LOGS / f"test-{leg.name.split()[0].lower()}.xml"
    results.unlink(missing_ok=True)
    pytest = [str(PYTHON), "-m", "pytest", *leg.options, "-m", leg.markers, f"--junitxml={results}"]
    started = time.monotonic()
    process = subprocess.run([*leg.launcher, *pytest, *arguments], cwd=ROOT, env=environment_for(leg))
    name = f"{leg.name}, {time.monotonic() - started:.0f} s"
    if process.returncode == NO_TESTS_CHOSEN and arguments:
        return Outcome(name, note="none of the tests you chose belongs here")
    if not results.exists():
        return Outcome(name, failed=1, note=f"broke off with code {process.returncode}, see above")
    outcome = read(results, name)
    if process.returncode and not outcome.failed:
        return Outcome(
            name, outcome.passed, 1, outcome.skipped, f"pytest ended with code {process.returncode}, see above"
        )
    return outcome


def environment_for(leg: Leg) -> dict[str, str]:
    """Nothing configured for serving may leak into the tests."""
    ours = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "MEDIA_ROOT", "REQUIRE_MFA")
    kept = {
        name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in (*ours, "SECRET_KEY")
    }
    kept.pop("TEST_DATABASE_URL", None)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # each process would compile every test anew
    if leg.database_url:
        kept["TEST_DATABASE_URL"] = leg.database_url
    browser = machine.chromium()
    if browser:
        kept["CHROMIUM"] = browser
    return kept


def read(results: Path, name: str) -> Outcome:
    passed, failed, skipped = 0, 0, []
    for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped.append(f"{case.get('classname')}.{case.get('name')}")
        else:
            passed += 1
    return Outcome(name, passed, failed, tuple(skipped))


def summarise(outcomes: list[Outcome]) -> int:
    print("\n--- What ran ---")
    for outcome in outcomes:
        print(outcome)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0
