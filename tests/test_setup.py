"""Setting up and running: what can be checked without doing it all again."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import psycopg
import pytest

from casemgmt.bootstrap import packages, serving, suite
from casemgmt.bootstrap.machine import REDIS
from casemgmt.bootstrap.paths import Stop
from casemgmt.bootstrap.servers import Server, end, stop_if_one_ended
from tests.postgres import postgres

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = [ROOT / packages.RUNTIME, ROOT / packages.DEVELOPMENT]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A var/ folder of this test's own, and nothing set in the environment."""
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "DEMO_PASSWORD", "SECRET_KEY", "SECRET_KEY_FILE", "REQUIRE_MFA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serving, "VAR", tmp_path)
    monkeypatch.setattr(serving, "DATABASE", tmp_path / "db.sqlite3")
    monkeypatch.setattr(serving, "DEMO_PASSWORD", tmp_path / "demo_password")
    return tmp_path


def run_py(*arguments, **environment):
    command = [sys.executable, "-E", "-s", "-S", str(ROOT / "run.py"), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)


def pins(path):
    return dict(re.findall(r"^([a-z0-9-]+)==([^ \\]+)", path.read_text(), flags=re.MULTILINE))


# --- Packages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes_and_names_no_index(path):
    text = path.read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)

    assert all("--hash=sha256:" in block for block in blocks if re.match(r"[a-z0-9-]+", block))
    assert "index-url" not in text
    assert "find-links" not in text
    assert "://" not in text


def test_the_two_requirements_files_agree_and_hold_every_direct_need():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, development = (pins(path) for path in REQUIREMENTS)

    def direct(lines):
        return {re.match(r"[a-z0-9-]+", line)[0] for line in lines}

    assert runtime.items() <= development.items()
    assert direct(project["project"]["dependencies"]) <= runtime.keys()
    assert direct(project["dependency-groups"]["dev"]) <= development.keys()


def test_every_direct_need_has_a_reason_beside_it():
    lines = re.findall(r'^    "[a-z0-9\[\]-]+>=.*$', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)

    assert len(lines) > 20
    assert all(re.search(r'",\s+# \w', line) for line in lines)


# --- run.py -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [ROOT / "run.py", *(ROOT / "casemgmt" / "bootstrap").glob("*.py")], ids=lambda path: path.name
)
def test_setting_up_imports_the_standard_library_only(path):
    tree = ast.parse(path.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    foreign = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}

    assert {name for name in foreign if not name.startswith("casemgmt.bootstrap")} == set()


def test_run_py_starts_without_any_installed_package():
    answer = run_py("--help")

    assert answer.returncode == 0
    assert "--empty" in answer.stdout


def test_a_taken_port_is_one_sentence_with_the_line_to_type():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = run_py(PORT=str(port))

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert f"Port {port} cannot be used" in answer.stderr
    assert f"PORT={port + 1} python3 run.py" in answer.stderr


def test_a_port_that_is_no_number_is_one_sentence():
    answer = run_py(PORT="eighty")

    assert answer.returncode == 1
    assert answer.stderr == "PORT is 'eighty', which is no port number. Type: PORT=8000 python3 run.py\n"


def test_a_missing_venv_module_is_one_sentence_with_the_line_to_type(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(packages, "VENV", tmp_path / "venv")
    monkeypatch.setattr(packages.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Stop, match=r"^Python's venv module is missing. Type: apt install python3\.\d+-venv "):
        packages.install()


def test_two_starts_in_one_folder_are_refused(var):
    with serving.only_one(), pytest.raises(Stop, match="is being served already"), serving.only_one():
        pass


# --- What is the demo -------------------------------------------------------------------------------------------------


def test_a_fresh_folder_becomes_the_demo_and_stays_it(var):
    assert serving.is_demo(empty=False)
    password = (var / "demo_password").read_text()
    (var / "db.sqlite3").write_text("tables")

    assert serving.is_demo(empty=False)
    assert (var / "demo_password").read_text() == password
    assert len(password) >= 15
    assert (var / "demo_password").stat().st_mode & 0o777 == 0o600


def test_a_practice_started_in_earnest_never_turns_into_a_demo(var):
    assert not serving.is_demo(empty=True)
    (var / "db.sqlite3").write_text("tables")

    assert not serving.is_demo(empty=False)
    assert "REQUIRE_MFA" not in serving.environment_for(8000, demo=False)


def test_somebody_elses_database_is_never_filled_with_a_demo(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://practice@db/practice")

    assert not serving.is_demo(empty=False)
    assert not (var / "demo_password").exists()


def test_starting_empty_over_the_demo_is_refused(var):
    serving.is_demo(empty=False)

    with pytest.raises(Stop, match="mv var var-demo"):
        serving.is_demo(empty=True)


def test_only_the_demo_turns_the_second_step_off(var):
    serving.is_demo(empty=False)

    environment = serving.environment_for(8001, demo=True)

    assert environment["REQUIRE_MFA"] == "false"
    assert environment["PORT"] == "8001"
    assert Path(environment["SECRET_KEY_FILE"]).stat().st_mode & 0o777 == 0o600


# --- Servers and legs -------------------------------------------------------------------------------------------------


def test_a_server_that_ends_by_itself_is_named_with_its_last_lines(tmp_path, monkeypatch):
    monkeypatch.setattr("casemgmt.bootstrap.servers.LOGS", tmp_path)
    server = Server("worker", ("calendar", "--no-such-option"))
    process = server.start(dict(os.environ))
    process.wait(timeout=20)

    with pytest.raises(Stop, match=r"(?s)unrecognized arguments.*The worker ended by itself"):
        stop_if_one_ended({server: process})


def test_ending_takes_the_whole_group(tmp_path, monkeypatch):
    monkeypatch.setattr("casemgmt.bootstrap.servers.LOGS", tmp_path)
    server = Server("web", ("http.server", "0", "--bind", "127.0.0.1"))
    process = server.start(dict(os.environ))

    # The handlers of this test run must survive what run.py does in its last moments.
    monkeypatch.setattr("casemgmt.bootstrap.servers.signal.signal", lambda number, handler: None)
    end({server: process})

    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_what_is_missing_is_said_aloud_and_red_on_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert suite.not_run("redis", REDIS).failed == 0
    assert "not run, redis-server is missing. Type: " in str(suite.not_run("redis", REDIS))

    monkeypatch.setenv("CI", "true")
    assert suite.not_run("redis", REDIS).failed == 1


def test_without_a_browser_its_leg_is_left_out_and_without_redis_its_tests():
    names = [leg.name for leg in suite.legs({"browser", "redis"}, long=False)]
    markers = suite.legs({"browser", "redis"}, long=False)[0].markers

    assert "Chromium on SQLite" not in names
    assert markers == "not browser and not one_leg and not long and not weekly and not redis"
    assert suite.legs(set(), long=True)[0].markers == "not browser and not one_leg"
    assert suite.legs(set(), long=True)[1].markers == "not browser"


def test_what_asks_for_no_database_runs_in_one_leg(request):
    assert request.node.get_closest_marker("one_leg")


def test_what_asks_for_one_runs_in_both(request, db):
    assert not request.node.get_closest_marker("one_leg")


def test_the_last_line_counts_and_a_skipped_test_is_named(tmp_path, capsys):
    results = tmp_path / "leg.xml"
    results.write_text(
        "<testsuites><testsuite><testcase classname='a' name='b'/>"
        "<testcase classname='a' name='c'><failure/></testcase>"
        "<testcase classname='a' name='d'><skipped/></testcase></testsuite></testsuites>"
    )

    code = suite.summarise([suite.read(results, "SQLite, 1 s"), suite.not_run("browser", REDIS)])

    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert "SQLite, 1 s: 1 passed, 1 failed, 1 skipped: a.d" in lines
    assert lines[-1].startswith("1 passed, ")


def test_the_launcher_gives_an_empty_postgresql_18():
    with postgres() as url, psycopg.connect(url) as connection:
        version, tables = connection.execute(
            "select current_setting('server_version_num')::int / 10000, "
            "(select count(*) from information_schema.tables where table_schema = 'public')"
        ).fetchone()

    assert (version, tables) == (18, 0)


# --- CI and containers, read as text ----------------------------------------------------------------------------------


def test_ci_runs_the_two_commands_and_nothing_of_its_own():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert lines[3:] == ["python3 run.py check", "python3 run.py test"]


def test_the_image_installs_the_same_pins_and_runs_as_nobody_special():
    assert "FROM python:3.11" in DOCKERFILE
    assert "--require-hashes --requirement requirements.txt" in DOCKERFILE
    assert DOCKERFILE.index("\nUSER app") < DOCKERFILE.index("\nCMD ")
    for library in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert library in DOCKERFILE


def test_the_image_holds_every_package_and_no_tests():
    packages_of_ours = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert let_in == {*packages_of_ours, "templates", "static", "manage.py", "requirements.txt"}
