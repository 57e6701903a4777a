"""What the fault tests share."""

import pytest
from django.conf import settings
from django.db import connection

# Faults that only a database server knows; on SQLite there is nothing to break (docs/faults.md says which).
collect_ignore = [] if connection.vendor == "postgresql" else ["test_server.py"]


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
