"""What the machine itself must have: Pango for PDFs, and for the tests Chromium and redis-server."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    name: str
    debian: str
    macos: str
    found: Callable[[], bool]

    @property
    def line_to_type(self) -> str:
        return f"brew install {self.macos}" if sys.platform == "darwin" else f"sudo apt install {self.debian}"


def has_pango() -> bool:
    return all(_loads(name) for name in ("pango-1.0", "pangoft2-1.0"))


def _loads(name: str) -> bool:
    """By the usual file name first: find_library needs tools that a small machine may not have."""
    for candidate in (f"lib{name}.so.0", f"/opt/homebrew/lib/lib{name}.dylib", ctypes.util.find_library(name)):
        try:
            if candidate and ctypes.CDLL(candidate):
                return True
        except OSError:
            continue
    return False


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    macos = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return next(filter(None, map(shutil.which, names)), macos if Path(macos).exists() else None)


PANGO = Need("Pango", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "pango", has_pango)
CHROMIUM = Need("Chromium", "chromium", "--cask chromium", lambda: chromium() is not None)
REDIS = Need("redis-server", "redis-server", "redis", lambda: shutil.which("redis-server") is not None)


def provide(need: Need) -> bool:
    """Is it there, or could it be installed here and now? Says so when it installs something."""
    if need.found():
        return True
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return False
    print(
        f"{need.name} is missing; you are root on Debian, so it is installed now: apt install {need.debian}", flush=True
    )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *need.debian.split()]):
        if subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return need.found()
