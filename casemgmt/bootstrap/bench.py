"""`run.py bench`: everything that measuring needs; the measuring itself is in tests/bench."""

import os
import subprocess

from casemgmt.bootstrap import machine, packages
from casemgmt.bootstrap.paths import PYTHON, ROOT, Stop, make_folders
from casemgmt.bootstrap.serving import collect_static, environment_for


def run(arguments: list[str]) -> int:
    packages.install(development=True)
    make_folders()
    for need in (machine.REDIS, machine.PANGO):
        if not machine.provide(need):
            raise Stop(f"{need.name} is missing. Type: {need.line_to_type}")
    collect_static(environment_for(8000, demo=False))
    return subprocess.run([PYTHON, "-m", "tests.bench", *arguments], cwd=ROOT, env=dict(os.environ)).returncode
