"""The virtual environment and the pinned packages in it."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys

from casemgmt.bootstrap.paths import PYTHON, ROOT, VENV, Stop

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"  # holds everything of RUNTIME too
STAMP = VENV / "installed"


def install(*, development: bool = False) -> None:
    """Install only when the pins have changed since the last time that went through."""
    if not _venv_works():
        _make_venv()
    wanted = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    marks = [mark(name) for name in wanted]
    installed = STAMP.read_text().splitlines() if STAMP.exists() else []
    if set(marks) <= set(installed):
        return
    print(f"Installing {wanted[-1]} into .venv (once; a minute or so) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    if subprocess.run([*_installer(), "--require-hashes", "-r", str(ROOT / wanted[-1])], cwd=ROOT).returncode:
        raise Stop(f"Installing {wanted[-1]} failed, see above. Check the network, then type: python3 run.py")
    STAMP.write_text("\n".join(marks) + "\n")


def mark(name: str) -> str:
    return f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}"


def _venv_works() -> bool:
    """False too when the Python it was made from has gone."""
    if not PYTHON.exists():
        return False
    try:
        return subprocess.run([PYTHON, "-c", "import ssl"], capture_output=True).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(VENV)]
    elif uv:
        command = [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    else:
        raise Stop(missing_venv())
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(missing_venv() if "ensurepip" in result.stdout + result.stderr else result.stderr.strip())


def missing_venv() -> str:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return f"Python's venv module is missing. Type: apt install {package}  (with sudo if need be), then: python3 run.py"


def _installer() -> list[str]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
