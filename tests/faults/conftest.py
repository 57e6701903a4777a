"""What the fault tests share."""

import pytest
from django.conf import settings
from django.db import connection

# Faults that only a database server knows; on SQLite there is nothing to break (docs/faults.md says which).
OF_A_SERVER = {"test_server.py"}
# Faults of mail, Redis, lines, processes and the renderer. Both databases take them alike, so their small counts run on
# PostgreSQL alone, where a practice runs. With --long, or by name, they run on SQLite too.
OF_NO_DATABASE = {"test_smtp.py", "test_redis.py", "test_bad_lines.py", "test_restart.py", "test_pdf_bombs.py"}


def pytest_ignore_collect(collection_path, config):
    if connection.vendor == "postgresql":
        return None
    left_out = OF_A_SERVER if config.getoption("--long") else OF_A_SERVER | OF_NO_DATABASE
    return True if collection_path.name in left_out else None


@pytest.fixture
def figures(request):
    """`figures(kills=50, lost=0)` notes what a test counted in var/log/faults.txt, for docs/faults.md."""

    def note(**counted):
        file = settings.BASE_DIR / "var" / "log" / "faults.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        words = ", ".join(f"{name} {value}" for name, value in counted.items())
        with file.open("a") as lines:
            lines.write(f"{connection.vendor} {request.node.name}: {words}\n")

    return note
