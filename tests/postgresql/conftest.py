"""What only PostgreSQL has: roles, locks, limits. On SQLite nothing here is collected."""

import os

collect_ignore_glob = [] if os.environ.get("TEST_DATABASE_URL") else ["test_*.py"]
