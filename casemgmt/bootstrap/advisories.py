"""Asks the public lists of known vulnerabilities about our pins, where one of them answers.

Behind a mirror pip-audit may find none of the packages on its list and still end well, so what was asked is counted.
"""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from casemgmt.bootstrap.packages import RUNTIME
from casemgmt.bootstrap.paths import ROOT, VENV

SOURCES = ("pypi", "osv")
PATIENCE = 120  # seconds for one source


@dataclass(frozen=True)
class Answer:
    asked: int
    not_asked: int
    found: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.found

    def __str__(self) -> str:
        if not self.asked:
            return "not asked: no advisory source answers"
        unknown = f", {self.not_asked} not on its list" if self.not_asked else ""
        known = "".join(f"\n       {line}" for line in self.found) or " nothing known"
        return f"{self.asked} packages asked about{unknown}:{known}"


NO_ANSWER = Answer(0, 0, ())


def ask() -> Answer:
    """The answer of the first source that knows our packages."""
    for source in SOURCES:
        answer = read(_output_of(source))
        if answer.asked:
            return answer
    return NO_ANSWER


def read(output: str) -> Answer:
    """pip-audit's JSON: each package with its known vulnerabilities, or with why it was not asked about."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return NO_ANSWER
    asked = [package for package in packages if "vulns" in package]
    found = tuple(_line(package, known) for package in asked for known in package["vulns"])
    return Answer(len(asked), len(packages) - len(asked), found)


def _line(package: dict[str, Any], known: dict[str, Any]) -> str:
    mended = ", ".join(known["fix_versions"]) or "no release"
    return f"{package['name']} {package['version']}: {known['id']}, put right in {mended}"


def _output_of(source: str) -> str:
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--desc=off", "--format=json"]
    command = [str(VENV / "bin" / "pip-audit"), f"--vulnerability-service={source}", *options, "-r", RUNTIME]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
