"""What a practice runs, read as text: no container engine is needed. See the how-to run-for-a-practice.md."""

import ast
import http.server
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from casemgmt.deployment.alive import is_alive

ROOT = Path(settings.BASE_DIR)
DEPLOYMENT = ROOT / "casemgmt" / "deployment"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate", "backup", "restore")
STAY_UP = SERVICES.keys() - {"migrate", "restore"}


def test_every_part_is_a_service_of_its_own():
    assert SERVICES.keys() == {*OURS, "proxy", "postgres", "redis"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]
    assert "beat" not in SERVICES["worker"]["command"]
    assert SERVICES["beat"]["command"][2] == "beat"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_runs_with_as_little_as_it_can(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}
    assert any(place.startswith(("/tmp", "/data")) for place in service["tmpfs"])
    assert "privileged" not in service
    assert service.get("user") != "root"


@pytest.mark.parametrize("name", sorted(STAY_UP))
def test_every_service_that_stays_up_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_is_reached_from_outside_and_it_cannot_reach_the_data():
    published = {name for name, service in SERVICES.items() if "ports" in service}
    networks = {name: set(service["networks"]) for name, service in SERVICES.items()}

    assert published == {"proxy"}
    assert not networks["proxy"] & networks["postgres"]
    assert not networks["proxy"] & networks["redis"]
    assert networks["postgres"] == networks["redis"] == {"data"}
    assert COMPOSE["networks"]["data"] == COMPOSE["networks"]["inside"] == {"internal": True}


def test_every_volume_network_and_secret_that_is_used_is_declared_and_the_other_way_round():
    for kind in ("networks", "secrets"):
        assert {used for service in SERVICES.values() for used in service.get(kind, [])} == COMPOSE[kind].keys()
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {mount.split(":")[0] for mount in mounts if not mount.startswith("./")} == COMPOSE["volumes"].keys()
    assert all((ROOT / mount.split(":")[0]).is_file() for mount in mounts if mount.startswith("./"))


def test_secrets_come_from_files_and_each_part_sees_only_its_own():
    text = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)", text)) - {"CLAMD_URL"}  # which holds no password

    assert not {name for name in asked if re.search("KEY|PASSWORD|SECRET|URL", name)}
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if name.endswith("_FILE"):
                assert Path(value).parent == Path("/run/secrets")
                assert Path(value).name in service["secrets"]
    owner = {name for name, service in SERVICES.items() if "migration_database_url" in service.get("secrets", [])}
    assert owner == {"migrate", "restore"}
    assert SERVICES["restore"]["profiles"] == ["restore"], "never started by itself"
    assert SERVICES["backup"]["secrets"].count("backup_key") == 1
    assert not SERVICES["proxy"].get("secrets")


def test_compose_sets_only_explained_names():
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    text = (ROOT / "docker-compose.yml").read_text()
    given = {name.removesuffix("_FILE") for service in OURS for name in SERVICES[service]["environment"]}

    assert set(re.findall(r"\$\{([A-Z_]+)", text)) | given <= explained
    assert all(f"${{{name}:?" in text for name in ("SITE_HOST", "PROXY_TLS", "MAIL_FROM"))


def test_the_secrets_are_made_once_and_hidden_from_other_people(tmp_path):
    def make():
        command = ["sh", str(DEPLOYMENT / "make_secrets.sh")]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    said = make()
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    make()

    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert made.keys() == COMPOSE["secrets"].keys() - {"email_url"}
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
    assert made["app_password"] in made["database_url"]
    assert made["owner_password"] in made["migration_database_url"]
    assert len({made["secret_key"], made["app_password"], made["owner_password"], made["postgres_password"]}) == 4
    assert all(len(made[name]) == 64 for name in ("secret_key", "app_password", "owner_password"))
    assert not [text for text in made.values() if text and text in said]


def test_the_roles_of_the_urls_are_those_that_are_made():
    made = set(re.findall(r"CREATE ROLE (\w+)", (DEPLOYMENT / "roles.sql").read_text()))
    used = set(re.findall(r"postgresql://(\w+):", (DEPLOYMENT / "make_secrets.sh").read_text()))

    assert made == used == {"casemgmt_app", "casemgmt_owner"}


def test_the_image_is_started_as_the_how_to_says():
    dockerfile = (ROOT / "Dockerfile").read_text()
    command = ast.literal_eval(re.findall(r"^CMD (\[.*\])$", dockerfile, flags=re.MULTILINE)[-1])

    assert command == ["gunicorn", "--config=python:casemgmt.gunicorn", "casemgmt.wsgi"]
    assert "HEALTHCHECK" in dockerfile
    assert dockerfile.count("SECRET_KEY=") == 1


def test_the_proxy_hides_query_strings_and_waits_longer_than_the_web():
    text = (DEPLOYMENT / "Caddyfile").read_text()

    assert r'request>uri regexp "\?.*|[A-Za-z0-9_:-]{40,}"' in text
    for left_out in ("request>headers", "resp_headers"):
        assert f"{left_out} delete" in text


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        code, body = self.server.answer
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("code", "body", "alive"),
    [
        (200, b'{"database": "ok", "sweep": "ok"}', True),
        (503, b'{"database": "ok", "sweep": "late"}', True),
        (503, b'{"database": "down", "sweep": "unknown"}', False),
        (503, b"<html>", False),
        (200, b"[]", False),
    ],
)
def test_the_web_is_alive_while_it_answers_and_reaches_its_database(code, body, alive):
    with http.server.HTTPServer(("127.0.0.1", 0), Answers) as server:
        server.answer = (code, body)
        asking = threading.Thread(target=server.handle_request)
        asking.start()

        assert is_alive(f"http://127.0.0.1:{server.server_port}/healthz") is alive
        asking.join()


def test_a_web_that_does_not_answer_is_not_alive():
    assert not is_alive("http://127.0.0.1:1/healthz")


def test_an_earlier_key_stays_good_while_it_is_named(tmp_path):
    (tmp_path / "earlier").write_text("first second\n")
    show = "from casemgmt import settings; print(settings.SECRET_KEY_FALLBACKS)"
    kept = {"PATH": "/usr/bin", "SECRET_KEY": "new", "SECRET_KEY_FALLBACKS_FILE": str(tmp_path / "earlier")}

    told = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)

    assert told.stdout == "['first', 'second']\n"
