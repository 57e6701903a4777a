"""`run.py check`: every check runs, even after one has failed."""

import os
import secrets
import subprocess
from pathlib import Path

from casemgmt.bootstrap import advisories, packages
from casemgmt.bootstrap.paths import ROOT, VENV, make_folders


def run() -> int:
    packages.install(development=True)
    make_folders()
    results = [_check(name, command) for name, command in _checks().items()]
    results.append(_known_vulnerabilities())
    print(f"{results.count(True)} checks passed, {results.count(False)} failed")
    return 0 if all(results) else 1


def _checks() -> dict[str, list[str]]:
    tool = VENV / "bin"
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    manage = [str(tool / "python"), "manage.py"]
    return {
        "ruff": [str(tool / "ruff"), "check", "--output-format=concise", "."],
        "ruff format": [str(tool / "ruff"), "format", "--check", "--output-format=concise", "."],
        "mypy": [str(tool / "mypy")],
        "djade": [str(tool / "djade"), "--target-version", "5.2", "--check", *templates],
        "import-linter": [str(tool / "lint-imports"), "--cache-dir", "var/import_linter"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }


def _known_vulnerabilities() -> bool:
    """Fails for a vulnerability that is known; where nobody can be asked it says so and passes."""
    answer = advisories.ask()
    print(f"{'ok    ' if answer.passed else 'FAILED'} advisories ({answer})", flush=True)
    return answer.passed


def production_environment() -> dict[str, str]:
    """What a practice would set; nothing of the caller's own configuration shows through."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "practice.example",
        "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'check.sqlite3'}",
    }


def _check(name: str, command: list[str]) -> bool:
    result = subprocess.run(command, cwd=ROOT, env=production_environment(), capture_output=True, text=True)
    passed = result.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {name}", flush=True)
    if not passed:
        print(result.stdout + result.stderr, flush=True)
    Path(ROOT / "var" / "check.sqlite3").unlink(missing_ok=True)
    return passed
