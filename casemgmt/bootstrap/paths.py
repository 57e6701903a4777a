"""Where run.py keeps things. This folder of modules imports nothing but the standard library and itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
LOGS = VAR / "log"
BROKER = VAR / "broker"
DATABASE = VAR / "db.sqlite3"


class Stop(Exception):
    """One plain sentence for the person at the terminal, with the line to type."""


def make_folders() -> None:
    for folder in (VAR, LOGS, BROKER, VAR / "static", VAR / "media"):
        folder.mkdir(parents=True, exist_ok=True)
    VAR.chmod(0o700)
