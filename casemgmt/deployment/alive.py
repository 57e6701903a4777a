"""The health check of the web container: python -m casemgmt.deployment.alive

Well is a web server that answers and reaches its database. A late sweep is the worker's illness, and `/healthz` tells
your monitoring; starting the web again would not heal it.
"""

import json
import sys
import urllib.error
import urllib.request

ADDRESS = "http://localhost:8000/healthz"


def is_alive(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            told = answer.read()
    except urllib.error.HTTPError as answer:
        told = answer.read()
    except OSError:
        return False
    try:
        return bool(json.loads(told)["database"] == "ok")
    except (ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_alive(ADDRESS) else 1)
