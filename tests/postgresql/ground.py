"""A database of its own with two roles, as a practice has them, on the server that the suite runs against."""

import contextlib
import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "casemgmt" / "deployment" / "roles.sql"


class Practice:
    """The URLs of the owner's role and of the app's."""

    def __init__(self, server, name, password):
        place = urlparse(server)
        self.name = name
        self.owner_role, self.app_role = f"{name}_owner", f"{name}_app"
        self.owner = f"postgresql://{self.owner_role}:{password}@{place.hostname}:{place.port}/{name}"
        self.app = f"postgresql://{self.app_role}:{password}@{place.hostname}:{place.port}/{name}"

    def python(self, *arguments, owner=False, **more):
        """Runs Python with the product's settings as one of the two roles, and gives what it printed."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "casemgmt.settings",
            "SECRET_KEY": "tests only",
            "SECURE": "false",
            "REQUIRE_MFA": "false",
            "ALLOWED_HOSTS": "testserver",
            "CELERY_BROKER_URL": "memory://",
            "EMAIL_URL": "console://",
            "DATABASE_URL": self.owner if owner else self.app,
            "MIGRATION_DATABASE_URL": self.owner,
            **more,
        }
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextlib.contextmanager
def practice():
    server = os.environ["TEST_DATABASE_URL"]
    name, password = f"practice_{secrets.token_hex(4)}", secrets.token_hex(16)
    made = Practice(server, name, password)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        for statement in statements(made, password):
            connection.execute(statement)
        try:
            yield made
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"DROP ROLE {made.app_role}, {made.owner_role}")


def statements(made, password):
    """Those of roles.sql, under names of this test's own."""
    text = "\n".join(line for line in SQL.read_text().splitlines() if not line.startswith(("--", "\\")))
    for variable in (":'owner_password'", ":'app_password'"):
        text = text.replace(variable, f"'{password}'")
    for role, ours in (("casemgmt_owner", made.owner_role), ("casemgmt_app", made.app_role)):
        text = text.replace(role, ours)
    return [
        part.strip() for part in text.replace("DATABASE casemgmt", f"DATABASE {made.name}").split(";") if part.strip()
    ]
